/**
 * The numbers of a chart as a table: a row for each slot, the latest first.
 */
import { element, setChildren, setText } from './dom.js';
import { clock } from './units.js';

/**
 * @typedef {{name: string, text: function(number): string}}
 */
export let Column;

/** So many of the latest slots may still change. */
const OPEN = 3;

export class SlotTable {
  /**
   * @param {string} name what the numbers are of
   */
  constructor(name) {
    this.head = element('tr');
    this.body = element('tbody');
    this.root = element('div', { class: 'scroll numbers', tabindex: 0, role: 'region', 'aria-label': name }, [
      element('table', null, [element('thead', null, [this.head]), this.body]),
    ]);
    /** @type {!Map<number, !HTMLElement>} by the second of the slot */
    this.rows = new Map();
    this.shape = '';
  }

  /** Forgets what is drawn, such as before other numbers. */
  clear() {
    this.rows.clear();
    setChildren(this.body, []);
  }

  /**
   * Draws the table as it is now.
   *
   * @param {!Array<number>} times the first second of each slot
   * @param {number} from the first second that is shown
   * @param {!Array<!Column>} columns
   */
  draw(times, from, columns) {
    const shape = columns.map((column) => column.name).join('\n');
    if (shape !== this.shape) {
      this.shape = shape;
      this.clear();
      setChildren(this.head, [
        element('th', { scope: 'col', text: 'time' }),
        ...columns.map((column) => element('th', { scope: 'col', class: 'number', text: column.name })),
      ]);
    }
    const before = this.rows;
    this.rows = new Map();
    const rows = [];
    for (let slot = times.length - 1; slot >= 0 && times[slot] >= from; slot--) {
      const known = before.get(times[slot]);
      const row = known || this.row_(times[slot], columns.length);
      if (!known || slot >= times.length - OPEN) {
        columns.forEach((column, i) => setText(row.children[i + 1], column.text(slot)));
      }
      this.rows.set(times[slot], row);
      rows.push(row);
    }
    setChildren(this.body, rows);
  }

  /**
   * @param {number} second
   * @param {number} columns
   * @return {!HTMLElement}
   * @private
   */
  row_(second, columns) {
    const cells = Array.from({ length: columns }, () => element('td', { class: 'number' }));
    return element('tr', null, [element('th', { scope: 'row', text: clock(second) }), ...cells]);
  }
}
