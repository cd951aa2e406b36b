/** The processors, one row each. Those that are gone stay, marked, until the wall forgets them. */
import {actionsFor} from './actions.js';
import {byId, el, foreign, setChildren, setData} from './dom.js';
import {house, now, onChange, operator} from './state.js';
import {date, duration, known, number, rate, t} from './text.js';

const COLUMNS = ['processor', 'state', 'model', 'rate', 'frames_per_second', 'latency', 'since', 'cameras',
  'leases'];
const GONE = ['gone', 'offline', 'stopped'];

const rows = new Map();

export function startFleet() {
  onChange(['processor', 'link', 'page'], (changes) => {
    if (byId('page-fleet').hidden) return;
    const all = changes.has('link') || changes.has('page');
    const ids = all ? new Set([...house.processor.keys(), ...rows.keys()]) : changes.get('processor');
    for (const id of ids) show(id);
    heads();
    byId('no-processors').hidden = rows.size > 0;
    byId('fleet').hidden = rows.size === 0;
    offerModels();
  });
}

function heads() {
  const keys = operator() ? [...COLUMNS, 'actions'] : COLUMNS;
  setChildren(byId('fleet-head'), keys.join(), () => keys.map((key) => el('th', {scope: 'col'}, t(key))));
}

function show(id) {
  const processor = house.processor.get(id);
  let row = rows.get(id);
  if (!processor) {
    row?.remove();
    rows.delete(id);
    return;
  }
  if (!row) {
    row = el('tr', {}, ...COLUMNS.map((key) => el(key === 'processor' ? 'th' : 'td', {
      scope: key === 'processor' ? 'row' : null, 'data-head': t(key), 'data-column': key,
    })), el('td', {'data-column': 'actions', 'data-head': t('actions')}));
    rows.set(id, row);
    const after = [...byId('fleet-body').children].find((other) => other.dataset.processor > id);
    byId('fleet-body').insertBefore(row, after ?? null);
  }
  setData(row, 'processor', id);
  setData(row, 'state', GONE.includes(processor.state) ? 'gone' : processor.state);
  const cells = cellsOf(processor);
  for (const cell of row.children) {
    const make = cells[cell.dataset.column];
    if (make) setChildren(cell, make.key, make.children);
  }
  actions(row.lastChild, id, processor);
}

function cellsOf(processor) {
  const text = (value) => ({key: value, children: () => [value]});
  const alien = (value) => ({key: String(value), children: () => [foreign(value ?? '–')]});
  const latency = processor.latency_ms == null ? '–' : `${number(processor.latency_ms)}\u00a0ms`;
  const sources = processor.cameras ?? [];
  const since = Date.parse(processor.since);
  return {
    processor: alien(processor.instance_id),
    state: {key: processor.state, children: () => [el('span', {class: 'state'}, known('processor', processor.state))]},
    model: alien(processor.model),
    rate: text(rate(processor.frame_rate)),
    frames_per_second: text(number(processor.frames_per_second ?? NaN)),
    latency: text(latency),
    since: {key: String(processor.since) + duration(now() - since).slice(0, 3), children: () =>
      [el('time', {title: date(processor.since)}, duration(now() - since))]},
    cameras: text(ranges(sources)),
    leases: text(leasesOf(processor.leases ?? [])),
  };
}

/** What holds for a time only, and how many cameras it is about where it is not about all. */
function leasesOf(leases) {
  const counts = new Map();
  for (const {what, source_id} of leases) counts.set(what, (counts.get(what) ?? 0) + (source_id == null ? 0 : 1));
  return [...counts].map(([what, count]) => known('lease', what) + (count > 0 ? ` (${count})` : '')).join(', ') || '–';
}

/** 1–4, 7: as short as it goes. */
function ranges(numbers) {
  const parts = [];
  for (const each of [...numbers].sort((a, b) => a - b)) {
    const last = parts.at(-1);
    if (last && last[1] === each - 1) last[1] = each;
    else parts.push([each, each]);
  }
  return parts.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(', ') || '–';
}

/** Made anew only when what can be done changed, so that an open menu stays open. */
function actions(cell, id, processor) {
  cell.hidden = !operator();
  const possible = operator() && !GONE.includes(processor.state);
  setChildren(cell, `${possible} ${processor.state}`, () => !possible ? [] : [
    el('details', {class: 'menu', name: 'menu'},
      el('summary', {'aria-label': t('change_of', {name: id})}, t('change')),
      el('div', {class: 'choices', on: {click: (event) => event.currentTarget.parentElement.removeAttribute('open')}},
        ...actionsFor(id)))]);
}

function offerModels() {
  let list = byId('models');
  if (!list) document.body.append(list = el('datalist', {id: 'models'}));
  const models = [...new Set([...house.processor.values()].map((each) => each.model).filter(Boolean))].sort();
  setChildren(list, JSON.stringify(models), () => models.map((model) => el('option', {value: model})));
}
