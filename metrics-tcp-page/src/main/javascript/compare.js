/**
 * What differs between a recording and now, from the start of both: a table of figures, those that
 * have changed most first.
 */
import { element, scrollTable, setChildren, setText } from './dom.js';
import { written } from './figures.js';
import { Times } from './store.js';
import { compare } from './table.js';
import { format } from './units.js';
import { Navigation, View, elsewhere, write } from './view.js';

/** The figures that can be chosen, all of them by default. */
const FIGURES = ['', 'rate', 'mean', 'p50', 'p99', 'max', 'value'];

/** A bar that is full stands for so many doublings. */
const FULL = 3;

/**
 * The columns: how each is named, and what it is sorted by.
 *
 * @type {!Object<string, function(!Object): (string|number|null)>}
 */
const COLUMNS = {
  metric: (row) => row['name'],
  labels: (row) => labelText(row),
  figure: (row) => row['figure'],
  before: (row) => row['before'],
  after: (row) => row['after'],
  difference: (row) => difference(row),
  change: (row) => row['weight'],
};

const NUMBERS = ['before', 'after', 'difference', 'change'];

export class ComparePage {
  /**
   * @param {!HTMLElement} parent
   * @param {!Navigation} navigation
   */
  constructor(parent, navigation) {
    this.parent = parent;
    this.navigation = navigation;
    /** A table has no slots of time. */
    this.times = new Times();
    /** @type {?Object} */
    this.comparison = null;
    this.back = element('a', { class: 'back', text: '← All metrics' });
    this.title = element('h2', { class: 'title', text: 'Comparison' });
    this.description = element('p', { class: 'description' });
    this.remarks = element('ul', { class: 'remarks' });
    this.figure = /** @type {!HTMLSelectElement} */ (element('select', { id: 'compared' }));
    for (const figure of FIGURES) {
      this.figure.append(element('option', { value: figure, text: figure || 'all' }));
    }
    this.figure.addEventListener('change', () => navigation.go({ figure: this.figure.value }, true));
    this.head = element('tr');
    this.body = element('tbody');
    this.more = element('p', { class: 'more' });
    /** @type {!Map<string, !HTMLElement>} what is drawn of each row: it keeps the focus */
    this.drawn = new Map();
    this.root = element('div', { class: 'metric compare' }, [
      this.back,
      this.title,
      this.description,
      this.remarks,
      element('div', { class: 'choices' }, [element('label', { for: 'compared', text: 'Figure' }), this.figure]),
      element('section', { class: 'tablebox', 'aria-label': 'Changes' }, [
        scrollTable('Table of the changes', this.head, this.body),
        this.more,
      ]),
    ]);
  }

  /**
   * Called when the view has changed.
   *
   * @param {!View} view
   */
  show(view) {
    if (this.root.parentNode !== this.parent) {
      setChildren(this.parent, [this.root]);
    }
    this.back.setAttribute('href', '#' + write(elsewhere(view, 'overview')));
    this.figure.value = FIGURES.includes(view.figure) ? view.figure : '';
    this.draw();
  }

  /**
   * Takes a document.
   *
   * @param {!Object} shown
   */
  take(shown) {
    if (!shown['baseline']) {
      setText(this.description, 'There is no recording to compare with: start with --baseline=FILE.');
      return;
    }
    if (shown['comparison']) {
      this.comparison = shown['comparison'];
      this.draw();
    }
  }

  /** Draws the table anew, as pages with charts do. */
  drawSoon() {
    this.draw();
  }

  /** Draws the table as it is now. */
  draw() {
    const comparison = this.comparison;
    if (!comparison) {
      return;
    }
    const time = format(comparison['seconds'], 'seconds');
    const state = comparison['complete'] ? 'the shorter one is over' : 'so far';
    const { before, after } = /** @type {{before: string, after: string}} */ (comparison);
    setText(this.description, `${after} compared with ${before}, ${time} from the start of both (${state})`);
    setChildren(
      this.remarks,
      comparison['remarks'].map((remark) => element('li', { text: remark }))
    );
    this.drawHead_();
    const before_ = this.drawn;
    this.drawn = new Map();
    const focused = /** @type {?HTMLElement} */ (document.activeElement);
    setChildren(this.body, this.rows.map((row) => this.row_(row, before_)));
    if (focused && this.body.contains(focused)) {
      focused.focus();
    }
    const none = this.navigation.view.filter ? 'No series matches the filter.' : 'Nothing can be compared yet.';
    const more = comparison['moreRows'] > 0 ? `and ${comparison['moreRows']} that have changed less: filter to see them` : '';
    setText(this.more, comparison['rows'].length === 0 ? none : more);
  }

  /**
   * @return {{column: string, downwards: boolean}} the column by which it is sorted; the first rows
   *     are those that have changed most if there is none
   * @private
   */
  order_() {
    const order = this.navigation.view.order;
    const column = order.replace(/^-/, '');
    return { column: column in COLUMNS ? column : '', downwards: order.startsWith('-') };
  }

  /**
   * @param {!Array<!Object>} rows
   * @return {!Array<!Object>}
   * @private
   */
  sorted_(rows) {
    const { column, downwards } = this.order_();
    if (!column) {
      return rows;
    }
    const by = COLUMNS[column];
    return [...rows].sort((one, other) => (downwards ? -1 : 1) * compare(by(one), by(other)));
  }

  /**
   * Returns the changes in the order in which they are shown.
   *
   * @return {!Array<!Object>}
   */
  get rows() {
    return this.comparison ? this.sorted_(this.comparison['rows']) : [];
  }

  /** @private */
  drawHead_() {
    const { column: sorted, downwards } = this.order_();
    const names = Object.keys(COLUMNS);
    if (this.head.children.length === 0) {
      for (const name of names) {
        const button = element('button', { type: 'button', text: name });
        button.addEventListener('click', () => this.sort_(name));
        this.head.append(element('th', { scope: 'col', class: NUMBERS.includes(name) ? 'number' : '' }, [button]));
      }
    }
    names.forEach((name, i) => {
      const order = name === sorted ? (downwards ? 'descending' : 'ascending') : 'none';
      this.head.children[i].setAttribute('aria-sort', !sorted && name === 'change' ? 'descending' : order);
    });
  }

  /**
   * @param {string} column
   * @private
   */
  sort_(column) {
    const { column: sorted, downwards } = this.order_();
    const again = column === sorted || (!sorted && column === 'change');
    const down = again ? !(downwards || !sorted) : NUMBERS.includes(column);
    this.navigation.go({ order: (down ? '-' : '') + column }, true);
  }

  /**
   * @param {!Object} row
   * @param {!Map<string, !HTMLElement>} before what was drawn
   * @return {!HTMLElement}
   * @private
   */
  row_(row, before) {
    const key = JSON.stringify([row['id'], row['labels'], row['figure']]);
    const drawn = before.get(key) || created(row);
    this.drawn.set(key, drawn);
    const view = this.navigation.view;
    const address = elsewhere(view, 'metric', { id: row['id'] });
    drawn.children[0].firstElementChild.setAttribute('href', '#' + write(address));
    const [was, is, changed, size] = [...drawn.children].slice(3);
    const inUnit = (value) => written(row['kind'], row['figure'], row['unit'] || null, value);
    setText(was, inUnit(row['before']));
    setText(is, inUnit(row['after']));
    const more = difference(row);
    setText(changed, more === null ? '' : (more > 0 ? '+' : '') + inUnit(more));
    const [bar, text] = /** @type {!Array<!HTMLElement>} */ ([...size.firstElementChild.children]);
    bar.className = row['after'] === null || (more !== null && more < 0) ? 'bar less' : 'bar';
    /** @type {!HTMLElement} */ (bar.firstElementChild).style.width = `${Math.min(1, row['weight'] / FULL) * 100}%`;
    setText(text, changeText(row));
    return drawn;
  }
}

/**
 * Adds the way to the comparison to the tools of the page.
 *
 * @param {!Element} tools
 * @param {!Navigation} navigation
 * @return {function(!Object): void} to be called with each document: without a recording there is
 *     nothing to compare
 */
export function addCompareButton(tools, navigation) {
  const button = element('button', { type: 'button', id: 'compare', text: 'Compare', hidden: true });
  button.addEventListener('click', () => toggleComparison(navigation));
  tools.prepend(button);
  return (shown) => {
    button.hidden = !shown['baseline'];
    button.setAttribute('aria-pressed', String(navigation.view.page === 'compare'));
  };
}

/**
 * Shows the comparison, or all metrics.
 *
 * @param {!Navigation} navigation
 */
export function toggleComparison(navigation) {
  navigation.visit(navigation.view.page === 'compare' ? 'overview' : 'compare');
}

/**
 * @param {!Object} row
 * @return {!HTMLElement} a row without its numbers
 */
function created(row) {
  const bar = element('span', { class: 'change' }, [
    element('span', { class: 'bar', 'aria-hidden': 'true' }, [element('span')]),
    element('span'),
  ]);
  return element('tr', null, [
    element('td', null, [element('a', { text: row['name'] })]),
    element('td', { class: 'labels', text: labelText(row) }),
    element('td', { text: row['figure'] }),
    ...[0, 1, 2].map(() => element('td', { class: 'number' })),
    element('td', { class: 'number' }, [bar]),
  ]);
}

/**
 * @param {!Object} row
 * @return {string}
 */
export function labelText(row) {
  return Object.entries(row['labels'])
    .map(([label, value]) => `${label}=${value}`)
    .join(' ');
}

/**
 * @param {!Object} row
 * @return {?number} how much more it is now; null if a side is missing
 */
export function difference(row) {
  return row['before'] === null || row['after'] === null ? null : row['after'] - row['before'];
}

/**
 * @param {!Object} row
 * @return {string} the difference in percent or, if it is large, as a factor
 */
function changeText(row) {
  const { before, after } = /** @type {{before: ?number, after: ?number}} */ (row);
  if (before === null) {
    return 'only now';
  }
  if (after === null) {
    return 'only before';
  }
  if (before === after) {
    return 'the same';
  }
  if (before === 0) {
    return 'from 0';
  }
  const share = (after - before) / Math.abs(before);
  if (before > 0 && after / before >= 2) {
    return `× ${format(after / before, null)}`;
  }
  return `${share > 0 ? '+' : ''}${format(share * 100, 'percent')}`;
}
