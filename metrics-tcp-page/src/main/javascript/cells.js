/**
 * The counts of a heat map, by slot and row.
 */
import { Shift } from './store.js';

export class Cells {
  constructor() {
    this.width = 0;
    /** @type {!Array<!Map<number, number>>} counts of each slot by the row's lower bound */
    this.columns = [];
    /** @type {!Map<number, number>} the upper bound of each row by its lower bound */
    this.rows = new Map();
    /** The level that samples are counted beyond, 0 for none. */
    this.level = 0;
    /** @type {!Array<?number>} how many samples of each slot are beyond the level */
    this.beyond = [];
    /** @type {?Array<!Array<number>>} in a report, of each slot the values of its samples and their counts by turns */
    this.samples = null;
  }

  /**
   * Takes the columns of a document.
   *
   * @param {!Shift} shift
   * @param {!Object} heat
   * @param {boolean} whole whether they replace all before
   */
  take(shift, heat, whole) {
    if (whole) {
      this.columns = [];
      this.beyond = [];
    }
    const lower = /** @type {!Array<?number>} */ (heat['lower']).map((bound) => (bound === null ? -Infinity : bound));
    // Those of all columns: rows of slots that are over have none
    this.rows = new Map();
    lower.forEach((bound, row) => this.rows.set(bound, heat['upper'][row]));
    const added = /** @type {!Array<!Array<number>>} */ (heat['columns']).map((pairs) => {
      const counts = new Map();
      for (let i = 0; i < pairs.length; i += 2) {
        counts.set(lower[pairs[i]], pairs[i + 1]);
      }
      return counts;
    });
    this.columns.splice(0, shift.dropped);
    while (this.columns.length < shift.at) {
      this.columns.push(new Map());
    }
    added.forEach((counts, i) => {
      this.columns[shift.at + i] = counts;
    });
    this.columns.length = Math.min(this.columns.length, shift.length);
    this.level = heat['level'] || 0;
    this.beyond = this.level > 0 ? shift.apply(this.beyond, heat['beyond']) : [];
    this.samples = heat['samples'] || null;
  }

  /**
   * Returns the rows that have samples, and those between them.
   *
   * @return {!Array<{lower: number, upper: number}>} the lowest first
   */
  shown() {
    const used = new Set();
    for (const column of this.columns) {
      for (const bound of column.keys()) {
        used.add(bound);
      }
    }
    if (used.size === 0) {
      return [];
    }
    const least = Math.min(...used);
    const greatest = Math.max(...used);
    return [...this.rows]
      .filter(([lower]) => lower >= least && lower <= greatest)
      .sort((one, other) => one[0] - other[0])
      .map(([lower, upper]) => ({ lower: lower, upper: upper }));
  }

  /**
   * Returns the share of samples above a value.
   *
   * @param {number} level
   * @return {?number} 0 to 1; null if there is no sample, or the level was not counted yet
   */
  shareBeyond(level) {
    if (this.samples) {
      return shareOf(this.samples.flat(), level);
    }
    if (this.level !== level) {
      return null;
    }
    let all = 0;
    for (const column of this.columns) {
      for (const count of column.values()) {
        all += count;
      }
    }
    const beyond = this.beyond.reduce((sum, count) => sum + (count || 0), 0);
    return all > 0 ? beyond / all : null;
  }
}

/**
 * @param {!Array<number>} samples values and their counts by turns
 * @param {number} level
 * @return {?number}
 */
function shareOf(samples, level) {
  let all = 0;
  let beyond = 0;
  for (let i = 0; i < samples.length; i += 2) {
    all += samples[i + 1];
    beyond += samples[i] > level ? samples[i + 1] : 0;
  }
  return all > 0 ? beyond / all : null;
}
