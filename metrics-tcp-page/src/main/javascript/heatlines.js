/**
 * The lines of quantiles over a heat map: those of all its samples, whatever its metric is split by.
 */
import { QUANTILES } from './figures.js';
import { REACH } from './lines.js';
import { Points, Shift } from './store.js';
import { themed } from './theme.js';

/** The least distance between the names of two lines, in CSS pixels. */
const NAMES_APART = 11;

export class QuantileLines {
  /**
   * @param {function(?number): string} format how values are written
   */
  constructor(format) {
    this.format = format;
    this.points = new Points();
  }

  /** Forgets them, before another metric is shown. */
  clear() {
    this.points = new Points();
  }

  /**
   * Takes the points of a document.
   *
   * @param {!Shift} shift
   * @param {!Object<string, !Array<?number>>} quantiles
   */
  take(shift, quantiles) {
    this.points.take(shift, quantiles);
  }

  /**
   * Returns the values of a slot in words.
   *
   * @param {number} slot
   * @return {!Array<string>} none if the slot has no sample
   */
  at(slot) {
    return QUANTILES.map((name) => ({ name: name, value: this.points.get(name)[slot] }))
      .filter(({ value }) => value !== null && value !== undefined)
      .map(({ name, value }) => `${name} ${this.format(value)}`);
  }

  /**
   * Draws the lines, and the name of each where it ends.
   *
   * @param {!CanvasRenderingContext2D} context
   * @param {number} hidden how many slots are before the first one that is shown
   * @param {function(number): number} toX where a slot is, of those that are shown
   * @param {function(number): number} toY where a value is
   * @param {number} names where their names begin
   */
  draw(context, hidden, toX, toY, names) {
    /** @type {!Array<{name: string, colour: string, y: number}>} */
    const ends = [];
    QUANTILES.forEach((name, i) => {
      const colour = themed(`--line-${i + 1}`);
      const y = this.drawLine_(context, this.points.get(name).slice(hidden), colour, toX, toY);
      if (y !== null) {
        ends.push({ name: name, colour: colour, y: y });
      }
    });
    context.font = '11px system-ui, sans-serif';
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    // From below: the lower quantile is the lower line, and the others make room
    let above = Infinity;
    for (const { name, colour, y } of ends) {
      above = Math.max(NAMES_APART / 2, Math.min(y, above - NAMES_APART));
      context.fillStyle = colour;
      context.fillText(name, names, above);
    }
  }

  /**
   * @param {!CanvasRenderingContext2D} context
   * @param {!Array<?number>} values
   * @param {string} colour
   * @param {function(number): number} toX
   * @param {function(number): number} toY
   * @return {?number} where it ends, null if there is no line
   * @private
   */
  drawLine_(context, values, colour, toX, toY) {
    context.strokeStyle = colour;
    context.lineWidth = 1.25;
    context.beginPath();
    let last = -Infinity;
    let end = null;
    values.forEach((value, slot) => {
      if (value === null || value === undefined) {
        return;
      }
      const y = toY(value);
      if (slot - last <= REACH) {
        context.lineTo(toX(slot), y);
      } else {
        context.moveTo(toX(slot), y);
      }
      last = slot;
      end = y;
    });
    context.stroke();
    return end;
  }
}
