/**
 * One metric of the overview: its name, its figures and a small chart.
 */
import { element, setText } from './dom.js';
import { LineChart } from './lines.js';
import { Points, Shift } from './store.js';
import { format, formatRate } from './units.js';

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
    ['max', 'max', false],
  ],
};

/**
 * The lines of each kind's chart.
 *
 * @type {!Object<string, !Array<string>>}
 */
const LINES = { counter: ['rate'], gauge: ['value'], histogram: ['p50', 'p99'] };

export class Card {
  /**
   * @param {!Object} identity the first document's part about the metric
   */
  constructor(identity) {
    this.id = /** @type {string} */ (identity['id']);
    this.name = /** @type {string} */ (identity['name']);
    this.kind = /** @type {string} */ (identity['kind']);
    this.unit = /** @type {?string} */ (identity['unit'] || null);
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
    this.plot = element('div', { class: 'chart', 'aria-hidden': 'true' });
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
   */
  draw(times) {
    if (!this.visible) {
      return;
    }
    const series = /** @type {number} */ (this.figures['series']);
    setText(this.about, `${this.kind}${series > 1 ? `, ${series} series` : ''}`);
    for (const [key, , rate] of FIGURES[this.kind]) {
      const value = this.figures[key];
      const counted = this.kind === 'histogram' ? null : this.unit;
      setText(this.numbers.get(key), rate ? formatRate(value, counted) : format(value, this.unit));
    }
    this.chart.draw(
      times,
      LINES[this.kind].map((figure, index) => ({
        label: figure,
        colour: index,
        dashed: figure === 'p50',
        values: this.points.get(figure),
      }))
    );
  }
}
