/** Emergencies: what is being done in each room, and what is wrong. */
import {allClear, fall, roomName} from './actions.js';
import {byId, el, foreign, setChildren, setData, setText} from './dom.js';
import {house, now, onChange, operator} from './state.js';
import {duration, known, t, time} from './text.js';

const SIGNS = {done: '✓', waiting: '…', failed: '✗'};
const cards = new Map();

export function startRooms() {
  byId('report-fall').addEventListener('click', () => fall());
  onChange(['room', 'camera', 'link', 'page'], () => {
    byId('report-fall').hidden = !operator();
    if (byId('page-rooms').hidden) return;
    for (const id of new Set([...house.room.keys(), ...cards.keys()])) show(id);
    arrange();
    byId('no-rooms').hidden = cards.size > 0;
  });
  setInterval(() => {
    for (const [id, card] of cards) since(card, house.room.get(id));
  }, 1000);
}

function show(id) {
  const room = house.room.get(id);
  let card = cards.get(id);
  if (!room) {
    card?.root.remove();
    cards.delete(id);
    return;
  }
  if (!card) {
    card = make();
    cards.set(id, card);
  }
  const name = roomName(id);
  setData(card.root, 'state', room.state);
  setData(card.root, 'room', id);
  setText(card.name, name.slice(0, 300));
  setText(card.state, known('room', room.state));
  since(card, room);
  setChildren(card.problems, JSON.stringify(room.problems), () =>
    (room.problems ?? []).map((problem) => el('li', {}, foreign(problem))));
  setChildren(card.steps, JSON.stringify(room.steps), () => (room.steps ?? []).map(stepOf));
  setChildren(card.buttons, `${operator()} ${room.state} ${name}`, () => operator() ? [
    room.state === 'normal' || room.state === 'leaving'
      ? el('button', {type: 'button', on: {click: () => fall(id, name)}}, t('fall'))
      : el('button', {type: 'button', class: 'main', on: {click: () => allClear(id, name)}}, t('all_clear')),
  ] : []);
}

function make() {
  const name = el('bdi', {class: 'foreign'});
  const state = el('span', {class: 'state'});
  const age = el('span', {class: 'age'});
  const problems = el('ul', {class: 'problems', 'aria-label': t('problems')});
  const steps = el('ol', {class: 'steps', 'aria-label': t('steps')});
  const buttons = el('div', {class: 'buttons'});
  const root = el('li', {class: 'room'},
    el('div', {class: 'line'}, el('h3', {}, name), state, age), problems, steps, buttons);
  return {root, name, state, age, problems, steps, buttons};
}

function stepOf({step, result, at, message}) {
  return el('li', {'data-result': result},
    el('span', {class: 'sign', 'aria-hidden': 'true'}, SIGNS[result] ?? '·'),
    el('span', {class: 'what'}, foreign(String(step ?? '').replaceAll('-', ' '))),
    el('span', {class: 'result'}, known('result', result)),
    el('time', {}, time(at)),
    message && foreign(message, 'foreign message'));
}

function since(card, room) {
  if (room) setText(card.age, duration(now() - Date.parse(room.since)));
}

/** What is under way first. */
function arrange() {
  const calm = (id) => house.room.get(id).state === 'normal';
  const wanted = [...cards.keys()].sort((a, b) => calm(a) - calm(b) || a - b).map((id) => cards.get(id).root);
  const list = byId('rooms');
  if (wanted.some((root, index) => list.children[index] !== root)) list.replaceChildren(...wanted);
}
