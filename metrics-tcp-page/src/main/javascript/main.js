/**
 * The page: what its controls do, and where documents go.
 */
import { Board } from './board.js';
import { ComparePage, addCompareButton, toggleComparison } from './compare.js';
import { point, pointedAt } from './cursor.js';
import { byId, element, setText } from './dom.js';
import { addDownloads } from './download.js';
import { listen } from './keys.js';
import { MarkList } from './marklist.js';
import { marks } from './marks.js';
import { MetricPage, splitOf } from './metric.js';
import { ORDERS, Overview } from './overview.js';
import { kept, onPins, onRefusal, readPins, toggle } from './pins.js';
import { TITLE as REPORT_TITLE, isReport, open, opensWith } from './report.js';
import { Scrub } from './scrub.js';
import { endOf } from './store.js';
import { knownOrder } from './table.js';
import { TargetBar } from './targets.js';
import { chosen, follow, next } from './theme.js';
import { Navigation, View, WINDOWS, elsewhere, selection, write } from './view.js';

const TITLE = isReport() ? REPORT_TITLE : 'Live metrics';

const navigation = new Navigation();
const scrub = new Scrub(navigation);
const overview = new Overview(byId('main'), navigation, scrub);
const metric = new MetricPage(byId('main'), navigation, scrub);
const board = new Board(byId('main'), navigation, scrub);
const comparison = new ComparePage(byId('main'), navigation);
const pages = { 'overview': overview, 'metric': metric, 'board': board, 'compare': comparison };
const markList = new MarkList(marks, drawMarks);
const offerComparison = addCompareButton(byId('tools'), navigation);
const bar = new TargetBar(byId('targets'), navigation);
const live = open(take, say);
let shown = '';
/** Whether a document was not taken, so that those behind it do not join what is drawn. */
let missed = false;

/**
 * Says what is wrong.
 *
 * @param {string} sentence empty if nothing is
 * @param {boolean=} refused whether what was asked for is not right: what stands below is still that of
 *     before
 */
function say(sentence, refused = false) {
  setText(byId('trouble'), sentence);
  byId('main').classList.toggle('before', refused);
  if (refused) {
    setText(byId('count'), 'still as before');
  }
}

/**
 * @param {!Object} received a document
 */
function take(received) {
  showTargets(/** @type {!Array<!Object>} */ (received['targets']));
  offerComparison(received);
  const name = /** @type {string} */ (received['view']);
  const page = pages[name];
  marks.take(received);
  if (scrub.paused) {
    missed = true;
  } else if (missed && !received['whole']) {
    missed = false;
    live.show(shown);
  } else {
    missed = false;
    page.take(received);
    listMarks();
    const { length } = /** @type {!Array<!Object>} */ (received['metrics'] || []);
    setText(byId('count'), name === 'overview' ? `${length} ${length === 1 ? 'metric' : 'metrics'}` : '');
  }
  scrub.take(/** @type {number} */ (received['time']), page.times.seconds);
}

/**
 * Lists the marks of the time that is shown.
 */
function listMarks() {
  const times = pages[navigation.view.page].times;
  markList.draw(times.seconds[0], endOf(times));
}

/**
 * Draws the marks anew, such as without those of a kind.
 */
function drawMarks() {
  pages[navigation.view.page].drawSoon();
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
  if (view.page === 'board' && kept() && (isReport() ? view.pins !== kept() : !view.pins)) {
    navigation.go({ pins: kept() }, true);
    return;
  }
  const page = pages[view.page];
  const query = new URLSearchParams([['view', view.page], ...selection(view)]);
  if (page === metric) {
    query.set('id', view.id);
    query.set('by', splitOf(view));
    // What is paused is sorted as it is, if all of it is there
    const complete = scrub.paused && metric.table.moreRows === 0;
    const order = complete ? new URLSearchParams(shown).get('order') || '' : knownOrder(view.order);
    if (order) {
      query.set('order', order);
    }
    if (view.level > 0) {
      query.set('level', String(view.level));
    }
  } else if (page === board) {
    Board.queries(view.pins).forEach((pin) => query.append('pin', pin));
  }
  if (view.apart) {
    query.set('apart', '1');
  }
  if (page === comparison) {
    query.set('figure', view.figure);
  }
  byId('sorting').hidden = page !== overview;
  for (const id of ['windows', 'time', 'numbers']) {
    // A comparison is of all the time since the start
    byId(id).hidden = page === comparison;
  }
  byId('timebar').hidden = isReport() || page === comparison;
  byId('numbers').setAttribute('aria-pressed', String(view.numbers > 0));
  showPlace(view);
  page.show(view);
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
  showWindow(view.window);
  /** @type {!HTMLSelectElement} */ (byId('sort')).value = view.sort;
}

/**
 * Shows which of the places the page is at, and where they are.
 *
 * @param {!View} view
 */
function showPlace(view) {
  const places = { 'home': 'overview', 'toboard': 'board' };
  for (const [id, page] of Object.entries(places)) {
    byId(id).setAttribute('href', '#' + write(elsewhere(view, page)));
    if (view.page === page) {
      byId(id).setAttribute('aria-current', 'page');
    } else {
      byId(id).removeAttribute('aria-current');
    }
  }
  const pins = readPins(kept()).length;
  setText(byId('toboard'), pins > 0 ? `Board (${pins})` : 'Board');
}

/**
 * Shows how much time is shown, also if it was marked in a chart.
 *
 * @param {number} seconds
 */
function showWindow(seconds) {
  const windows = /** @type {!HTMLSelectElement} */ (byId('window'));
  windows.querySelectorAll('[data-marked]').forEach((option) => option.remove());
  if (!WINDOWS.includes(seconds)) {
    const text = seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
    windows.prepend(element('option', { 'value': seconds, 'text': text, 'data-marked': true }));
  }
  windows.value = String(seconds);
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
  byId('numbers').addEventListener('click', goToNumbers);
  byId('theme').addEventListener('click', goToNextTheme);
  setText(byId('theme'), `Theme: ${chosen()}`);
}

/**
 * Returns what a key does that changes the time which is shown: a comparison has none of them.
 *
 * @param {function(): void} act
 * @return {function(): void}
 */
function inTime(act) {
  return () => {
    if (navigation.view.page !== 'compare') {
      act();
    }
  };
}

/** Shows the next theme. */
function goToNextTheme() {
  setText(byId('theme'), `Theme: ${next()}`);
}

/**
 * Shows the next longer window, and after the longest one the shortest.
 */
function goToNextWindow() {
  const longer = WINDOWS.find((seconds) => seconds > navigation.view.window);
  navigation.go({ window: longer || WINDOWS[0] });
}

/** Shows the numbers beside the charts, or no longer. */
function goToNumbers() {
  navigation.go({ numbers: navigation.view.numbers > 0 ? 0 : 1 }, true);
}

/**
 * Shows the comparison, if there is one.
 */
function compare() {
  if (!byId('compare').hidden) {
    toggleComparison(navigation);
  }
}

/**
 * Shows all metrics.
 */
function goToOverview() {
  const { page, id } = navigation.view;
  if (page !== 'overview') {
    navigation.visit('overview');
    // Where one came from
    overview.focus(id);
  }
}

/** Shows the charts that were pinned. */
function goToBoard() {
  if (!isReport() || kept()) {
    navigation.visit('board', { pins: kept() });
  }
}

/** Pins what is shown or has the focus, or takes it from the board. */
function pinThis() {
  const page = navigation.view.page;
  const pinnable = page === 'metric' ? metric : page === 'overview' ? overview.focused() : null;
  if (!isReport() && pinnable) {
    toggle(pinnable.pinned());
  }
}

/** Has charts follow the width of the page: while it is held, and in a report, no document does. */
function followWidth() {
  const main = byId('main');
  let width = main.clientWidth;
  const fit = () => {
    if (main.clientWidth !== width) {
      width = main.clientWidth;
      pages[navigation.view.page].drawSoon();
    }
  };
  // Not at once: what changes sizes while they are observed is an error
  new ResizeObserver(() => requestAnimationFrame(fit)).observe(main);
}

/**
 * Points at the slot before or behind the one that is pointed at.
 *
 * @param {number} way -1 or 1
 */
function pointNext(way) {
  const { seconds, step } = pages[navigation.view.page].times;
  const last = seconds[seconds.length - 1];
  const from = pointedAt();
  if (last !== undefined) {
    point(from === null ? last : Math.max(seconds[0], Math.min(last, from + way * step)));
  }
}

follow(() => {
  metric.redraw();
  board.redraw();
});
prepareControls();
followWidth();
listen([
  { key: '/', name: '/', text: 'filter', act: () => byId('filter').focus() },
  { key: 'p', name: 'p', text: 'pause, or go on', act: inTime(() => scrub.toggle()) },
  { key: 'ArrowLeft', name: '←', text: 'back in time', act: inTime(() => scrub.step(-1)) },
  { key: 'ArrowRight', name: '→', text: 'forth in time', act: inTime(() => scrub.step(1)) },
  { key: 'l', name: 'l', text: 'live', act: inTime(() => scrub.live()) },
  { key: '+', name: '+', text: 'half of the time', act: inTime(() => scrub.stretch(0.5)) },
  { key: '-', name: '-', text: 'twice the time', act: inTime(() => scrub.stretch(2)) },
  { key: ',', name: ',', text: 'point at the slot before', act: () => pointNext(-1) },
  { key: '.', name: '.', text: 'point at the next slot', act: () => pointNext(1) },
  { key: 'j', name: 'j', text: 'next card', act: () => overview.focusNext(1) },
  { key: 'k', name: 'k', text: 'card before', act: () => overview.focusNext(-1) },
  { key: 'v', name: 'v', text: 'numbers beside the charts', act: goToNumbers },
  { key: '*', name: '*', text: 'pin to the board, or take from it', act: pinThis },
  { key: 'o', name: 'o', text: 'board', act: goToBoard },
  { key: 'w', name: 'w', text: 'next window', act: inTime(goToNextWindow) },
  { key: 'n', name: 'n', text: 'next target alone, then all of them', act: () => bar.next() },
  { key: 'b', name: 'b', text: 'targets side by side, or together', act: () => bar.toggleApart() },
  { key: 'c', name: 'c', text: 'compare with the recording, or not', act: compare },
  { key: 't', name: 't', text: 'next theme', act: goToNextTheme },
  { key: 'Escape', name: 'Esc', text: 'all metrics', act: goToOverview },
]);
window.addEventListener('beforeprint', () => overview.drawAll());
onPins(() => showPlace(navigation.view));
onRefusal(say);
addDownloads(byId('tools'), navigation, { overview: overview, board: board, metric: metric, comparison: comparison });
if (!location.hash && opensWith() === 'board') {
  navigation.go({ page: 'board' }, true);
}
navigation.onChange(show);
show(navigation.view);
