/**
 * A small chart of lines, without axes. It is a drawing of the browser's own: hundreds of them cost
 * its main thread less than a canvas each, and follow the width and the colours by themselves.
 */
import { element } from './dom.js';
import { COLOURS, REACH, alone, scale } from './lines.js';
import { KINDS, Mark } from './marks.js';

const NAMESPACE = 'http://www.w3.org/2000/svg';

/** The height of a chart in CSS pixels. */
const HEIGHT = 64;

/**
 * @typedef {{label: string, colour: number, sparse: boolean, filled: boolean, values: !Array<?number>}}
 */
export let SparkLine;

export class Spark {
  /**
   * @param {!Element} parent the element that the chart fills
   */
  constructor(parent) {
    this.picture = document.createElementNS(NAMESPACE, 'svg');
    this.picture.setAttribute('preserveAspectRatio', 'none');
    /** @type {!Array<!Element>} */
    this.paths = [];
    this.cursor = element('div', { class: 'at', hidden: true });
    /** @type {!Map<string, !Element>} those of each kind */
    this.marks = new Map();
    this.shape = '';
    /** @type {!Array<number>} the first and last second that is shown */
    this.range = [0, 1];
    parent.append(this.picture, this.cursor);
  }

  /**
   * Draws lines.
   *
   * @param {!Array<number>} times the second of each point
   * @param {!Array<!SparkLine>} lines
   * @param {number} from the first second that is shown
   * @param {!Array<!Mark>} marks
   */
  draw(times, lines, from, marks) {
    const first = Math.max(0, times.indexOf(from));
    const slots = Math.max(1, times.length - 1 - first);
    this.range = [times[first] || 0, times[times.length - 1] || 1];
    const shape = lines.map((line) => `${line.colour} ${line.filled}`).join();
    if (shape !== this.shape) {
      this.shape = shape;
      this.prepare_(lines);
    }
    this.picture.setAttribute('viewBox', `0 0 ${slots} ${HEIGHT}`);
    const range = bounds(lines, first);
    const [least, greatest] = scale(range[0], range[1]);
    // The greatest numbers are so far apart that their difference is infinite
    const part = Number.isFinite(greatest - least) ? 1 : 0.25;
    const factor = (HEIGHT - 2) / (greatest * part - least * part);
    let path = 0;
    for (const line of lines) {
      const [outline, area] = outlined(line, first, (value) => (HEIGHT - 1 - (value * part - least * part) * factor).toFixed(1));
      if (line.filled) {
        this.paths[path++].setAttribute('d', area);
      }
      this.paths[path++].setAttribute('d', outline);
    }
    this.drawMarks_(marks, slots);
  }

  /**
   * @param {!Array<!Mark>} marks
   * @param {number} slots
   * @private
   */
  drawMarks_(marks, slots) {
    /** @type {!Map<string, string>} */
    const paths = new Map();
    const [from, to] = this.range;
    for (const mark of marks) {
      const at = (((Math.min(mark.time, to) - from) * slots) / Math.max(1, to - from)).toFixed(2);
      paths.set(mark.kind, `${paths.get(mark.kind) || ''}M${at} 0V${HEIGHT}`);
    }
    this.marks.forEach((path, kind) => {
      if (!paths.has(kind)) {
        path.remove();
        this.marks.delete(kind);
      }
    });
    paths.forEach((way, kind) => {
      const path = this.marks.get(kind) || document.createElementNS(NAMESPACE, 'path');
      path.setAttribute('class', 'mark');
      path.setAttribute('data-kind', kind);
      path.setAttribute('stroke-dasharray', KINDS[kind].dash.join(' ') || 'none');
      path.setAttribute('d', way);
      this.marks.set(kind, path);
      if (!path.parentNode) {
        this.picture.append(path);
      }
    });
  }

  /**
   * @param {!Array<!SparkLine>} lines
   * @private
   */
  prepare_(lines) {
    this.paths.forEach((path) => path.remove());
    this.paths = lines.flatMap((line) =>
      (line.filled ? ['area', 'outline'] : ['outline']).map((look) => {
        const path = document.createElementNS(NAMESPACE, 'path');
        path.setAttribute('class', `${look} line-${(line.colour % COLOURS.length) + 1}`);
        return path;
      })
    );
    this.picture.append(...this.paths);
  }

  /**
   * Shows the time that is pointed at.
   *
   * @param {?number} second null for none
   */
  point(second) {
    const [from, to] = this.range;
    const share = second === null ? -1 : (second - from) / Math.max(1, to - from);
    this.cursor.hidden = share < 0 || share > 1;
    if (!this.cursor.hidden) {
      this.cursor.style.left = `${share * 100}%`;
    }
  }
}

/**
 * @param {!Array<!SparkLine>} lines
 * @param {number} first the first slot that is shown
 * @return {!Array<?number>} the least and the greatest value, null if there is none
 */
function bounds(lines, first) {
  let least = Infinity;
  let greatest = -Infinity;
  for (const line of lines) {
    for (let i = first; i < line.values.length; i++) {
      const value = line.values[i];
      if (value !== null && value !== undefined) {
        least = Math.min(least, value);
        greatest = Math.max(greatest, value);
      }
    }
  }
  return least <= greatest ? [least, greatest] : [null, null];
}

/**
 * Returns the path of a line, and that of the area below it.
 *
 * @param {!SparkLine} line
 * @param {number} first the first slot that is shown
 * @param {function(number): string} toY
 * @return {!Array<string>}
 */
function outlined(line, first, toY) {
  const values = line.values;
  const reach = line.sparse ? REACH : 1;
  let outline = '';
  let area = '';
  let begin = -1;
  let last = -Infinity;
  const end = () => (begin >= 0 && line.filled ? `L${last - first} ${HEIGHT}L${begin} ${HEIGHT}Z` : '');
  for (let i = first; i < values.length; i++) {
    const value = values[i];
    if (value === null || value === undefined) {
      continue;
    }
    const joined = i - last <= reach;
    if (!joined) {
      area += end();
      begin = i - first;
    }
    const to = `${joined ? 'L' : 'M'}${i - first} ${toY(value)}`;
    outline += to;
    area += to;
    last = i;
  }
  area += end();
  // A line without a length is a dot
  const dots = alone(values, reach).filter((i) => i >= first);
  const dotted = dots.map((i) => `M${i - first} ${toY(/** @type {number} */ (values[i]))}h0`).join('');
  return [outline + dotted, area];
}
