/**
 * A chart of lines over time, by uPlot. All charts of the page have one cursor.
 */
import { element, setText } from './dom.js';
import { Mark, marks } from './marks.js';
import { themed } from './theme.js';
import { clock } from './units.js';

const SYNC = 'metrics-tcp';

/** The colours of lines, as names of the style sheet's variables. */
const COLOURS = ['--line-1', '--line-2', '--line-3', '--line-4', '--line-5', '--line-6', '--line-7', '--line-8'];

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
const REACH = 10;

/** More sentences of marks do not fit over a chart. */
const SAID = 3;

export class LineChart {
  /**
   * @param {!Element} parent the element that the chart fills
   * @param {{
   *   height: number,
   *   axes: boolean,
   *   format: function(?number): string,
   *   onZoom: ?function(number, number): void,
   *   onHover: function(?number): void,
   * }} options whether it has axes, how values are written, what is called with the first and last
   *     second that the user has marked, and what is called with the slot that is pointed at in
   *     any of the charts, null for none
   */
  constructor(parent, options) {
    this.parent = parent;
    this.options = options;
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
    const data = [times, ...lines.map((line) => line.values)];
    const shape = lines.map((line) => `${line.label}\n${line.colour}\n${line.dashed}`).join('\n\n');
    if (!this.plot || shape !== this.shape) {
      this.destroy();
      this.shape = shape;
      this.plot = new uPlot(this.settings_(width, lines), data, this.parent);
      return;
    }
    if (width !== this.plot.width) {
      this.plot.setSize({ width: width, height: this.options.height });
    }
    this.plot.setData(data);
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
    }
  }

  /**
   * @param {number} width
   * @param {!Array<!Line>} lines
   * @return {!Object}
   * @private
   */
  settings_(width, lines) {
    const ink = themed('--faint');
    const grid = themed('--grid');
    const format = this.options.format;
    const axis = {
      stroke: ink,
      grid: { stroke: grid, width: 1 },
      ticks: { show: false },
      font: '11px system-ui, sans-serif',
      gap: 6,
    };
    return {
      width: width,
      height: this.options.height,
      legend: { show: false },
      cursor: {
        sync: { key: SYNC, setSeries: false },
        drag: { x: this.options.onZoom !== null, y: false, setScale: false },
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
      axes: this.options.axes
        ? [
            { ...axis, values: (plot, seconds) => seconds.map(clock), space: 80, size: 24 },
            { ...axis, values: (plot, values) => values.map(format), size: 64 },
          ]
        : [{ show: false }, { show: false }],
      padding: this.options.axes ? [8, 24, 0, 0] : [4, 0, 2, 0],
      hooks: {
        setCursor: [
          (plot) => {
            const slot = plot.cursor.idx;
            this.options.onHover(slot === undefined ? null : slot);
            this.say_(plot);
          },
        ],
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
        setSelect: [
          (plot) => {
            if (this.options.onZoom && plot.select.width > 4) {
              this.options.onZoom(
                plot.posToVal(plot.select.left, 'x'),
                plot.posToVal(plot.select.left + plot.select.width, 'x')
              );
            }
          },
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
  return [from === 0 ? 0 : from - room, to === 0 && from < 0 ? 0 : to + room];
}
