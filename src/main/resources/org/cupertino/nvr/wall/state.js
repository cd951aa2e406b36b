/** What the page knows, and who wants to know of changes: once an animation frame, with what changed. */

const MOST = 2000;
const SWEEP_AFTER_MS = 5000;
const KEYS = {camera: 'source_id', processor: 'instance_id', room: 'room_id'};

export const house = {
  page: null,
  user: null,
  role: 'viewer',
  linked: false,
  everLinked: false,
  broker: true,
  camera: new Map(),
  processor: new Map(),
  room: new Map(),
};

const listeners = [];
const dirty = new Map();
const fresh = new Map();
let clockAheadMs = 0;
let scheduled = false;

/** The time of the wall in ms, whatever the clock of this browser shows. */
export const now = () => Date.now() - clockAheadMs;

export const operator = () => house.role === 'operator';

/** Calls `run(ids)` in the frame after one of these kinds changed; ids is a Map of kind to Set. */
export function onChange(kinds, run) {
  listeners.push({kinds, run});
}

export function touch(kind, id = null) {
  if (!dirty.has(kind)) dirty.set(kind, new Set());
  dirty.get(kind).add(id);
  if (scheduled) return;
  scheduled = true;
  requestAnimationFrame(flush);
}

function flush() {
  scheduled = false;
  const changes = new Map(dirty);
  dirty.clear();
  for (const {kinds, run} of listeners) {
    if (kinds.some((kind) => changes.has(kind))) run(changes);
  }
}

export function setLinked(linked) {
  if (house.linked === linked && (linked || house.everLinked)) return;
  house.linked = linked;
  house.everLinked = true;
  touch('link');
}

/** Takes one event of the wall. Unknown kinds are for pages to come. */
export function take(kind, data) {
  if (kind === 'hello') return greet(data);
  if (kind === 'broker') {
    house.broker = data.connected === true;
    return touch('link');
  }
  if (kind === 'answer') {
    for (const {kinds, run} of listeners) if (kinds.includes('answer')) run(data);
    return;
  }
  const gone = kind.endsWith('-gone');
  const plain = gone ? kind.slice(0, -5) : kind;
  if (!Object.hasOwn(KEYS, plain)) return;
  const id = data[KEYS[plain]];
  if (id == null) return;
  const known = house[plain];
  if (gone) known.delete(id);
  else if (known.has(id) || known.size < MOST) known.set(id, data);
  fresh.get(plain)?.add(id);
  touch(plain, id);
}

function greet(data) {
  house.page = data.page;
  house.user = data.user;
  house.role = data.role;
  const at = Date.parse(data.now);
  if (Number.isFinite(at)) clockAheadMs = Date.now() - at;
  touch('link');
  sweepLater();
}

/** All that is known follows a hello. What it does not name was forgotten while the page was away. */
function sweepLater() {
  const page = house.page;
  for (const kind of Object.keys(KEYS)) fresh.set(kind, new Set());
  setTimeout(() => {
    if (page !== house.page || !house.linked) return;
    for (const kind of Object.keys(KEYS)) {
      for (const id of [...house[kind].keys()]) {
        if (fresh.get(kind).has(id)) continue;
        house[kind].delete(id);
        touch(kind, id);
      }
    }
    fresh.clear();
  }, SWEEP_AFTER_MS);
}
