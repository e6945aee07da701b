/**
 * A heat map of samples over time and value, with lines of quantiles over it. A region of it can
 * be marked.
 */
import { Cells } from './cells.js';
import { onPoint, point, pointedAt } from './cursor.js';
import { element } from './dom.js';
import { Timing } from './gestures.js';
import { Cell, Region, nextCell, regionBetween } from './heatkeys.js';
import { QuantileLines } from './heatlines.js';
import { drawCounts } from './heatnumbers.js';
import { heat, roundValues } from './heatscale.js';
import { Mark, marks } from './marks.js';
import { SlotTable } from './numbers.js';
import { themed } from './theme.js';
import { clock } from './units.js';

/** The room for the axes, in CSS pixels. */
const LEFT = 64;

const BOTTOM = 22;

const RIGHT = 28;

/** The distances that labels of the time axis may have, in seconds. */
const STEPS = [5, 10, 15, 30, 60, 120, 300, 600, 900, 1800];

/**
 * @typedef {{x: number, y: number, width: number, height: number}}
 */
export let Box;

export class HeatMap {
  /**
   * @param {!Element} parent
   * @param {!Timing} timing
   * @param {function(?number): string} format how values are written
   * @param {function(?Region): void} onMark called with the region that was marked, null for none
   */
  constructor(parent, timing, format, onMark) {
    this.parent = parent;
    this.timing = timing;
    this.format = format;
    this.onMark = onMark;
    this.canvas = /** @type {!HTMLCanvasElement} */ (
      element('canvas', {
        'class': 'heat',
        'tabindex': 0,
        'role': 'application',
        'aria-label': 'Heat map of samples over time and value. Arrow keys point, with shift they mark a region.',
        'aria-describedby': 'heattip',
      })
    );
    this.cursor = element('div', { class: 'at', hidden: true });
    this.tip = element('p', { class: 'tip', role: 'status', id: 'heattip' });
    this.table = new SlotTable('Numbers of the heat map');
    this.table.root.hidden = true;
    parent.append(element('div', { class: 'heatplot' }, [this.canvas, this.cursor]), this.tip, this.table.root);
    this.numbers = false;
    /** @type {?Cell} the cell that the keys are at */
    this.cell = null;
    /** @type {?Cell} the cell where marking by keys began */
    this.anchor = null;
    this.cells = new Cells();
    this.quantiles = new QuantileLines(format);
    /** @type {!Array<number>} */
    this.times = [];
    /** How many of the columns are before the first second that is shown. */
    this.hidden = 0;
    this.step = 1;
    /** @type {!Array<{lower: number, upper: number}>} */
    this.rows = [];
    this.level = 0;
    /** @type {?{x: number, y: number, pan: boolean}} */
    this.start = null;
    /** @type {?Box} the part that is being marked */
    this.dragged = null;
    /** @type {?Region} the part that was marked */
    this.mark = null;
    this.canvas.addEventListener('pointerdown', (event) => this.press_(event));
    this.canvas.addEventListener('pointermove', (event) => this.move_(event));
    this.canvas.addEventListener('pointerup', (event) => this.release_(/** @type {!PointerEvent} */ (event)));
    this.canvas.addEventListener('pointercancel', () => this.cancel_());
    this.canvas.addEventListener('pointerleave', () => {
      this.tip.textContent = '';
      point(null);
    });
    this.canvas.addEventListener('keydown', (event) => this.key_(/** @type {!KeyboardEvent} */ (event)));
    onPoint(() => this.drawCursor_());
  }

  /**
   * Draws the map as it is now.
   *
   * @param {!Array<number>} times the first second of each slot
   * @param {number} step
   * @param {number} from the first second that is shown
   */
  draw(times, step, from) {
    this.hidden = Math.max(0, times.indexOf(from));
    this.times = times.slice(this.hidden);
    this.step = step;
    this.drawAll_();
    this.drawCursor_();
    this.table.root.hidden = !this.numbers || this.rows.length === 0;
    if (this.table.root.hidden) {
      this.table.clear();
    } else {
      drawCounts(this.table, this.cells, this.rows, times, from, this.format);
    }
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
    const image = new ImageData(Math.max(1, this.times.length), rows.length);
    this.cells.columns.slice(this.hidden).forEach((column, x) => {
      for (const [lower, count] of column) {
        const row = index.get(lower);
        if (row === undefined || x >= image.width) {
          continue;
        }
        // By the logarithm: one sample is seen beside a thousand
        const [red, green, blue] = heat(Math.log1p(count) / Math.log1p(most));
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
    const x = (slot) => LEFT + ((slot + 0.5) * width) / this.times.length;
    this.quantiles.draw(context, this.hidden, x, (value) => this.toY_(value, height), LEFT + width + 3);
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
    if (pointer.button !== 0) {
      return;
    }
    this.anchor = null;
    this.start = { x: pointer.offsetX, y: pointer.offsetY, pan: pointer.shiftKey };
    this.canvas.setPointerCapture(pointer.pointerId);
  }

  /**
   * @param {!Event} event
   * @private
   */
  move_(event) {
    const pointer = /** @type {!PointerEvent} */ (event);
    this.say_(pointer.offsetX, pointer.offsetY);
    if (this.start && !this.start.pan) {
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

  /**
   * @param {!PointerEvent} event
   * @private
   */
  release_(event) {
    const box = this.dragged;
    const start = this.start;
    this.start = null;
    if (!start) {
      return;
    }
    if (start.pan) {
      const width = this.canvas.clientWidth - LEFT - RIGHT;
      this.timing.pan(((start.x - event.offsetX) * this.times.length * this.step) / width);
      return;
    }
    this.dragged = null;
    this.mark = box && box.width >= 4 && box.height >= 4 ? this.region_(box) : null;
    this.drawAll_();
    this.onMark(this.mark);
  }

  /**
   * Ends a drag that is no longer one, such as when a finger scrolls the page.
   *
   * @private
   */
  cancel_() {
    this.start = null;
    this.dragged = null;
    this.drawAll_();
  }

  /** Removes the mark, as what it was made of is no longer shown. */
  unmark() {
    this.mark = null;
    this.dragged = null;
    this.anchor = null;
    this.start = null;
  }

  /** Forgets what is drawn and marked, before another metric is shown. */
  clear() {
    this.cells = new Cells();
    this.quantiles.clear();
    this.unmark();
    this.cell = null;
    this.table.clear();
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
   * Goes to another cell, and marks a region on the way there.
   *
   * @param {!KeyboardEvent} event
   * @private
   */
  key_(event) {
    const from = this.cell || { slot: this.times.length - 1, row: Math.floor(this.rows.length / 2) };
    const to = nextCell(event, from, this.times.length, this.rows.length);
    if (!to) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    this.cell = to;
    this.sayCell_(to.slot, to.row);
    this.anchor = event.shiftKey ? this.anchor || from : null;
    if (this.anchor) {
      this.mark = regionBetween(this.anchor, to, this.times, this.step, this.rows);
      this.drawAll_();
      this.onMark(this.mark);
    }
  }

  /**
   * Shows the time that is pointed at.
   *
   * @private
   */
  drawCursor_() {
    const second = pointedAt();
    const first = this.times[0];
    const slot = second === null || first === undefined ? -1 : (second - first) / this.step;
    this.cursor.hidden = slot < 0 || slot >= this.times.length;
    if (!this.cursor.hidden) {
      const width = this.canvas.clientWidth - LEFT - RIGHT;
      this.cursor.style.left = `${LEFT + ((Math.floor(slot) + 0.5) * width) / this.times.length}px`;
    }
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
    this.sayCell_(this.slotAt_(x), this.rowAt_(y));
  }

  /**
   * @param {number} slot
   * @param {number} at
   * @private
   */
  sayCell_(slot, at) {
    point(this.times[slot]);
    const row = this.rows[at];
    const column = this.cells.columns[slot + this.hidden];
    const count = column ? column.get(row.lower) || 0 : 0;
    const samples = count === 1 ? '1 sample' : `${count} samples`;
    const values = `${this.format(row.lower)} to ${this.format(row.upper)}`;
    const width = this.canvas.clientWidth - LEFT - RIGHT;
    const said = marks.at(this.marks_(), (second) => this.toX_(second, width), this.toX_(this.times[slot], width));
    const parts = [`${clock(this.times[slot])}: ${samples} of ${values}`, ...this.quantiles.at(slot + this.hidden)];
    this.tip.textContent = [...parts, ...said].join(' · ');
  }
}
