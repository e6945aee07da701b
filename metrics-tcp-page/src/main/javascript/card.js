/**
 * One metric of the overview: its name, its figures and a small chart.
 */
import { element, setText } from './dom.js';
import { LineChart } from './lines.js';
import { Points, Shift } from './store.js';
import { clock, format, formatRate } from './units.js';

const HEIGHT = 72;

/**
 * The figures of each kind: the key in documents, the name that is shown, and whether it is a rate.
 *
 * @type {!Object<string, !Array<!Array>>}
 */
const FIGURES = {
  counter: [
    ['rate', 'rate', true],
    ['value', 'total', false],
  ],
  gauge: [['value', 'value', false]],
  histogram: [
    ['rate', 'rate', true],
    ['p50', 'p50', false],
    ['p99', 'p99', false],
  ],
};

/**
 * The lines of each kind's chart.
 *
 * @type {!Object<string, !Array<string>>}
 */
const LINES = { counter: ['rate'], gauge: ['value'], histogram: ['p50', 'p99'] };

/** The colours of lines, as those of the metric's own page. */
const COLOURS = { rate: 0, value: 0, p50: 0, p99: 2 };

export class Card {
  /**
   * @param {!Object} identity the first document's part about the metric
   */
  constructor(identity) {
    this.id = /** @type {string} */ (identity['id']);
    this.name = /** @type {string} */ (identity['name']);
    this.kind = /** @type {string} */ (identity['kind']);
    this.unit = /** @type {?string} */ (identity['unit'] || null);
    this.mine = Boolean(identity['mine']);
    /** @type {!Array<number>} */
    this.times = [];
    /** @type {?number} the slot that is pointed at, in this chart or another one */
    this.hovered = null;
    this.figures = {};
    this.points = new Points();
    this.visible = false;
    this.about = element('span', { class: 'about' });
    this.numbers = new Map();
    const list = element('dl');
    for (const [key, name] of FIGURES[this.kind]) {
      const number = element('dd');
      this.numbers.set(key, number);
      list.append(element('div', null, [element('dt', { text: name }), number]));
    }
    this.greatest = element('span', { class: 'greatest' });
    this.plot = element('div', { class: 'chart', 'aria-hidden': 'true' }, [this.greatest]);
    this.root = element('a', { class: 'card', title: identity['description'] || '' }, [
      element('h3', { text: this.name }),
      this.about,
      list,
      this.plot,
    ]);
    this.chart = new LineChart(this.plot, {
      height: HEIGHT,
      axes: false,
      format: (value) => format(value, this.unit),
      onZoom: null,
      onHover: (slot) => this.hover_(slot),
    });
  }

  /**
   * Takes what a document says of the metric.
   *
   * @param {!Object} metric
   * @param {!Shift} shift
   */
  take(metric, shift) {
    this.figures = metric;
    this.points.take(shift, metric['points']);
  }

  /**
   * Draws the card as it is now, if it can be seen.
   *
   * @param {!Array<number>} times
   * @param {number} from the first second that is shown
   */
  draw(times, from) {
    if (!this.visible) {
      return;
    }
    this.write(times);
    this.chart.draw(
      times,
      LINES[this.kind].map((figure) => ({
        label: figure,
        colour: COLOURS[figure],
        sparse: this.kind === 'histogram',
        values: this.points.get(figure),
      })),
      from
    );
  }

  /**
   * Writes the figures as they are now.
   *
   * @param {!Array<number>} times
   */
  write(times) {
    this.times = times;
    this.describe_();
    for (const [key] of FIGURES[this.kind]) {
      setText(this.numbers.get(key), this.written_(key, this.figures[key]));
    }
    const top = LINES[this.kind][LINES[this.kind].length - 1];
    setText(this.greatest, this.written_(top, greatest(this.points.get(top))));
  }

  /**
   * @param {string} figure
   * @param {?number|undefined} value
   * @return {string}
   * @private
   */
  written_(figure, value) {
    const counted = this.kind === 'histogram' ? null : this.unit;
    return figure === 'rate' ? formatRate(value, counted) : format(value, this.unit);
  }

  /**
   * @param {?number} slot
   * @private
   */
  hover_(slot) {
    this.hovered = slot;
    if (this.visible) {
      this.describe_();
    }
  }

  /**
   * Says what the metric is or, while a slot is pointed at, what it was then.
   *
   * @private
   */
  describe_() {
    const series = /** @type {number} */ (this.figures['series']);
    let text = `${this.kind}${series > 1 ? `, ${series} series` : ''}`;
    if (this.hovered !== null && this.times[this.hovered] !== undefined) {
      const slot = this.hovered;
      const values = LINES[this.kind].map((figure) => {
        const value = this.points.get(figure)[slot];
        return `${figure} ${this.written_(figure, value)}`;
      });
      text = `${clock(this.times[slot])}  ${values.join('  ')}`;
    }
    setText(this.about, text);
  }
}

/**
 * @param {!Array<?number>} values
 * @return {?number} the greatest of them, null if there is none
 */
function greatest(values) {
  let found = /** @type {?number} */ (null);
  for (const value of values) {
    if (value !== null && value !== undefined && (found === null || value > found)) {
      found = value;
    }
  }
  return found;
}
