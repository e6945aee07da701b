/**
 * A table of the series of a metric: each column sorts it, each label filters.
 */
import { element, setChildren, setText } from './dom.js';
import { format, formatRate } from './units.js';

/**
 * The columns of numbers of each kind.
 *
 * @type {!Object<string, !Array<string>>}
 */
const COLUMNS = {
  counter: ['rate', 'value'],
  gauge: ['value'],
  histogram: ['rate', 'mean', 'p50', 'p99', 'max'],
};

const LABEL = 'label';

const FIGURE = 'figure';

export class SeriesTable {
  /**
   * @param {!Element} parent
   * @param {function(string, string): void} onLabel called with a label that was clicked
   */
  constructor(parent, onLabel) {
    this.onLabel = onLabel;
    this.head = element('tr');
    this.body = element('tbody');
    this.more = element('p', { class: 'more' });
    parent.append(
      element('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Table of the series' }, [
        element('table', null, [element('thead', null, [this.head]), this.body]),
      ]),
      this.more
    );
    /** @type {!Array<!Object>} */
    this.rows = [];
    this.kind = '';
    this.unit = /** @type {?string} */ (null);
    /** The column that sorts, with its kind: a label may be called as a figure is. */
    this.sorted = '';
    this.downwards = true;
    this.shape = '';
    /** @type {!Map<string, !Element>} what is drawn of each row: it keeps the focus and a click */
    this.drawn = new Map();
  }

  /**
   * @param {!Array<!Object>} rows
   * @param {number} more how many series are not among them
   * @param {string} kind
   * @param {?string} unit
   */
  take(rows, more, kind, unit) {
    this.rows = rows;
    this.kind = kind;
    this.unit = unit;
    setText(this.more, more > 0 ? `and ${more} more series: filter to see them` : '');
    this.draw();
  }

  /** Draws the table as it is now. */
  draw() {
    const labels = this.labels_();
    const columns = COLUMNS[this.kind];
    if (!columns) {
      return;
    }
    this.drawHead_(labels, columns);
    const rows = [...this.rows];
    if (this.sorted) {
      const direction = this.downwards ? -1 : 1;
      const [kind, ...name] = this.sorted.split(':');
      const value = (row) => (kind === LABEL ? labelOf(row, name.join(':')) : row[name.join(':')]);
      rows.sort((one, other) => direction * compare(value(one), value(other)));
    }
    const focused = /** @type {?HTMLElement} */ (document.activeElement);
    const before = this.drawn;
    this.drawn = new Map();
    const children = rows.map((row) => {
      const key = JSON.stringify([this.kind, labels, row['target'], row['labels']]);
      const drawn = before.get(key) || this.row_(row, labels, columns);
      columns.forEach((column, i) => setText(drawn.children[labels.length + i], this.written_(row, column)));
      this.drawn.set(key, drawn);
      return drawn;
    });
    setChildren(this.body, children);
    if (focused && this.body.contains(focused)) {
      focused.focus();
    }
  }

  /**
   * @return {!Array<string>} the labels that differ, and the target if there are several
   * @private
   */
  labels_() {
    /** @type {!Map<string, !Set<string>>} */
    const values = new Map();
    for (const row of this.rows) {
      // Rows of several targets together have none
      const target = row['target'] ? [['target', row['target']]] : [];
      for (const [label, value] of [...Object.entries(row['labels']), ...target]) {
        values.set(label, (values.get(label) || new Set()).add(value));
      }
    }
    return [...values]
      .filter(([label, each]) => each.size > 1 || this.rows.some((row) => labelOf(row, label) === ''))
      .map(([label]) => label);
  }

  /**
   * @param {!Array<string>} labels
   * @param {!Array<string>} columns
   * @private
   */
  drawHead_(labels, columns) {
    const shape = [...labels, '', ...columns, this.sorted, this.downwards].join('\n');
    if (shape === this.shape) {
      return;
    }
    this.shape = shape;
    const focused = [...this.head.children].findIndex((cell) => cell.contains(document.activeElement));
    setChildren(
      this.head,
      [...labels, ...columns].map((column, i) => {
        const isLabel = i < labels.length;
        const name = `${isLabel ? LABEL : FIGURE}:${column}`;
        const sorted = name === this.sorted;
        const button = element('button', { type: 'button', text: column });
        button.addEventListener('click', () => {
          this.downwards = sorted ? !this.downwards : !isLabel;
          this.sorted = name;
          this.draw();
        });
        const order = this.downwards ? 'descending' : 'ascending';
        const look = isLabel ? '' : 'number';
        return element('th', { scope: 'col', class: look, 'aria-sort': sorted ? order : 'none' }, [button]);
      })
    );
    if (focused >= 0 && this.head.children[focused]) {
      /** @type {!HTMLElement} */ (this.head.children[focused].firstElementChild).focus();
    }
  }

  /**
   * @param {!Object} row
   * @param {!Array<string>} labels
   * @param {!Array<string>} columns
   * @return {!HTMLElement}
   * @private
   */
  row_(row, labels, columns) {
    const cells = labels.map((label) => {
      const text = labelOf(row, label);
      const button = element('button', { type: 'button', class: 'label', text: text });
      button.addEventListener('click', () => this.onLabel(label, text));
      return element('td', null, text ? [button] : []);
    });
    const numbers = columns.map(() => element('td', { class: 'number' }));
    return element('tr', null, [...cells, ...numbers]);
  }

  /**
   * @param {!Object} row
   * @param {string} column
   * @return {string}
   * @private
   */
  written_(row, column) {
    const counted = this.kind === 'histogram' ? null : this.unit;
    return column === 'rate' ? formatRate(row[column], counted) : format(row[column], this.unit);
  }
}

/**
 * @param {!Object} row
 * @param {string} name the name of a label, which may be that of a figure too
 * @return {string} empty if the row does not have it
 */
function labelOf(row, name) {
  if (Object.prototype.hasOwnProperty.call(row['labels'], name)) {
    return row['labels'][name];
  }
  return name === 'target' ? row['target'] : '';
}

/**
 * @param {string|number|null} one
 * @param {string|number|null} other
 * @return {number}
 */
function compare(one, other) {
  if (typeof one === 'string' || typeof other === 'string') {
    return String(one).localeCompare(String(other));
  }
  return (one === null ? -Infinity : one) - (other === null ? -Infinity : other) || 0;
}
