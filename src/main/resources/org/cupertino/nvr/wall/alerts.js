/** What must not be overlooked, on top of all pages and in the title. */
import {roomName} from './actions.js';
import {byId, el, setChildren} from './dom.js';
import {house, onChange} from './state.js';
import {t} from './text.js';
import {nameOf} from './tile.js';

const MOST_NAMES = 6;

export function startAlerts() {
  onChange(['link', 'camera', 'room'], show);
}

function show() {
  const rooms = [...house.room.values()].filter((room) => room.state !== 'normal').map((room) => room.room_id);
  const alone = [...house.camera.values()].filter((camera) => camera.state === 'unwatched').map(nameOf);
  const alerts = [
    house.everLinked && !house.linked && {kind: 'lost', text: t('lost')},
    house.linked && !house.broker && {kind: 'lost', text: t('broker_gone')},
    ...rooms.sort((a, b) => a - b).slice(0, MOST_NAMES).map((id) =>
      ({kind: 'emergency', text: t('emergency_in', {name: roomName(id)}), page: '#rooms'})),
    alone.length > 0 && {kind: 'unwatched', text: t('nobody_watches', {names: names(alone)}), page: '#cameras'},
  ].filter(Boolean);
  document.body.classList.toggle('old', !house.linked || !house.broker);
  document.title = alerts.length > 0 ? `(${alerts.length}) ${t('title')}` : t('title');
  setChildren(byId('alerts'), JSON.stringify(alerts), () => alerts.map(({kind, text, page}) =>
    el('p', {class: 'alert', 'data-kind': kind}, el('span', {}, text), page && el('a', {href: page}, t('show')))));
}

function names(all) {
  const first = all.slice(0, MOST_NAMES).map((name) => name.slice(0, 60)).join(', ');
  return all.length > MOST_NAMES ? t('and_more', {names: first, count: all.length - MOST_NAMES}) : first;
}
