/**
 * The page: what its controls do, and where documents go.
 */
import { byId, element, setText } from './dom.js';
import { addDownloads } from './download.js';
import { listen } from './keys.js';
import { MarkList } from './marklist.js';
import { marks } from './marks.js';
import { MetricPage, splitOf } from './metric.js';
import { ORDERS, Overview } from './overview.js';
import { TITLE as REPORT_TITLE, isReport, open } from './report.js';
import { Scrub } from './scrub.js';
import { TargetBar } from './targets.js';
import { chosen, follow, next } from './theme.js';
import { Navigation, View, WINDOWS, selection } from './view.js';

const TITLE = isReport() ? REPORT_TITLE : 'Live metrics';

const navigation = new Navigation();
const overview = new Overview(byId('main'));
const metric = new MetricPage(byId('main'), navigation);
const scrub = new Scrub(navigation);
const markList = new MarkList(marks, drawMarks);
const bar = new TargetBar(byId('targets'), navigation);
const live = open(take, (sentence) => setText(byId('trouble'), sentence));
let shown = '';

/**
 * @param {!Object} received a document
 */
function take(received) {
  showTargets(/** @type {!Array<!Object>} */ (received['targets']));
  const one = received['view'] === 'metric';
  marks.take(received);
  if (!scrub.paused) {
    (one ? metric : overview).take(received);
    listMarks();
    setText(byId('count'), one ? '' : `${overview.cards.size} metrics`);
  }
  scrub.take(/** @type {number} */ (received['time']), (one ? metric : overview).times.seconds);
}

/**
 * Lists the marks of the time that is shown.
 */
function listMarks() {
  const { seconds, step } = (navigation.view.page === 'metric' ? metric : overview).times;
  markList.draw(seconds[0], seconds[seconds.length - 1] + step);
}

/**
 * Draws the marks anew, such as without those of a kind.
 */
function drawMarks() {
  if (navigation.view.page === 'metric') {
    metric.draw();
  } else {
    overview.drawSoon();
  }
  listMarks();
}

/**
 * @param {!Array<!Object>} targets
 */
function showTargets(targets) {
  bar.take(targets);
  document.title = targets.length === 1 ? `${targets[0]['name']} · ${TITLE}` : TITLE;
}

/**
 * @param {!View} view
 */
function show(view) {
  const one = view.page === 'metric';
  const query = new URLSearchParams([['view', view.page], ...selection(view)]);
  if (one) {
    query.set('id', view.id);
    query.set('by', splitOf(view));
  }
  if (view.apart) {
    query.set('apart', '1');
  }
  byId('sorting').hidden = one;
  if (one) {
    metric.show(view);
  } else {
    overview.show(view);
  }
  if (query.toString() !== shown) {
    if (scrub.paused && shown) {
      // What else is looked at is shown at the same time
      scrub.keep();
      return;
    }
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
  byId('theme').addEventListener('click', goToNextTheme);
  setText(byId('theme'), `Theme: ${chosen()}`);
}

/** Shows the next theme. */
function goToNextTheme() {
  setText(byId('theme'), `Theme: ${next()}`);
}

/**
 * Shows the next longer window, and after the longest one the shortest.
 */
function goToNextWindow() {
  const index = WINDOWS.indexOf(navigation.view.window);
  navigation.go({ window: WINDOWS[(index + 1) % WINDOWS.length] });
}

/**
 * Shows all metrics.
 */
function goToOverview() {
  if (navigation.view.page !== 'overview') {
    navigation.go({ page: 'overview', id: '', by: '' });
  }
}

follow(() => {
  overview.redraw();
  metric.redraw();
});
prepareControls();
listen([
  { key: '/', name: '/', text: 'filter', act: () => byId('filter').focus() },
  { key: 'p', name: 'p', text: 'pause, or go on', act: () => scrub.toggle() },
  { key: 'ArrowLeft', name: '←', text: 'back in time', act: () => scrub.step(-1) },
  { key: 'ArrowRight', name: '→', text: 'forth in time', act: () => scrub.step(1) },
  { key: 'l', name: 'l', text: 'live', act: () => scrub.live() },
  { key: 'w', name: 'w', text: 'next window', act: goToNextWindow },
  { key: 'n', name: 'n', text: 'next target alone, then all of them', act: () => bar.next() },
  { key: 'b', name: 'b', text: 'targets side by side, or together', act: () => bar.toggleApart() },
  { key: 't', name: 't', text: 'next theme', act: goToNextTheme },
  { key: 'Escape', name: 'Esc', text: 'all metrics', act: goToOverview },
]);
window.addEventListener('beforeprint', () => overview.drawAll());
addDownloads(byId('tools'), navigation, overview, metric);
navigation.onChange(show);
show(navigation.view);
