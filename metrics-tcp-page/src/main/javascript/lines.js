/**
 * A chart of lines over time, by uPlot. All charts of the page have one cursor.
 */
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
  const name = COLOURS[index % COLOURS.length];
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/**
 * @typedef {{
 *   label: string,
 *   colour: number,
 *   dashed: (boolean|undefined),
 *   values: !Array<?number>,
 * }}
 */
export let Line;

export class LineChart {
  /**
   * @param {!Element} parent the element that the chart fills
   * @param {{
   *   height: number,
   *   axes: boolean,
   *   format: function(?number): string,
   *   onZoom: ?function(number, number): void,
   * }} options whether it has axes, how values are written, and what is called with the first and
   *     last second that the user has marked
   */
  constructor(parent, options) {
    this.parent = parent;
    this.options = options;
    this.shape = '';
    /** @type {?uPlot} */
    this.plot = null;
  }

  /**
   * Draws lines.
   *
   * @param {!Array<number>} times the second of each point
   * @param {!Array<!Line>} lines
   */
  draw(times, lines) {
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
    const ink = getComputedStyle(document.documentElement).getPropertyValue('--faint').trim();
    const grid = getComputedStyle(document.documentElement).getPropertyValue('--grid').trim();
    const format = this.options.format;
    const axis = { stroke: ink, grid: { stroke: grid, width: 1 }, ticks: { show: false }, font: '11px system-ui, sans-serif' };
    return {
      width: width,
      height: this.options.height,
      legend: { show: false },
      cursor: {
        sync: { key: SYNC, setSeries: false },
        drag: { x: this.options.onZoom !== null, y: false, setScale: false },
        points: { size: 6 },
      },
      scales: { x: { time: true }, y: { range: (plot, least, greatest) => scale(least, greatest) } },
      series: [
        {},
        ...lines.map((line) => ({
          label: line.label,
          stroke: colour(line.colour),
          width: 1.5,
          dash: line.dashed ? [5, 4] : undefined,
          points: { show: false },
          spanGaps: false,
        })),
      ],
      axes: this.options.axes
        ? [
            { ...axis, values: (plot, seconds) => seconds.map(clock), space: 70 },
            { ...axis, values: (plot, values) => values.map(format), size: 64 },
          ]
        : [{ show: false }, { show: false }],
      padding: this.options.axes ? undefined : [4, 0, 4, 0],
      hooks: {
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
