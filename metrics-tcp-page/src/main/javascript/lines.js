/**
 * A chart of lines over time, by uPlot.
 */
import { element, setText } from './dom.js';
import { Timing, watch } from './gestures.js';
import { Mark, marks } from './marks.js';
import { themed } from './theme.js';
import { clock } from './units.js';

/** The colours of lines, as names of the style sheet's variables. */
export const COLOURS = ['--line-1', '--line-2', '--line-3', '--line-4', '--line-5', '--line-6', '--line-7', '--line-8'];

/**
 * Returns the colour of a line.
 *
 * @param {number} index
 * @return {string}
 */
export function colour(index) {
  return themed(COLOURS[index % COLOURS.length]);
}

/**
 * @typedef {{
 *   label: string,
 *   colour: number,
 *   dashed: (boolean|undefined),
 *   sparse: (boolean|undefined),
 *   values: !Array<?number>,
 * }}
 */
export let Line;

/** A sparse line goes on over so many slots without a value, as between requests that are rare. */
export const REACH = 10;

/** More sentences of marks do not fit over a chart. */
const SAID = 3;

export class LineChart {
  /**
   * @param {!HTMLElement} parent the element that the chart fills
   * @param {function(?number): string} format how values are written
   * @param {!Timing} timing
   */
  constructor(parent, format, timing) {
    this.parent = parent;
    this.format = format;
    this.timing = timing;
    this.shape = '';
    /** @type {?uPlot} */
    this.plot = null;
    /** @type {!Array<number>} the first and last second that is shown */
    this.range = [0, 1];
    /** The seconds from one point to the next. */
    this.step = 1;
    this.tip = element('div', { class: 'marktip', hidden: true });
    parent.append(this.tip);
  }

  /**
   * Draws lines.
   *
   * @param {!Array<number>} times the second of each point
   * @param {!Array<!Line>} lines
   * @param {number} from the first second that is shown
   */
  draw(times, lines, from) {
    this.range = [from, times[times.length - 1]];
    this.step = times.length > 1 ? times[1] - times[0] : 1;
    const width = Math.max(40, Math.floor(this.parent.clientWidth));
    const height = Math.max(120, Math.floor(this.parent.clientHeight));
    const data = [times, ...lines.map((line) => line.values)];
    const shape = lines.map((line) => `${line.label}\n${line.colour}\n${line.dashed}`).join('\n\n');
    if (!this.plot || shape !== this.shape) {
      this.destroy();
      this.shape = shape;
      this.plot = new uPlot(this.settings_(width, height, lines), data, this.parent);
      watch(this.plot.over, () => this.range, this.timing);
      return;
    }
    if (width !== this.plot.width || height !== this.plot.height) {
      this.plot.setSize({ width: width, height: height });
    }
    this.plot.setData(data);
  }

  /**
   * Shows the time that is pointed at.
   *
   * @param {?number} second null for none
   */
  point(second) {
    if (this.plot) {
      const left = second === null ? -10 : this.plot.valToPos(second, 'x');
      this.plot.setCursor({ left: left, top: left < 0 ? -10 : 0 });
    }
  }

  /**
   * @param {!Array<number>} gap its first and last pixel
   * @return {boolean}
   * @private
   */
  isLong_(gap) {
    const slots = (this.range[1] - this.range[0]) / this.step;
    return this.plot !== null && gap[1] - gap[0] > ((REACH + 0.5) * this.plot.bbox.width) / slots;
  }

  /**
   * @return {!Array<!Mark>}
   * @private
   */
  marks_() {
    return marks.shown(this.range[0], this.range[1] + this.step);
  }

  /**
   * Returns where a second is. What was in a slot that is not over is at its beginning.
   *
   * @param {!uPlot} plot
   * @param {number} second
   * @param {boolean} canvas whether the position is one of the canvas
   * @return {number}
   * @private
   */
  toX_(plot, second, canvas) {
    return plot.valToPos(Math.min(second, this.range[1]), 'x', canvas);
  }

  /**
   * Says what the marks are that are pointed at.
   *
   * @param {!uPlot} plot
   * @private
   */
  say_(plot) {
    const left = plot.cursor.left;
    const found =
      left >= 0 && plot.over.matches(':hover')
        ? marks.at(this.marks_(), (second) => this.toX_(plot, second, false), left)
        : [];
    const more = found.length > SAID ? [`and ${found.length - SAID} more`] : [];
    this.tip.hidden = found.length === 0;
    setText(this.tip, [...found.slice(0, SAID), ...more].join('\n'));
  }

  /** Removes the chart, such as before another theme. */
  destroy() {
    if (this.plot) {
      this.plot.destroy();
      this.plot = null;
      this.tip.hidden = true;
    }
  }

  /**
   * @param {number} width
   * @param {number} height
   * @param {!Array<!Line>} lines
   * @return {!Object}
   * @private
   */
  settings_(width, height, lines) {
    const axis = {
      stroke: themed('--faint'),
      grid: { stroke: themed('--grid'), width: 1 },
      ticks: { show: false },
      font: '11px system-ui, sans-serif',
      gap: 6,
    };
    return {
      width: width,
      height: height,
      legend: { show: false },
      cursor: {
        y: false,
        drag: { x: false, y: false },
        points: { size: 6 },
      },
      scales: {
        x: { time: true, range: () => this.range },
        y: { range: (plot, least, greatest) => scale(least, greatest) },
      },
      series: [
        {},
        ...lines.map((line) => ({
          label: line.label,
          stroke: colour(line.colour),
          width: 1.5,
          dash: line.dashed ? [5, 4] : undefined,
          fill: lines.length === 1 ? colour(line.colour) + '1c' : undefined,
          points: {
            size: 4,
            fill: colour(line.colour),
            show: true,
            filter: (plot, index) => alone(plot.data[index], line.sparse ? REACH : 1),
          },
          gaps: (plot, index, first, last, gaps) => (line.sparse ? gaps.filter((gap) => this.isLong_(gap)) : gaps),
        })),
      ],
      axes: [
        { ...axis, values: (plot, seconds) => seconds.map(clock), space: 80, size: 24 },
        { ...axis, values: (plot, values) => values.map(this.format), size: 64 },
      ],
      padding: [8, 28, 0, 0],
      hooks: {
        setCursor: [(plot) => this.say_(plot)],
        draw: [
          (plot) =>
            marks.draw(
              plot.ctx,
              this.marks_(),
              (second) => this.toX_(plot, second, true),
              plot.bbox,
              window.devicePixelRatio || 1
            ),
        ],
      },
    };
  }
}

/**
 * Returns the points that no line shows, as there is none near before and none near behind them.
 *
 * @param {!Array<?number>} values
 * @param {number} reach how near one must be, in slots
 * @return {!Array<number>} their indices
 */
export function alone(values, reach) {
  const found = [];
  let last = -Infinity;
  let candidate = -1;
  values.forEach((value, i) => {
    if (value === null || value === undefined) {
      return;
    }
    const near = i - last <= reach;
    if (candidate >= 0 && !near) {
      found.push(candidate);
    }
    candidate = near ? -1 : i;
    last = i;
  });
  return candidate >= 0 ? [...found, candidate] : found;
}

/**
 * Returns the range of an axis. Without values, or with one only, uPlot would choose a range that
 * nobody can read.
 *
 * @param {?number} least
 * @param {?number} greatest
 * @return {!Array<number>}
 */
export function scale(least, greatest) {
  if (least === null || greatest === null || !Number.isFinite(least) || !Number.isFinite(greatest)) {
    return [0, 1];
  }
  const from = Math.min(0, least);
  const to = Math.max(0, greatest);
  const room = (to - from) * 0.08 || 1;
  const range = [from === 0 ? 0 : from - room, to === 0 && from < 0 ? 0 : to + room];
  return range.map((bound) => Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, bound)));
}
