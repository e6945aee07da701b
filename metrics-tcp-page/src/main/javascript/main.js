/**
 * The page: what its controls do, and who is given the documents.
 */
import { byId, element, setChildren, setText } from './dom.js';
import { Live } from './live.js';
import { MetricPage } from './metric.js';
import { ORDERS, Overview } from './overview.js';
import { apply, next } from './theme.js';
import { Navigation, View, WINDOWS } from './view.js';

const TITLE = 'Live metrics';

const navigation = new Navigation();
const overview = new Overview(byId('main'));
const metric = new MetricPage(byId('main'), navigation);
const live = new Live(take, (sentence) => setText(byId('trouble'), sentence));
let paused = false;
let shown = '';

/**
 * @param {!Object} received a document
 */
function take(received) {
  showTargets(/** @type {!Array<!Object>} */ (received['targets']));
  if (paused) {
    return;
  }
  if (received['view'] === 'metric') {
    metric.take(received);
    setText(byId('count'), '');
  } else {
    overview.take(received);
    setText(byId('count'), `${overview.cards.size} metrics`);
  }
}

/**
 * @param {!Array<!Object>} targets
 */
function showTargets(targets) {
  const list = byId('targets');
  const items = targets.map((target, index) => {
    const item = list.children[index] || element('li');
    const trouble = target['trouble'] ? `: ${target['trouble']}` : '';
    const dropped = target['dropped'] > 0 ? `, ${target['dropped']} samples dropped` : '';
    const good = target['state'] === 'connected' && !target['trouble'];
    const events = good ? ` ${target['events']} events/s` : ` ${target['state']}`;
    setText(item, target['name'] + events + trouble + dropped);
    item.classList.toggle('bad', !good);
    return item;
  });
  setChildren(list, items);
  document.title = targets.length === 1 ? `${targets[0]['name']} · ${TITLE}` : TITLE;
}

/**
 * @param {!View} view
 */
function show(view) {
  const one = view.page === 'metric';
  const query = new URLSearchParams({ view: view.page, window: String(view.window) });
  if (one) {
    query.set('id', view.id);
    query.set('by', view.by);
  }
  if (view.filter) {
    query.set('filter', view.filter);
  }
  if (view.end) {
    query.set('end', String(view.end));
  }
  if (one) {
    metric.show(view);
  } else {
    overview.show(view);
  }
  if (query.toString() !== shown) {
    shown = query.toString();
    live.show(shown);
  }
  const filter = /** @type {!HTMLInputElement} */ (byId('filter'));
  if (document.activeElement !== filter) {
    filter.value = view.filter;
  }
  /** @type {!HTMLSelectElement} */ (byId('window')).value = String(view.window);
  /** @type {!HTMLSelectElement} */ (byId('sort')).value = view.sort;
}

/**
 * Gives the controls above the page their options, and what they do.
 */
function prepareControls() {
  const windows = byId('window');
  for (const seconds of WINDOWS) {
    const text = seconds < 3600 ? `${seconds / 60} min` : '1 h';
    windows.append(element('option', { value: seconds, text: text }));
  }
  windows.addEventListener('change', () =>
    navigation.go({ window: Number(/** @type {!HTMLSelectElement} */ (windows).value) })
  );
  const sort = byId('sort');
  for (const [order, [text]] of Object.entries(ORDERS)) {
    sort.append(element('option', { value: order, text: text }));
  }
  sort.addEventListener('change', () => navigation.go({ sort: /** @type {!HTMLSelectElement} */ (sort).value }));
  const filter = /** @type {!HTMLInputElement} */ (byId('filter'));
  let timer = 0;
  filter.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => navigation.go({ filter: filter.value.trim() }, true), 250);
  });
  byId('controls').addEventListener('submit', (event) => event.preventDefault());
  const pause = byId('pause');
  pause.addEventListener('click', () => {
    paused = !paused;
    pause.setAttribute('aria-pressed', String(paused));
  });
  byId('theme').addEventListener('click', () => {
    next();
    for (const card of overview.cards.values()) {
      card.chart.destroy();
    }
    overview.drawSoon();
  });
}

apply();
prepareControls();
navigation.onChange(show);
show(navigation.view);
