/**
 * A heat map of samples over time and value, with lines of quantiles over it. A region of it can
 * be marked.
 */
import { Cells } from './cells.js';
import { element } from './dom.js';
import { Mark, marks } from './marks.js';
import { isDark, themed } from './theme.js';
import { clock } from './units.js';

/** The room for the axes, in CSS pixels. */
const LEFT = 64;

const BOTTOM = 22;

const RIGHT = 24;

/** The distances that labels of the time axis may have, in seconds. */
const STEPS = [5, 10, 15, 30, 60, 120, 300, 600, 900, 1800];

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
 * @typedef {{from: number, to: number, above: number, upTo: number}}
 */
export let Region;

/**
 * @typedef {{x: number, y: number, width: number, height: number}}
 */
export let Box;

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
    this.canvas = /** @type {!HTMLCanvasElement} */ (
      element('canvas', { class: 'heat', role: 'img', 'aria-label': 'Heat map of samples over time and value' })
    );
    this.tip = element('p', { class: 'tip', role: 'status' });
    parent.append(this.canvas, this.tip);
    this.cells = new Cells();
    /** @type {!Array<number>} */
    this.times = [];
    /** How many of the columns are before the first second that is shown. */
    this.hidden = 0;
    this.step = 1;
    /** @type {!Array<{name: string, values: !Array<?number>}>} */
    this.lines = [];
    /** @type {!Array<{lower: number, upper: number}>} */
    this.rows = [];
    this.level = 0;
    /** @type {?{x: number, y: number}} */
    this.start = null;
    /** @type {?Box} the part that is being marked */
    this.dragged = null;
    /** @type {?Region} the part that was marked */
    this.mark = null;
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
   * @param {number} from the first second that is shown
   */
  draw(times, step, lines, from) {
    this.hidden = Math.max(0, times.indexOf(from));
    this.times = times.slice(this.hidden);
    this.step = step;
    this.lines = lines.map((line) => ({ name: line.name, values: line.values.slice(this.hidden) }));
    this.drawAll_();
  }

  /** @private */
  drawAll_() {
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
    this.drawCells_(context, width - LEFT - RIGHT, height - BOTTOM);
    this.drawAxes_(context, width - LEFT - RIGHT, height - BOTTOM);
    this.drawLines_(context, width - LEFT - RIGHT, height - BOTTOM);
    const area = { top: 0, height: height - BOTTOM };
    marks.draw(context, this.marks_(), (second) => this.toX_(second, width - LEFT - RIGHT), area, 1);
    this.drawMark_(context, width - LEFT - RIGHT, height - BOTTOM);
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
    const stops = isDark() ? DARK : LIGHT;
    const image = new ImageData(Math.max(1, this.times.length), rows.length);
    this.cells.columns.slice(this.hidden).forEach((column, x) => {
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
    context.fillStyle = themed('--faint');
    context.font = '11px system-ui, sans-serif';
    context.textBaseline = 'middle';
    context.textAlign = 'right';
    let last = Infinity;
    for (const value of roundValues(this.rows)) {
      const y = this.toY_(value, height);
      if (last - y > 22 && y > 5) {
        context.fillText(this.format(value), LEFT - 6, y);
        last = y;
      }
    }
    context.textAlign = 'center';
    context.textBaseline = 'alphabetic';
    const seconds = this.times.length * this.step;
    const apart = STEPS.find((each) => (each * width) / seconds > 80) || 3600;
    this.times.forEach((second, slot) => {
      const x = LEFT + ((slot + 0.5) * width) / this.times.length;
      if (second % apart === 0 && x > LEFT + 24 && x < LEFT + width - 24) {
        context.fillText(clock(second), x, height + 15);
      }
    });
  }

  /**
   * @param {!CanvasRenderingContext2D} context
   * @param {number} width
   * @param {number} height
   * @private
   */
  drawLines_(context, width, height) {
    this.lines.forEach((line, i) => {
      context.strokeStyle = themed(`--line-${i + 1}`);
      context.lineWidth = 1.5;
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
    if (this.level > 0) {
      const y = this.toY_(this.level, height);
      context.strokeStyle = themed('--bad');
      context.beginPath();
      context.moveTo(LEFT, y);
      context.lineTo(LEFT + width, y);
      context.stroke();
    }
  }

  /**
   * @return {!Array<!Mark>}
   * @private
   */
  marks_() {
    return marks.shown(this.times[0], this.times[this.times.length - 1] + this.step);
  }

  /**
   * Returns where the middle of a second is.
   *
   * @param {number} second
   * @param {number} width
   * @return {number}
   * @private
   */
  toX_(second, width) {
    return LEFT + ((second + 0.5 - this.times[0]) * width) / (this.times.length * this.step);
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
   * @param {number} width
   * @param {number} height
   * @private
   */
  drawMark_(context, width, height) {
    const box = this.dragged || this.boxOf_(this.mark, width, height);
    if (box) {
      context.strokeStyle = themed('--ink');
      context.lineWidth = 1.5;
      context.strokeRect(box.x, box.y, box.width, box.height);
    }
  }

  /**
   * Returns where a region is now, which moves on with the time.
   *
   * @param {?Region} region
   * @param {number} width
   * @param {number} height
   * @return {?Box} null if it cannot be seen
   * @private
   */
  boxOf_(region, width, height) {
    if (!region || region.to <= this.times[0]) {
      return null;
    }
    const second = width / (this.times.length * this.step);
    const left = Math.max(0, (region.from - this.times[0]) * second);
    const right = Math.min(width, (region.to - this.times[0]) * second);
    const top = this.edge_(region.upTo, height);
    const bottom = this.edge_(region.above, height);
    return { x: LEFT + left, y: top, width: right - left, height: bottom - top };
  }

  /**
   * Returns where the bound of a row is.
   *
   * @param {number} bound
   * @param {number} height
   * @return {number}
   * @private
   */
  edge_(bound, height) {
    const above = this.rows.findIndex((row) => row.lower >= bound);
    return height - ((above < 0 ? this.rows.length : above) * height) / this.rows.length;
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
      this.dragged = {
        x: Math.min(x, pointer.offsetX),
        y: Math.min(y, pointer.offsetY),
        width: Math.abs(pointer.offsetX - x),
        height: Math.abs(pointer.offsetY - y),
      };
      this.drawAll_();
    }
  }

  /** @private */
  release_() {
    const box = this.dragged;
    this.start = null;
    this.dragged = null;
    this.mark = box && box.width >= 4 && box.height >= 4 ? this.region_(box) : null;
    this.drawAll_();
    this.onMark(this.mark);
  }

  /** Forgets what is drawn and marked, before another metric is shown. */
  clear() {
    this.cells = new Cells();
    this.mark = null;
    this.dragged = null;
  }

  /**
   * @param {!Box} box
   * @return {?Region} null if there is nothing
   * @private
   */
  region_(box) {
    if (this.rows.length === 0) {
      return null;
    }
    return {
      from: this.times[this.slotAt_(box.x)],
      to: this.times[this.slotAt_(box.x + box.width)] + this.step,
      above: this.rows[this.rowAt_(box.y + box.height)].lower,
      upTo: this.rows[this.rowAt_(box.y)].upper,
    };
  }

  /**
   * @param {number} x
   * @return {number}
   * @private
   */
  slotAt_(x) {
    const slot = Math.floor(((x - LEFT) * this.times.length) / (this.canvas.clientWidth - LEFT - RIGHT));
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
    const column = this.cells.columns[slot + this.hidden];
    const count = column ? column.get(row.lower) || 0 : 0;
    const samples = count === 1 ? '1 sample' : `${count} samples`;
    const values = `${this.format(row.lower)} to ${this.format(row.upper)}`;
    const width = this.canvas.clientWidth - LEFT - RIGHT;
    const said = marks.at(this.marks_(), (second) => this.toX_(second, width), x);
    this.tip.textContent = [`${clock(this.times[slot])}: ${samples} of ${values}`, ...said].join(' · ');
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

/**
 * Returns the round values that rows contain: 1, 2 and 5 of each power of ten, and 0.
 *
 * @param {!Array<{lower: number, upper: number}>} rows
 * @return {!Array<number>} the least first
 */
function roundValues(rows) {
  const positive = rows.filter((row) => row.lower > 0);
  const found = rows.some((row) => row.lower === 0 && row.upper === 0) ? [0] : [];
  if (positive.length === 0) {
    return found;
  }
  const least = positive[0].lower;
  const greatest = positive[positive.length - 1].upper;
  for (let power = Math.floor(Math.log10(least)); power <= Math.ceil(Math.log10(greatest)); power++) {
    for (const digit of [1, 2, 5]) {
      const value = digit * 10 ** power;
      if (value >= least && value <= greatest) {
        found.push(value);
      }
    }
  }
  return found;
}
