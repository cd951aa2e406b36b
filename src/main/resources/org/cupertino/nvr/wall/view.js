/** Says to the wall which cameras are in view here, so that pictures of these are fetched and of no others. */
import {gathered} from './dom.js';
import {post} from './post.js';
import {house, onChange} from './state.js';

const AGAIN_MS = 10_000;
const GATHER_MS = 150;
const STEP_PX = 160;

const views = {grid: {cameras: [], width: 640}, large: {cameras: [], width: 1280}};
const sayLater = gathered(GATHER_MS, say);
let said = '';

/** Cameras that the grid or the large dialog shows, and how wide one is in CSS pixels. What is large goes first. */
export function viewing(where, cameras, widthPx = views[where].width) {
  views[where] = {cameras, width: widthPx};
  sayLater();
}

export function startViewing() {
  onChange(['link'], sayLater);
  document.addEventListener('visibilitychange', sayLater);
  setInterval(() => {
    said = '';
    say();
  }, AGAIN_MS);
}

/** A page that nobody sees says nothing; the wall forgets it. */
function say() {
  if (!house.page || !house.linked || document.hidden) return;
  const {cameras, width} = views.large.cameras.length > 0 ? views.large : views.grid;
  const pixels = Math.ceil((width * Math.min(2, devicePixelRatio || 1)) / STEP_PX) * STEP_PX;
  const body = {page: house.page, cameras, width: Math.min(1920, Math.max(64, pixels))};
  const text = JSON.stringify(body);
  if (text === said) return;
  said = text;
  post('/view', body).catch(() => {
    said = '';
  });
}
