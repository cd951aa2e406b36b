/** One camera large, with its last events; an event that is chosen is shown instead of the newest. */
import {actionsFor} from './actions.js';
import {byId, el, foreign, gathered, setText} from './dom.js';
import {Pane, summary} from './pane.js';
import {house, onChange, operator} from './state.js';
import {t, time} from './text.js';
import {LargeTile, nameOf} from './tile.js';
import {viewing} from './view.js';

const dialog = byId('large');
const EVENTS_EVERY_MS = 1000;
let open = null;

export function startLarge() {
  dialog.addEventListener('close', closed);
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  onChange(['camera', 'room', 'link'], () => open && show());
  setInterval(() => open?.tile.tick(), 1000);
}

export function openLarge(sourceId) {
  const tile = new LargeTile(sourceId);
  const name = el('h2', {id: 'large-name'}, el('bdi', {class: 'foreign'}));
  const close = el('button', {type: 'button', class: 'plain', on: {click: () => dialog.close()}}, t('close'));
  const list = el('ol', {class: 'events', tabindex: 0, 'aria-label': t('last_events')});
  const buttons = el('div', {class: 'buttons'});
  const past = el('div', {class: 'past', hidden: true});
  tile.stage.append(past);
  dialog.replaceChildren(
    el('div', {class: 'titled'}, name, close),
    el('div', {class: 'beside'}, el('div', {class: 'main'}, tile.root, buttons),
      el('div', {class: 'aside'}, el('h3', {}, t('last_events')), list)));
  open = {sourceId, tile, name: name.firstChild, list, buttons, past, chosen: null};
  open.refresh = gathered(EVENTS_EVERY_MS, refresh);
  show();
  refresh();
  dialog.showModal();
  viewing('large', [sourceId], dialog.clientWidth * 0.7);
}

function closed() {
  open = null;
  dialog.replaceChildren();
  viewing('large', []);
}

function show() {
  const camera = house.camera.get(open.sourceId);
  if (!camera) return dialog.close();
  setText(open.name, nameOf(camera).slice(0, 300));
  const urgent = [...house.room.values()].some((room) => room.source_id === camera.source_id && room.state !== 'normal');
  open.tile.update(camera, urgent);
  const key = JSON.stringify([operator(), camera.watched_by, camera.state]);
  if (open.buttons.madeOf !== key) {
    open.buttons.madeOf = key;
    const watching = operator() ? camera.watched_by ?? [] : [];
    open.buttons.replaceChildren(...watching.flatMap((id) => actionsFor(id, camera.source_id)));
  }
  const newest = (camera.views ?? []).map((view) => `${view.instance_id}/${view.frame_id}`).join();
  if (open.newest !== newest) open.refresh();
  open.newest = newest;
}

async function refresh() {
  const asked = open;
  if (!asked) return;
  const response = await fetch(`/cameras/${asked.sourceId}/events`).catch(() => null);
  const views = response?.ok ? await response.json().catch(() => []) : [];
  if (open !== asked) return;
  const focused = document.activeElement?.dataset.event;
  asked.list.replaceChildren(...views.slice(0, 20).map(eventOf));
  if (views.length === 0) asked.list.append(el('li', {class: 'nothing'}, t('no_events')));
  if (focused) [...asked.list.querySelectorAll('button')].find((each) => each.dataset.event === focused)?.focus();
}

function eventOf(view) {
  const id = `${view.instance_id}/${view.frame_id}`;
  const lying = view.detections?.some((detection) => detection.posture === 'lying');
  return el('li', {class: lying ? 'lying' : null}, el('button', {
    type: 'button', 'data-event': id, 'aria-pressed': String(open.chosen === id), on: {click: () => choose(id, view)},
  }, el('time', {}, time(view.timestamp)), foreign(summary(view), 'foreign what'), foreign(view.instance_id, 'foreign who')));
}

/** Shows an event of the past; the same again, and the newest is back. */
function choose(id, view) {
  const back = open.chosen === id;
  open.chosen = back ? null : id;
  open.past.hidden = back;
  open.past.replaceChildren();
  if (!back) {
    const pane = new Pane(open.sourceId);
    pane.root.dataset.colour = 0;
    open.past.append(pane.root, el('p', {class: 'when'}, time(view.timestamp)));
    pane.show(view, open.name.textContent);
  }
  for (const button of open.list.querySelectorAll('button')) {
    button.setAttribute('aria-pressed', String(button.dataset.event === open.chosen));
  }
}
