/** The grid of cameras, its filter, and which of them are in view. */
import {byId, el, setChildren, setText} from './dom.js';
import {openLarge} from './large.js';
import {house, onChange, touch} from './state.js';
import {known, t} from './text.js';
import {GridTile, nameOf} from './tile.js';
import {viewing} from './view.js';

/** Height of what a tile says under its picture. */
const WORDS_PX = 80;
const STATES = ['live', 'connecting', 'stalled', 'failed', 'paused', 'unwatched'];

const grid = byId('grid');
const tiles = new Map();
const observer = new IntersectionObserver(seen, {rootMargin: '80px'});

export function startCameras() {
  const filter = byId('filter');
  filter.addEventListener('input', () => touch('filter'));
  filter.addEventListener('submit', (event) => event.preventDefault());
  byId('filter-state').append(...STATES.map((state) => el('option', {value: state}, known('state', state))));
  addEventListener('resize', () => touch('filter'));
  onChange(['camera', 'room', 'filter', 'link'], render);
  onChange(['processor', 'camera', 'link'], offerProcessors);
  setInterval(() => {
    for (const tile of tiles.values()) if (tile.visible) tile.tick();
  }, 1000);
}

/** Cameras that have an emergency now. */
function urgent() {
  const rooms = [...house.room.values()].filter((room) => room.state !== 'normal');
  return new Set(rooms.map((room) => room.source_id));
}

function render(changes) {
  const urgentOnes = urgent();
  const all = ['room', 'filter', 'link'].some((kind) => changes.has(kind));
  const ids = all ? new Set([...house.camera.keys(), ...(changes.get('camera') ?? [])]) : changes.get('camera');
  for (const id of ids) {
    const camera = house.camera.get(id);
    if (!camera) forget(id);
    else tileOf(id).update(camera, urgentOnes.has(id));
  }
  applyFilter();
}

function tileOf(id) {
  let tile = tiles.get(id);
  if (tile) return tile;
  tile = new GridTile(id, openLarge);
  tiles.set(id, tile);
  const after = [...grid.children].find((other) => Number(other.dataset.camera) > id);
  grid.insertBefore(tile.root, after ?? null);
  observer.observe(tile.root);
  return tile;
}

function forget(id) {
  const tile = tiles.get(id);
  if (!tile) return;
  observer.unobserve(tile.root);
  tile.root.remove();
  tiles.delete(id);
  viewing('grid', inView());
}

function applyFilter() {
  const text = byId('filter-text').value.trim().toLocaleLowerCase();
  const state = byId('filter-state').value;
  const processor = byId('filter-processor').value;
  let shown = 0;
  for (const [id, tile] of tiles) {
    const camera = tile.camera;
    const fits = (!text || nameOf(camera).toLocaleLowerCase().includes(text) || String(id) === text)
      && (!state || camera.state === state)
      && (!processor || camera.watched_by?.includes(processor));
    if (tile.root.hidden === fits) tile.root.hidden = !fits;
    if (fits) shown++;
  }
  const counts = {shown, all: tiles.size};
  setText(byId('count'), shown === tiles.size ? t('count', counts) : t('count_of', counts));
  const empty = byId('no-cameras');
  empty.hidden = shown > 0;
  setText(empty, tiles.size > 0 ? t('no_match') : t('no_cameras'));
  if (document.body.classList.contains('tv')) fill(shown);
}

/** As many columns as make the pictures largest, where all cameras are to fit on one screen. */
function fill(count) {
  let best = {width: 0, columns: 1};
  for (let columns = 1; columns <= count; columns++) {
    const height = grid.clientHeight / Math.ceil(count / columns) - WORDS_PX;
    const width = Math.min(grid.clientWidth / columns, (height * 16) / 9);
    if (width > best.width) best = {width, columns};
  }
  grid.style.setProperty('--columns', best.columns);
  grid.style.setProperty('--rows', Math.max(1, Math.ceil(count / best.columns)));
}

function offerProcessors() {
  const select = byId('filter-processor');
  const ids = [...house.processor.keys()].sort();
  const chosen = select.value;
  setChildren(select, JSON.stringify(ids), () => [
    el('option', {value: ''}, t('all_processors')),
    ...ids.map((id) => el('option', {value: id}, id.slice(0, 80))),
  ]);
  if (ids.includes(chosen)) select.value = chosen;
}

const inView = () => [...tiles.values()].filter((tile) => tile.visible).map((tile) => tile.sourceId);

function seen(entries) {
  for (const {target, isIntersecting} of entries) {
    const tile = tiles.get(Number(target.dataset.camera));
    if (!tile || tile.visible === isIntersecting) continue;
    tile.visible = isIntersecting;
    if (isIntersecting) touch('camera', tile.sourceId);
  }
  const width = entries.find((entry) => entry.boundingClientRect.width > 0)?.boundingClientRect.width;
  viewing('grid', inView(), width);
}
