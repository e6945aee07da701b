/**
 * A table of the series of a metric: each column sorts it, each label filters.
 */
import { element, scrollTable, setChildren, setText } from './dom.js';
import { numberIn, written } from './figures.js';
import { isReport } from './report.js';
import { labelTerm, targetTerm } from './terms.js';

/**
 * The columns of numbers of each kind.
 *
 * @type {!Object<string, !Array<string>>}
 */
const COLUMNS = {
  counter: ['rate', 'value'],
  gauge: ['value'],
  histogram: ['count', 'rate', 'mean', 'p50', 'p99', 'max'],
};

/** What the heading of a column says when it is pointed at. */
const MEANINGS = { count: 'the number of samples that the figures beside it are of' };

/** A label may be called as a figure is. */
const LABEL = 'label:';

/**
 * Returns the order of a table.
 *
 * @param {string} order a figure, or `label:` and a label; `-` before it if the greatest come first
 * @return {{column: string, downwards: boolean}} no column if there is none of that name
 */
function parseOrder(order) {
  const column = order.replace(/^-/, '');
  const known = column.startsWith(LABEL) || Object.values(COLUMNS).some((columns) => columns.includes(column));
  return { column: known ? column : '', downwards: order.startsWith('-') };
}

/**
 * Returns the order that a server can be asked for.
 *
 * @param {string} order as it stands in an address
 * @return {string} empty if there is no such column
 */
export function knownOrder(order) {
  return parseOrder(order).column ? order : '';
}

export class SeriesTable {
  /**
   * @param {!Element} parent
   * @param {function(string): void} onTerm called with the filter's term of a value that was clicked
   * @param {function(string): void} onOrder called with the order that was chosen
   */
  constructor(parent, onTerm, onOrder) {
    this.onTerm = onTerm;
    this.onOrder = onOrder;
    this.head = element('tr');
    this.body = element('tbody');
    this.more = element('p', { class: 'more' });
    parent.append(scrollTable('Table of the series', this.head, this.body), this.more);
    /** @type {!Array<!Object>} */
    this.rows = [];
    this.kind = '';
    this.unit = /** @type {?string} */ (null);
    /** The column that sorts, as it stands in addresses. */
    this.order = '';
    /** How many series are not among the rows. */
    this.moreRows = 0;
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
    this.moreRows = more;
    this.draw();
  }

  /** Removes all rows, before those of another metric. */
  clear() {
    this.rows = [];
    this.kind = '';
    this.moreRows = 0;
    this.shape = '';
    this.drawn = new Map();
    setChildren(this.head, []);
    setChildren(this.body, []);
    setText(this.more, '');
  }

  /**
   * @return {string} which series the rows are of, if there are more
   * @private
   */
  remark_() {
    if (this.moreRows === 0) {
      return '';
    }
    const shown = `${this.rows.length} of ${this.rows.length + this.moreRows} series`;
    const greatest = `those with the greatest ${this.kind === 'gauge' ? 'values' : 'rates'}`;
    if (isReport()) {
      return `${shown}: ${greatest}.`;
    }
    const { column, downwards } = parseOrder(this.order);
    let rule = this.kind === 'gauge' ? greatest : `${greatest} of the last minute`;
    if (column.startsWith(LABEL)) {
      rule = `the ${downwards ? 'last' : 'first'} ones by ${column.slice(LABEL.length)}`;
    } else if (column) {
      rule = `those with the ${downwards ? 'greatest' : 'least'} ${column}`;
    }
    return `${shown}: ${rule}. Sort by another column, or filter, to see others.`;
  }

  /** Draws the table as it is now. */
  draw() {
    const labels = this.labels_();
    const columns = COLUMNS[this.kind];
    if (!columns) {
      return;
    }
    this.drawHead_(labels, columns);
    setText(this.more, this.remark_());
    const rows = [...this.rows];
    const { column, downwards } = parseOrder(this.order);
    if (column) {
      const direction = downwards ? -1 : 1;
      const label = column.startsWith(LABEL) ? column.slice(LABEL.length) : null;
      const value = (row) => (label === null ? numberIn(row[column]) : labelOf(row, label));
      // What is not known comes last, whatever the direction
      const last = (row) => Number(value(row) === null || value(row) === undefined);
      rows.sort((one, other) => last(one) - last(other) || direction * compare(value(one), value(other)));
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
    const shape = [...labels, '', ...columns, this.order].join('\n');
    if (shape === this.shape) {
      return;
    }
    this.shape = shape;
    const { column: sorting, downwards } = parseOrder(this.order);
    const focused = [...this.head.children].findIndex((cell) => cell.contains(document.activeElement));
    setChildren(
      this.head,
      [...labels, ...columns].map((column, i) => {
        const isLabel = i < labels.length;
        const name = isLabel ? LABEL + column : column;
        const sorted = name === sorting;
        const title = isLabel ? null : MEANINGS[column] || null;
        const button = element('button', { type: 'button', text: column, title: title });
        button.addEventListener('click', () => {
          this.onOrder((sorted ? downwards : isLabel) ? name : '-' + name);
        });
        const order = downwards ? 'descending' : 'ascending';
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
      const isLabel = Object.hasOwn(row['labels'], label);
      button.addEventListener('click', () => this.onTerm(isLabel ? labelTerm(label, text) : targetTerm(text)));
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
    return written(this.kind, column, this.unit, row[column]);
  }
}

/**
 * @param {!Object} row
 * @param {string} name the name of a label, which may be that of a figure too
 * @return {string} empty if the row does not have it
 */
function labelOf(row, name) {
  if (Object.hasOwn(row['labels'], name)) {
    return row['labels'][name];
  }
  return name === 'target' ? row['target'] : '';
}

/**
 * Compares two cells of a column, as a sort does.
 *
 * @param {string|number|null} one
 * @param {string|number|null} other
 * @return {number}
 */
export function compare(one, other) {
  if (typeof one === 'string' || typeof other === 'string') {
    return String(one).localeCompare(String(other));
  }
  return (one === null ? -Infinity : one) - (other === null ? -Infinity : other) || 0;
}
