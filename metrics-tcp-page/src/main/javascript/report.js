/**
 * A report: the documents are a part of the page itself, in place of a stream from a server.
 */
import { byId } from './dom.js';
import { Live } from './live.js';

/** The title of a report. */
export const TITLE = 'Report';

/** What stands in a report for what only a server can answer. */
export const NO_SERVER = 'Marking needs the live page: a report has no samples of single series.';

/**
 * Returns whether the page is a report.
 *
 * @return {boolean}
 */
export function isReport() {
  return document.getElementById('report') !== null;
}

/** The place of the board among the documents. */
const BOARD = 'board';

/** @type {?string} */
let pins = null;

/**
 * Returns the pins of the board of a report, as part of an address.
 *
 * @return {string} empty if it has none
 */
export function reportPins() {
  if (pins === null) {
    const place = json('report')['places'][BOARD];
    pins = place ? json(`report-${place['']}`)['pins'].map((chart) => chart['pin']).join(',') : '';
  }
  return pins;
}

/**
 * Returns the view that the page opens with if its address names none.
 *
 * @return {string}
 */
export function opensWith() {
  return isReport() ? json('report')['opens'] : 'overview';
}

/**
 * Returns the documents of the page: those of a report, or a stream.
 *
 * @param {function(!Object): void} onDocument called for each document
 * @param {function(string, boolean=): void} onState called with a sentence if something is missing, with an
 *     empty one if nothing is
 * @return {!Kept|!Live}
 */
export function open(onDocument, onState) {
  return isReport() ? new Kept(onDocument, onState) : new Live(onDocument, onState);
}

/**
 * The documents of a report. Each is parsed when it is shown for the first time.
 */
export class Kept {
  /**
   * @param {function(!Object): void} onDocument
   * @param {function(string, boolean=): void} onState
   */
  constructor(onDocument, onState) {
    this.onDocument = onDocument;
    this.onState = onState;
    this.places = /** @type {!Object<string, !Object<string, number>>} */ (json('report')['places']);
    /** @type {?Array<!Object>} the marks of all documents, which the first one has */
    this.marks = null;
    // There is nothing to wait for, all of the time is shown, and the top names the targets
    const board = BOARD in this.places ? [] : ['toboard'];
    for (const id of ['back', 'pause', 'forth', 'window', 'targets', 'timebar', ...board]) {
      for (const shown of document.querySelectorAll(`#${id}, label[for='${id}']`)) {
        shown.setAttribute('hidden', '');
      }
    }
    byId('name').textContent = TITLE;
    byId('live').textContent = 'All of the time';
    byId('filter').setAttribute('placeholder', 'http.*  !jvm  uri=/orders');
  }

  /**
   * Shows the document that was kept for a query.
   *
   * @param {string} query the query of the stream's address
   */
  show(query) {
    const asked = new URLSearchParams(query);
    const view = asked.get('view');
    const id = view === 'metric' ? asked.get('id') || '' : view === BOARD ? BOARD : '';
    const by = asked.get('by') || '';
    const terms = parseTerms(asked.get('filter') || '');
    const places = Object.hasOwn(this.places, id) ? this.places[id] : undefined;
    let sentence = '';
    let shown;
    if (id === BOARD) {
      shown = places ? { ...this.document_(places['']) } : { ...this.document_(0), 'view': BOARD, 'pins': [] };
      sentence = terms.length > 0 ? 'In a report, the board is not filtered.' : '';
    } else if (!places || !('' in places)) {
      shown = { ...this.document_(0), 'view': 'metric', 'missing': true };
      sentence = `The page of ${id.slice(2)} was left out of this report.`;
    } else {
      shown = { ...this.document_(places['']) };
      if (by && Object.hasOwn(places, by)) {
        shown['lines'] = this.document_(places[by])['lines'];
      } else if (by && (by !== 'target' || shown['targets'].length > 1)) {
        sentence = `The split by ${by} was left out of this report.`;
      }
    }
    if (id !== BOARD && terms.some((term) => term.label)) {
      sentence = sentence || 'In a report, labels filter the table only: charts are of all series.';
    }
    this.marks = this.marks || shown['marks'] || this.document_(0)['marks'];
    shown['marks'] = this.marks;
    this.onState(sentence);
    this.onDocument(until(filtered(shown, terms), Number(asked.get('end')), Number(asked.get('window'))));
  }

  /**
   * @param {number} number
   * @return {!Object}
   * @private
   */
  document_(number) {
    return json(`report-${number}`);
  }
}

/**
 * Returns the JSON of an element.
 *
 * @param {string} id
 * @return {!Object}
 */
function json(id) {
  const kept = document.getElementById(id);
  return /** @type {!Object} */ (JSON.parse((kept && kept.textContent) || '{}'));
}

/**
 * @typedef {{not: boolean, label: string, value: string}}
 */
export let Term;

/**
 * Reads a filter: names with `*`, and labels with `=`. Only a server has all of the language.
 *
 * @param {string} filter
 * @return {!Array<!Term>}
 */
function parseTerms(filter) {
  const terms = filter.match(/("[^"]*"|[^\s"])+/g) || [];
  return terms.map((written) => {
    const not = written.startsWith('!');
    const term = (not ? written.slice(1) : written).replaceAll('"', '');
    const at = term.indexOf('=');
    return { not: not, label: at < 0 ? '' : term.slice(0, at), value: term.slice(at + 1) };
  });
}

/**
 * @param {string} text
 * @param {!Term} term
 * @param {boolean} whole whether the text is the term, rather than contains it
 * @return {boolean}
 */
function matches(text, term, whole) {
  if (term.label && term.value.startsWith('~')) {
    return found(term.value.slice(1), text) !== term.not;
  }
  const parts = term.value.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = parts.join('.*');
  const form = whole || parts.length > 1 ? `^${pattern}$` : pattern;
  return new RegExp(form, 'su').test(text) !== term.not;
}

/**
 * Returns whether a regular expression is found in a text.
 *
 * @param {string} expression
 * @param {string} text
 * @return {boolean} false if it is none
 */
function found(expression, text) {
  try {
    return new RegExp(expression, 'u').test(text);
  } catch (error) {
    return false;
  }
}

/**
 * Returns what matches of a document: metrics by name, or series by label.
 *
 * @param {!Object} shown
 * @param {!Array<!Term>} terms
 * @return {!Object}
 */
function filtered(shown, terms) {
  if (shown['metrics']) {
    const names = terms.filter((term) => !term.label);
    return {
      ...shown,
      'metrics': shown['metrics'].filter((metric) => names.every((term) => matches(metric['name'], term, false))),
    };
  }
  if (shown['rows']) {
    const labels = terms.filter((term) => term.label);
    const value = (row, label) => {
      const name = label.replace(/^label:/, '');
      const own = Object.hasOwn(row['labels'], name) ? row['labels'][name] : '';
      return own || (label === 'target' ? row['target'] : '');
    };
    return {
      ...shown,
      'rows': shown['rows'].filter((row) => labels.every((term) => matches(value(row, term.label), term, true))),
    };
  }
  return shown;
}

/**
 * Returns a part of a document: the points up to a second.
 *
 * @param {!Object} shown
 * @param {number} end the last second, 0 for all
 * @param {number} window the number of seconds up to it
 * @return {!Object}
 */
function until(shown, end, window) {
  const step = /** @type {number} */ (shown['step']);
  const slots = /** @type {number} */ (shown['slots']);
  if (!end) {
    return shown;
  }
  const last = Math.max(1, Math.min(slots, Math.floor((end - shown['from']) / step) + 1));
  const first = Math.max(0, Math.min(last - 1, last - Math.ceil(window / step)));
  const cut = (points) =>
    Object.fromEntries(Object.entries(points).map(([figure, values]) => [figure, values.slice(first, last)]));
  const part = { ...shown, 'from': shown['from'] + first * step, 'slots': last - first };
  for (const list of ['metrics', 'lines']) {
    if (part[list]) {
      part[list] = part[list].map((each) => ({ ...each, 'points': cut(each['points']) }));
    }
  }
  if (part['pins']) {
    part['pins'] = part['pins'].map((each) => (each['lines'] ? until(each, end, window) : each));
  }
  if (part['heat']) {
    const heat = /** @type {!Object} */ (part['heat']);
    part['heat'] = {
      ...heat,
      'columns': heat['columns'].slice(first, last),
      'samples': heat['samples'].slice(first, last),
      'quantiles': cut(heat['quantiles']),
    };
  }
  return part;
}
