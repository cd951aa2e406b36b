/** One view: the picture of a frame with the boxes of that very frame, or the boxes alone if there is no picture. */
import {el, foreign, setText} from './dom.js';
import {known, number, t} from './text.js';

/** How long an old picture with its own boxes stays, while that of a newer event is on its way. */
const PATIENCE_MS = 3000;
const MOST_BOXES = 100;

const key = (view) => `${view.instance_id}/${view.frame_id}/${view.picture}`;

/** Words for all detections, the most frequent first. */
export function summary(view) {
  const counts = new Map();
  for (const {class_name, posture} of view.detections ?? []) {
    const what = known('class', class_name) + (posture === 'lying' ? ` (${known('posture', posture)})` : '');
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  if (counts.size === 0) return t('nothing');
  return [...counts].sort((a, b) => b[1] - a[1]).slice(0, 8).map(([what, count]) => `${count} ${what}`).join(', ');
}

export class Pane {
  #sourceId;
  #wanted = null;
  #loading = false;
  #patience = null;

  /** What is shown: the view, and whether with its picture. */
  shown = null;
  pictured = false;

  constructor(sourceId, onShown = () => {}) {
    this.#sourceId = sourceId;
    this.onShown = onShown;
    this.name = '';
    this.quiet = el('p', {class: 'quiet'}, t('no_picture'));
    this.boxes = el('div', {class: 'boxes', 'aria-hidden': 'true'});
    this.frame = el('div', {class: 'frame'}, this.boxes);
    this.root = el('div', {class: 'pane'}, this.quiet, this.frame);
  }

  /** Shows a view as soon as its picture is here. */
  show(view, name) {
    this.name = name;
    if (this.#wanted && key(this.#wanted) === key(view)) return;
    this.#wanted = view;
    if (view.picture) this.#load();
    else this.#without(view);
  }

  #load() {
    if (this.#loading) return;
    const view = this.#wanted;
    const image = new Image();
    image.className = 'picture';
    image.src = `/pictures/${view.source_id ?? this.#sourceId}/${encodeURIComponent(view.instance_id)}/${view.frame_id}`;
    this.#loading = true;
    image.decode()
      .then(() => this.#draw(view, image), () => this.#without(view))
      .finally(() => {
        this.#loading = false;
        if (this.#wanted !== view && this.#wanted.picture) this.#load();
      });
  }

  /** The boxes alone: at once if no picture would go for that, else when none has come for a while. */
  #without(view) {
    if (!this.pictured) return this.#draw(view, null);
    this.#patience ??= setTimeout(() => {
      this.#patience = null;
      if (!this.#wanted.picture || this.#wanted === view) this.#draw(this.#wanted, null);
    }, PATIENCE_MS);
  }

  #draw(view, image) {
    clearTimeout(this.#patience);
    this.#patience = null;
    this.shown = view;
    this.pictured = image != null;
    this.root.classList.toggle('pictured', this.pictured);
    this.root.dataset.frame = view.frame_id;
    const wide = view.frame_width > 0 && view.frame_height > 0;
    this.frame.style.setProperty('--ratio', wide ? view.frame_width / view.frame_height : 16 / 9);
    this.boxes.replaceChildren(...(wide ? boxesOf(view) : []));
    if (image) image.alt = t('picture_of', {name: this.name, what: summary(view)});
    this.frame.replaceChildren(...(image ? [image] : []), this.boxes);
    setText(this.quiet, `${t('no_picture')} · ${summary(view)}`);
    this.onShown(this);
  }
}

function boxesOf(view) {
  return (view.detections ?? []).slice(0, MOST_BOXES).map((detection) => boxOf(detection, view)).filter(Boolean);
}

/** An element over the picture, in parts of a frame, cut at its edges; null if it lies outside or is no box. */
function boxOf(detection, view) {
  const {x, y, width, height} = detection.bbox ?? {};
  const left = inside((x - width / 2) / view.frame_width);
  const right = inside((x + width / 2) / view.frame_width);
  const top = inside((y - height / 2) / view.frame_height);
  const bottom = inside((y + height / 2) / view.frame_height);
  if (!(right > left && bottom > top)) return null;
  const label = el('span', {class: 'label'}, foreign(known('class', detection.class_name)));
  if (detection.posture && detection.posture !== 'unknown') {
    label.append(' ', foreign(known('posture', detection.posture), 'posture'));
  }
  label.append(' ', el('span', {class: 'score'}, number(Math.round(detection.confidence * 100) / 100)));
  const box = el('div', {class: 'box'}, label);
  box.classList.toggle('lying', detection.posture === 'lying');
  box.classList.toggle('below', top < 0.1);
  box.classList.toggle('leftward', left > 0.5);
  box.style.left = `${left * 100}%`;
  box.style.top = `${top * 100}%`;
  box.style.width = `${(right - left) * 100}%`;
  box.style.height = `${(bottom - top) * 100}%`;
  return box;
}

const inside = (part) => Math.min(1, Math.max(0, part));
