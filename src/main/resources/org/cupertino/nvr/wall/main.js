/** Puts the page together: words, pages, and the stream of events. */
import {startAlerts} from './alerts.js';
import {startAnswers} from './answers.js';
import {startCameras} from './cameras.js';
import {byId, setText} from './dom.js';
import {startFleet} from './fleet.js';
import {startLarge} from './large.js';
import {listen} from './link.js';
import {startRooms} from './rooms.js';
import {house, onChange, operator, setLinked, take, touch} from './state.js';
import {choose, language, t, translate} from './text.js';
import {startViewing} from './view.js';

const PAGES = ['cameras', 'fleet', 'rooms'];

translate(document);
if (new URLSearchParams(location.search).has('tv')) document.body.classList.add('tv');
byId('language').value = language;
byId('language').addEventListener('change', (event) => choose(event.target.value));

startAlerts();
startAnswers();
startCameras();
startLarge();
startFleet();
startRooms();
startViewing();
who();

addEventListener('hashchange', turn);
turn();
listen(take, setLinked);

/** Shows the page that the address names. */
function turn() {
  const wanted = location.hash.slice(1);
  if (wanted === 'content') return;
  const page = PAGES.includes(wanted) ? wanted : PAGES[0];
  for (const each of PAGES) byId(`page-${each}`).hidden = each !== page;
  for (const link of document.querySelectorAll('nav a')) {
    if (link.dataset.page === page) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  touch('page');
}

/** Who is here, and whether the wall is. */
function who() {
  const link = byId('link');
  onChange(['link'], () => {
    const well = house.linked && house.broker;
    link.dataset.well = well;
    setText(link, well ? t('connected') : t('connecting_wall'));
    byId('user').hidden = house.user == null && operator();
    setText(byId('user'), [house.user, !operator() && t('viewer')].filter(Boolean).join(' · ').slice(0, 80));
    byId('sign-out').hidden = house.user == null;
  });
  byId('sign-out').addEventListener('click', async () => {
    await fetch('/logout', {method: 'POST', headers: {'Content-Type': 'application/json'}, body: '{}'}).catch(() => {});
    location.reload();
  });
}
