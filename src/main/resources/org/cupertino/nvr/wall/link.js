/**
 * The stream of events. It is read with fetch and not with EventSource, since that hides the heartbeats: only who
 * sees them knows that a silent connection is dead.
 */

const SILENCE_MS = 25_000;
const RETRY_MS = 1500;
const LONGEST_EVENT = 4_000_000;

/** Never returns: connects, calls onEvent(kind, data) for each event and onLink(boolean) as connections come and go. */
export async function listen(onEvent, onLink) {
  for (;;) {
    try {
      await connection(onEvent, onLink);
    } catch {
      // Said by onLink; the next try is the answer.
    }
    onLink(false);
    await new Promise((resume) => setTimeout(resume, RETRY_MS * (1 + Math.random())));
  }
}

async function connection(onEvent, onLink) {
  const abort = new AbortController();
  let silence;
  const heard = () => {
    clearTimeout(silence);
    silence = setTimeout(() => abort.abort(), SILENCE_MS);
  };
  heard();
  try {
    const response = await fetch('/events', {
      signal: abort.signal,
      cache: 'no-store',
      headers: {Accept: 'text/event-stream'},
    });
    if (response.redirected || response.status === 401) return location.reload();
    if (!response.ok) return;
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    onLink(true);
    let rest = '';
    for (;;) {
      const {value, done} = await reader.read();
      if (done) return;
      heard();
      const blocks = (rest + value).split(/\r?\n\r?\n/);
      rest = blocks.pop();
      if (rest.length > LONGEST_EVENT) return;
      for (const block of blocks) dispatch(block, onEvent);
    }
  } finally {
    clearTimeout(silence);
    abort.abort();
  }
}

function dispatch(block, onEvent) {
  let kind = 'message';
  const data = [];
  for (const line of block.split(/\r?\n/)) {
    if (line.startsWith('event:')) kind = line.slice(6).trim();
    else if (line.startsWith('data:')) data.push(line.slice(5));
  }
  if (data.length === 0) return;
  try {
    onEvent(kind, JSON.parse(data.join('\n')));
  } catch (error) {
    console.warn('An event was left out', kind, error);
  }
}
