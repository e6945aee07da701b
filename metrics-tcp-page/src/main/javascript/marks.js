/**
 * Marks on the time axis: what happened to the targets that may explain what the charts show.
 */
import { themed } from './theme.js';
import { clock } from './units.js';

/**
 * @typedef {{id: number, time: number, kind: string, target: string, text: string}}
 */
export let Mark;

/**
 * The kinds: the name that is shown, the colour, and the lengths of dashes and gaps in CSS pixels,
 * so that a kind is known without its colour.
 *
 * @type {!Object<string, {name: string, colour: string, dash: !Array<number>}>}
 */
export const KINDS = {
  restart: { name: 'Restart', colour: '--ink', dash: [] },
  reconnect: { name: 'Reconnect', colour: '--line-6', dash: [8, 4] },
  loss: { name: 'Lost samples', colour: '--bad', dash: [2, 3] },
  pause: { name: 'GC pause', colour: '--line-4', dash: [8, 3, 2, 3] },
};

/** The width of a mark, in CSS pixels. */
const WIDTH = 2;

/** A mark is pointed at if it is not further away, in CSS pixels. */
const NEAR = 6;

/** More marks are not kept for what is shown, in seconds: the program keeps an hour. */
const KEPT = 3660;

export class Marks {
  constructor() {
    /** @type {!Map<number, !Mark>} */
    this.byId = new Map();
    /** @type {!Set<string>} the kinds that the user has switched off */
    this.off = new Set();
  }

  /**
   * Takes the marks of a document: all of them, or those that are new or have changed.
   *
   * @param {!Object} received
   */
  take(received) {
    if (received['whole']) {
      this.byId.clear();
    }
    for (const given of /** @type {!Array<!Object>} */ (received['marks'] || [])) {
      const mark = /** @type {!Mark} */ ({
        id: given['id'],
        time: given['time'],
        kind: given['kind'],
        target: given['target'],
        text: given['text'],
      });
      if (mark.kind in KINDS) {
        this.byId.set(mark.id, mark);
      }
    }
    for (const mark of this.byId.values()) {
      if (!received['whole'] && mark.time < received['time'] - KEPT) {
        this.byId.delete(mark.id);
      }
    }
  }

  /**
   * Returns the marks of a time.
   *
   * @param {number} from the first second
   * @param {number} to the second behind the last one
   * @return {!Array<!Mark>} in the order of their time, those of kinds that are off too
   */
  all(from, to) {
    return [...this.byId.values()]
      .filter((mark) => mark.time >= from && mark.time < to)
      .sort((one, other) => one.time - other.time || one.id - other.id);
  }

  /**
   * Returns the marks of a time that are to be drawn.
   *
   * @param {number} from the first second
   * @param {number} to the second behind the last one
   * @return {!Array<!Mark>} in the order of their time
   */
  shown(from, to) {
    return this.byId.size === 0 ? [] : this.all(from, to).filter((mark) => !this.off.has(mark.kind));
  }

  /**
   * Draws marks over a chart.
   *
   * @param {!CanvasRenderingContext2D} context
   * @param {!Array<!Mark>} shown
   * @param {function(number): number} toX where a second is
   * @param {{top: number, height: number}} area
   * @param {number} ratio the units of the context in a CSS pixel
   */
  draw(context, shown, toX, area, ratio) {
    const drawn = new Set();
    for (const mark of shown) {
      const x = Math.round(toX(mark.time));
      const place = `${mark.kind} ${x}`;
      // Many marks in one place are one line
      if (!drawn.has(place)) {
        drawn.add(place);
        const kind = KINDS[mark.kind];
        context.save();
        context.strokeStyle = themed(kind.colour);
        context.lineWidth = Math.round(WIDTH * ratio);
        context.setLineDash(kind.dash.map((length) => length * ratio));
        context.beginPath();
        context.moveTo(x, area.top);
        context.lineTo(x, area.top + area.height);
        context.stroke();
        context.restore();
      }
    }
  }

  /**
   * Returns the sentences of the marks that are pointed at.
   *
   * @param {!Array<!Mark>} shown
   * @param {function(number): number} toX where a second is, in CSS pixels
   * @param {number} x where the pointer is
   * @return {!Array<string>}
   */
  at(shown, toX, x) {
    return shown.filter((mark) => Math.abs(toX(mark.time) - x) <= NEAR).map(sentence);
  }
}

/**
 * Returns a mark in words.
 *
 * @param {!Mark} mark
 * @return {string}
 */
function sentence(mark) {
  return `${clock(mark.time)} ${mark.target}: ${mark.text}`;
}

/** The marks of all charts of the page. */
export const marks = new Marks();
