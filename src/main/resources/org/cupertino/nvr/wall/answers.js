/** What became of the commands that were sent here: one line each, in the corner. */
import {byId, el, foreign, setText} from './dom.js';
import {post} from './post.js';
import {onChange} from './state.js';
import {known, t} from './text.js';

const MOST = 6;
const STAYS_MS = 12_000;
const SILENT_AFTER_MS = 15_000;

const list = byId('answers');
const lines = new Map();
const early = new Map();

export function startAnswers() {
  onChange(['answer'], (answer) => {
    if (lines.has(answer.command_id)) lines.get(answer.command_id)(answer);
    else keepEarly(answer);
  });
}

/** An answer may come by the stream before the wall has said which command it belongs to. */
function keepEarly(answer) {
  early.set(answer.command_id, [...(early.get(answer.command_id) ?? []), answer].slice(-MOST));
  if (early.size > MOST) early.delete(early.keys().next().value);
}

/** Posts a command and shows what becomes of it; `whom` is whom it is about. */
export async function send(path, body, command, whom) {
  const state = el('span', {class: 'answer'}, t('answer.sent'));
  const message = el('bdi', {class: 'foreign message'});
  const line = el('li', {'data-answer': 'sent'}, el('strong', {}, known('command', command)), ' ', foreign(whom), ' ',
    state, message, el('button', {type: 'button', class: 'plain', 'aria-label': t('dismiss'), on: {click: drop}}, '×'));
  let id = null;
  let timer = setTimeout(() => say('silent'), SILENT_AFTER_MS);
  list.append(line);
  while (list.children.length > MOST) list.firstChild.remove();

  function drop() {
    clearTimeout(timer);
    line.remove();
    lines.delete(id);
  }

  function say(status, sentence = '') {
    line.dataset.answer = status;
    setText(state, known('answer', status));
    setText(message, String(sentence ?? '').slice(0, 300));
    clearTimeout(timer);
    if (status === 'completed') timer = setTimeout(drop, STAYS_MS);
  }

  try {
    const answer = await post(path, body);
    id = answer?.command_id ?? null;
    if (id == null) return say('completed');
    lines.set(id, (each) => say(each.status, each.message));
    for (const each of early.get(id) ?? []) say(each.status, each.message);
    early.delete(id);
  } catch (refused) {
    say('refused', refused.message);
  }
}
