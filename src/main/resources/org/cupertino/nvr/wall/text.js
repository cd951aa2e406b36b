/** All words of the page, and numbers and times as the language writes them. */
import en from './text-en.js';
import es from './text-es.js';

const LANGUAGES = {en, es};
const KEPT = 'language';

export const language = chosen();
const words = LANGUAGES[language];
const numbers = new Intl.NumberFormat(language, {maximumSignificantDigits: 3});
const clock = new Intl.DateTimeFormat(language, {timeStyle: 'medium'});
const day = new Intl.DateTimeFormat(language, {dateStyle: 'medium', timeStyle: 'short'});

function chosen() {
  let kept = null;
  try {
    kept = localStorage.getItem(KEPT);
  } catch {
    // A browser that keeps nothing is asked each time.
  }
  const wanted = [kept, ...(navigator.languages ?? [navigator.language])];
  const found = wanted.map((each) => each?.slice(0, 2)).find((each) => each in LANGUAGES);
  return found ?? 'en';
}

export function choose(other) {
  try {
    localStorage.setItem(KEPT, other);
  } catch {
    return;
  }
  location.reload();
}

/** The words of a key. What is put in for {name} is isolated from the direction of the words around it. */
export function t(key, values = {}) {
  return words[key].replace(/\{(\w+)\}/g, (_, name) => `\u2068${String(values[name]).slice(0, 300)}\u2069`);
}

/** The words of a key that came from elsewhere, else that itself. */
export function known(kind, value) {
  const key = `${kind}.${value}`;
  return Object.hasOwn(words, key) ? words[key] : String(value ?? '');
}

/** Puts words into the elements of the document that ask for them by data-t. */
export function translate(root) {
  document.documentElement.lang = language;
  for (const element of root.querySelectorAll('[data-t]')) element.textContent = t(element.dataset.t);
  for (const element of root.querySelectorAll('[data-label]')) element.setAttribute('aria-label', t(element.dataset.label));
}

export const number = (value) => (Number.isFinite(value) ? numbers.format(value) : '–');

/** A duration in ms in its two largest units. */
export function duration(ms) {
  if (!Number.isFinite(ms)) return '–';
  const s = Math.max(0, Math.floor(ms / 1000));
  if (s < 60) return `${s}\u00a0s`;
  if (s < 3600) return `${Math.floor(s / 60)}\u00a0min ${s % 60}\u00a0s`;
  if (s < 86_400) return `${Math.floor(s / 3600)}\u00a0h ${Math.floor(s / 60) % 60}\u00a0min`;
  return `${Math.floor(s / 86_400)}\u00a0d ${Math.floor(s / 3600) % 24}\u00a0h`;
}

/** A sampling rate as people say it: each 10 s, or 5/s. */
export function rate(perSecond) {
  if (!Number.isFinite(perSecond) || perSecond <= 0) return '–';
  if (perSecond >= 1) return t('per_second', {rate: number(perSecond)});
  const seconds = 1 / perSecond;
  return t('every', {time: seconds < 60 ? `${number(seconds)}\u00a0s` : duration(seconds * 1000)});
}

export function time(iso) {
  const at = Date.parse(iso);
  return Number.isFinite(at) ? clock.format(at) : '–';
}

export function date(iso) {
  const at = Date.parse(iso);
  return Number.isFinite(at) ? day.format(at) : '–';
}
