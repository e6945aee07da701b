/**
 * A heat map of samples over time and value, with lines of quantiles over it. A region of it can
 * be marked.
 */
import { element } from './dom.js';
import { Shift } from './store.js';
import { clock } from './units.js';

/** The room for the axes, in CSS pixels. */
const LEFT = 64;

const BOTTOM = 22;

/** The colour of an empty cell to that of the fullest one, as red, green and blue. */
const LIGHT = [
  [222, 235, 247],
  [107, 174, 214],
  [8, 69, 148],
];

const DARK = [
  [27, 48, 66],
  [44, 127, 165],
  [199, 244, 255],
];

/**
 * The counts of a map, by slot and row.
 */
export class Cells {
  constructor() {
    this.width = 0;
    /** @type {!Array<!Map<number, number>>} counts of each slot by the row's lower bound */
    this.columns = [];
    /** @type {!Map<number, number>} the upper bound of each row by its lower bound */
    this.rows = new Map();
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
      this.rows = new Map();
    }
    const lower = /** @type {!Array<?number>} */ (heat['lower']).map((bound) => (bound === null ? -Infinity : bound));
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
   * @return {?number} 0 to 1; null if there is no sample
   */
  shareBeyond(level) {
    let all = 0;
    let beyond = 0;
    for (const column of this.columns) {
      for (const [lower, count] of column) {
        all += count;
        beyond += lower >= level ? count : 0;
      }
    }
    return all > 0 ? beyond / all : null;
  }
}

/**
 * @typedef {{from: number, to: number, above: number, upTo: number}}
 */
export let Region;

export class HeatMap {
  /**
   * @param {!Element} parent
   * @param {function(?number): string} format how values are written
   * @param {function(?Region): void} onMark called with the region that was marked, null for none
   */
  constructor(parent, format, onMark) {
    this.parent = parent;
    this.format = format;
    this.onMark = onMark;
    this.canvas = /** @type {!HTMLCanvasElement} */ (element('canvas', { class: 'heat', role: 'img' }));
    this.tip = element('p', { class: 'tip', role: 'status' });
    parent.append(this.canvas, this.tip);
    this.cells = new Cells();
    /** @type {!Array<number>} */
    this.times = [];
    this.step = 1;
    /** @type {!Array<{name: string, values: !Array<?number>}>} */
    this.lines = [];
    /** @type {!Array<{lower: number, upper: number}>} */
    this.rows = [];
    this.level = 0;
    /** @type {?{x: number, y: number}} */
    this.start = null;
    /** @type {?{x: number, y: number, width: number, height: number}} */
    this.marked = null;
    this.canvas.addEventListener('pointerdown', (event) => this.press_(event));
    this.canvas.addEventListener('pointermove', (event) => this.move_(event));
    this.canvas.addEventListener('pointerup', () => this.release_());
    this.canvas.addEventListener('pointerleave', () => (this.tip.textContent = ''));
  }

  /**
   * Draws the map as it is now.
   *
   * @param {!Array<number>} times the first second of each slot
   * @param {number} step
   * @param {!Array<{name: string, values: !Array<?number>}>} lines
   */
  draw(times, step, lines) {
    this.times = times;
    this.step = step;
    this.lines = lines;
    this.rows = this.cells.shown();
    const ratio = window.devicePixelRatio || 1;
    const width = this.parent.clientWidth;
    const height = this.canvas.clientHeight || 260;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    const context = /** @type {!CanvasRenderingContext2D} */ (this.canvas.getContext('2d'));
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    if (this.rows.length === 0) {
      return;
    }
    this.drawCells_(context, width - LEFT, height - BOTTOM);
    this.drawAxes_(context, width - LEFT, height - BOTTOM);
    this.drawLines_(context, width - LEFT, height - BOTTOM);
    this.drawMark_(context);
  }

  /**
   * @param {!CanvasRenderingContext2D} context
   * @param {number} width
   * @param {number} height
   * @private
   */
  drawCells_(context, width, height) {
    const rows = this.rows;
    const index = new Map(rows.map((row, i) => [row.lower, i]));
    let most = 1;
    for (const column of this.cells.columns) {
      for (const count of column.values()) {
        most = Math.max(most, count);
      }
    }
    const stops = getComputedStyle(document.documentElement).getPropertyValue('color-scheme') === 'dark' ? DARK : LIGHT;
    const image = new ImageData(Math.max(1, this.times.length), rows.length);
    this.cells.columns.forEach((column, x) => {
      for (const [lower, count] of column) {
        const row = index.get(lower);
        if (row === undefined || x >= image.width) {
          continue;
        }
        // By the logarithm: one sample is seen beside a thousand
        const [red, green, blue] = between(stops, Math.log1p(count) / Math.log1p(most));
        image.data.set([red, green, blue, 255], 4 * ((rows.length - 1 - row) * image.width + x));
      }
    });
    const small = /** @type {!HTMLCanvasElement} */ (document.createElement('canvas'));
    small.width = image.width;
    small.height = image.height;
    /** @type {!CanvasRenderingContext2D} */ (small.getContext('2d')).putImageData(image, 0, 0);
    context.imageSmoothingEnabled = false;
    context.drawImage(small, LEFT, 0, width, height);
  }

  /**
   * @param {!CanvasRenderingContext2D} context
   * @param {number} width
   * @param {number} height
   * @private
   */
  drawAxes_(context, width, height) {
    context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--faint');
    context.font = '11px system-ui, sans-serif';
    context.textBaseline = 'middle';
    context.textAlign = 'right';
    const each = Math.max(1, Math.ceil(this.rows.length / Math.floor(height / 28)));
    for (let row = 0; row < this.rows.length; row += each) {
      const y = height - ((row + 0.5) * height) / this.rows.length;
      context.fillText(this.format(this.rows[row].lower), LEFT - 6, Math.max(6, y));
    }
    context.textAlign = 'center';
    context.textBaseline = 'alphabetic';
    const labels = Math.max(1, Math.floor(width / 90));
    for (let i = 0; i < labels; i++) {
      const slot = Math.round(((i + 0.5) * this.times.length) / labels);
      if (this.times[slot] !== undefined) {
        context.fillText(clock(this.times[slot]), LEFT + ((slot + 0.5) * width) / this.times.length, height + 15);
      }
    }
  }

  /**
   * @param {!CanvasRenderingContext2D} context
   * @param {number} width
   * @param {number} height
   * @private
   */
  drawLines_(context, width, height) {
    const style = getComputedStyle(document.documentElement);
    this.lines.forEach((line, i) => {
      context.strokeStyle = style.getPropertyValue(i === 0 ? '--ink' : `--line-${i + 1}`);
      context.lineWidth = 1.5;
      context.setLineDash(i === 0 ? [5, 4] : []);
      context.beginPath();
      let drawing = false;
      line.values.forEach((value, slot) => {
        if (value === null || value === undefined) {
          drawing = false;
          return;
        }
        const x = LEFT + ((slot + 0.5) * width) / this.times.length;
        const y = this.toY_(value, height);
        if (drawing) {
          context.lineTo(x, y);
        } else {
          context.moveTo(x, y);
        }
        drawing = true;
      });
      context.stroke();
    });
    context.setLineDash([]);
    if (this.level > 0) {
      const y = this.toY_(this.level, height);
      context.strokeStyle = style.getPropertyValue('--bad');
      context.beginPath();
      context.moveTo(LEFT, y);
      context.lineTo(LEFT + width, y);
      context.stroke();
    }
  }

  /**
   * @param {number} value
   * @param {number} height
   * @return {number}
   * @private
   */
  toY_(value, height) {
    const rows = this.rows;
    let row = rows.findIndex((each) => value <= each.upper);
    if (row < 0) {
      row = rows.length - 1;
    }
    const { lower, upper } = rows[row];
    const within =
      lower > 0 && upper > lower ? Math.log(Math.max(value, lower) / lower) / Math.log(upper / lower) : 0.5;
    return height - ((row + Math.min(1, within)) * height) / rows.length;
  }

  /**
   * @param {!CanvasRenderingContext2D} context
   * @private
   */
  drawMark_(context) {
    if (this.marked) {
      const { x, y, width, height } = this.marked;
      context.strokeStyle = getComputedStyle(document.documentElement).getPropertyValue('--ink');
      context.lineWidth = 1.5;
      context.strokeRect(x, y, width, height);
    }
  }

  /**
   * @param {!Event} event
   * @private
   */
  press_(event) {
    const pointer = /** @type {!PointerEvent} */ (event);
    this.start = { x: pointer.offsetX, y: pointer.offsetY };
    this.canvas.setPointerCapture(pointer.pointerId);
  }

  /**
   * @param {!Event} event
   * @private
   */
  move_(event) {
    const pointer = /** @type {!PointerEvent} */ (event);
    this.say_(pointer.offsetX, pointer.offsetY);
    if (this.start) {
      const { x, y } = this.start;
      this.marked = {
        x: Math.min(x, pointer.offsetX),
        y: Math.min(y, pointer.offsetY),
        width: Math.abs(pointer.offsetX - x),
        height: Math.abs(pointer.offsetY - y),
      };
      this.draw(this.times, this.step, this.lines);
    }
  }

  /** @private */
  release_() {
    this.start = null;
    if (this.marked && (this.marked.width < 4 || this.marked.height < 4)) {
      this.marked = null;
      this.draw(this.times, this.step, this.lines);
    }
    this.onMark(this.region());
  }

  /**
   * Returns the region that is marked.
   *
   * @return {?Region} null if there is none
   */
  region() {
    if (!this.marked || this.rows.length === 0) {
      return null;
    }
    const { x, y, width, height } = this.marked;
    const left = this.slotAt_(x);
    const right = this.slotAt_(x + width);
    return {
      from: this.times[left],
      to: this.times[right] + this.step,
      above: this.rows[this.rowAt_(y + height)].lower,
      upTo: this.rows[this.rowAt_(y)].upper,
    };
  }

  /**
   * @param {number} x
   * @return {number}
   * @private
   */
  slotAt_(x) {
    const slot = Math.floor(((x - LEFT) * this.times.length) / (this.canvas.clientWidth - LEFT));
    return Math.max(0, Math.min(this.times.length - 1, slot));
  }

  /**
   * @param {number} y
   * @return {number}
   * @private
   */
  rowAt_(y) {
    const height = this.canvas.clientHeight - BOTTOM;
    const row = Math.floor(((height - y) * this.rows.length) / height);
    return Math.max(0, Math.min(this.rows.length - 1, row));
  }

  /**
   * Says what is under the pointer.
   *
   * @param {number} x
   * @param {number} y
   * @private
   */
  say_(x, y) {
    if (this.rows.length === 0 || x < LEFT) {
      this.tip.textContent = '';
      return;
    }
    const slot = this.slotAt_(x);
    const row = this.rows[this.rowAt_(y)];
    const column = this.cells.columns[slot];
    const count = column ? column.get(row.lower) || 0 : 0;
    this.tip.textContent = `${clock(this.times[slot])}: ${count} samples of ${this.format(row.lower)} to ${this.format(row.upper)}`;
  }
}

/**
 * Returns a colour between others.
 *
 * @param {!Array<!Array<number>>} stops
 * @param {number} share 0 to 1
 * @return {!Array<number>}
 */
function between(stops, share) {
  const at = Math.min(0.9999, Math.max(0, share)) * (stops.length - 1);
  const from = stops[Math.floor(at)];
  const to = stops[Math.floor(at) + 1];
  return from.map((part, i) => Math.round(part + (to[i] - part) * (at % 1)));
}
