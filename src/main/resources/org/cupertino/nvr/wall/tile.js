/** One camera: its views, name, age, state, and who watches it. Used in the grid and in the large dialog. */
import {el, foreign, setChildren, setData, setText} from './dom.js';
import {Pane} from './pane.js';
import {now} from './state.js';
import {duration, known, t} from './text.js';

const MOST_VIEWS = 4;
const LATE_AFTER_INTERVALS = 3;
const LEAST_LATE_MS = 3000;
const LATE_WITHOUT_RATE_MS = 60_000;

export const nameOf = (camera) => camera.name || t('camera', {id: camera.source_id});

/** The views of the processors that watch a camera; of the last ones if nobody does. */
export function viewsOf(camera) {
  const views = camera.views ?? [];
  const watched = views.filter((view) => camera.watched_by?.includes(view.instance_id));
  return [...(watched.length > 0 ? watched : views)]
    .sort((a, b) => Date.parse(b.timestamp) - Date.parse(a.timestamp))
    .slice(0, MOST_VIEWS)
    .sort((a, b) => (a.instance_id < b.instance_id ? -1 : 1));
}

/** Those that watch now, else those whose views are left; the place in it is a processor's colour. */
function watchers(camera) {
  const ids = camera.watched_by?.length > 0 ? camera.watched_by : viewsOf(camera).map((view) => view.instance_id);
  return [...new Set(ids)].sort();
}

export class Tile {
  #panes = new Map();
  visible = false;
  camera = null;

  constructor(sourceId, head) {
    this.sourceId = sourceId;
    this.age = el('span', {class: 'age'});
    this.state = el('span', {class: 'state'});
    this.reason = el('bdi', {class: 'reason foreign'});
    this.legend = el('ul', {class: 'legend', 'aria-label': t('watched_by')});
    this.mark = el('span', {class: 'mark', hidden: true}, t('emergency_mark'));
    this.empty = el('p', {class: 'empty'});
    this.stage = el('div', {class: 'stage'}, this.empty);
    this.line = el('div', {class: 'line'}, head, this.mark, this.age);
    this.facts = el('div', {class: 'facts'}, this.state, this.reason, this.legend);
  }

  update(camera, inEmergency) {
    this.camera = camera;
    setData(this.root, 'state', camera.state);
    this.root.classList.toggle('urgent', inEmergency);
    this.mark.hidden = !inEmergency;
    setText(this.state, known('state', camera.state));
    setText(this.reason, String(camera.reason ?? '').slice(0, 300));
    this.#legend(camera);
    if (this.visible) this.#views(camera);
    this.tick();
  }

  #legend(camera) {
    const ids = camera.watched_by?.length > 0 ? watchers(camera) : [];
    const several = viewsOf(camera).length > 1;
    setChildren(this.legend, JSON.stringify([ids, several]), () => ids.map((id, index) =>
      el('li', {'data-colour': several ? index % 4 : null}, foreign(id))));
  }

  #views(camera) {
    const views = viewsOf(camera);
    const ids = watchers(camera);
    for (const [id, pane] of this.#panes) {
      if (views.some((view) => view.instance_id === id)) continue;
      pane.root.remove();
      this.#panes.delete(id);
    }
    for (const view of views) {
      let pane = this.#panes.get(view.instance_id);
      if (!pane) {
        pane = new Pane(this.sourceId, () => this.tick());
        this.#panes.set(view.instance_id, pane);
        const next = views.slice(views.indexOf(view) + 1).map((other) => this.#panes.get(other.instance_id)?.root);
        this.stage.insertBefore(pane.root, next.find(Boolean) ?? null);
      }
      setData(pane.root, 'colour', ids.indexOf(view.instance_id) % 4);
      pane.show(view, nameOf(camera));
    }
    setData(this.stage, 'panes', this.#panes.size);
    setText(this.empty, known('state', camera.state));
    this.empty.hidden = this.#panes.size > 0;
  }

  /** Counts the age of what is shown up. */
  tick() {
    const at = this.#shownAt();
    if (!Number.isFinite(at)) {
      setText(this.age, t('no_frame'));
      this.root.classList.remove('late');
      return;
    }
    const age = now() - at;
    const rate = this.camera.frame_rate;
    const allowed = rate > 0 ? Math.max(LEAST_LATE_MS, (LATE_AFTER_INTERVALS * 1000) / rate) : LATE_WITHOUT_RATE_MS;
    setText(this.age, duration(age));
    this.root.classList.toggle('late', age > allowed);
  }

  #shownAt() {
    const shown = [...this.#panes.values()].map((pane) => Date.parse(pane.shown?.timestamp)).filter(Number.isFinite);
    return this.visible && shown.length > 0 ? Math.max(...shown) : Date.parse(this.camera.last_frame_at);
  }
}

/** A tile of the grid. Its name is a button that covers it. */
export class GridTile extends Tile {
  constructor(sourceId, onOpen) {
    const name = el('bdi', {class: 'foreign'});
    const open = el('button', {class: 'open', type: 'button', on: {click: () => onOpen(sourceId)}}, name);
    super(sourceId, el('h3', {}, open));
    this.name = name;
    this.root = el('li', {class: 'tile', 'data-camera': sourceId}, this.stage, this.line, this.facts);
  }

  update(camera, inEmergency) {
    setText(this.name, nameOf(camera).slice(0, 300));
    super.update(camera, inEmergency);
  }
}

/** The whole of the dialog for one camera. */
export class LargeTile extends Tile {
  constructor(sourceId) {
    super(sourceId, null);
    this.visible = true;
    this.root = el('div', {class: 'tile large'}, this.stage, this.line, this.facts);
  }
}
