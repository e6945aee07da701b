/**
 * One metric of the overview: its name, its figures and a small chart.
 */
import { element, setChildren, setText } from './dom.js';
import { LineChart, colour } from './lines.js';
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

/** The figure of each kind that is compared where targets are side by side. */
const COMPARED = { counter: 'rate', gauge: 'value', histogram: 'p99' };

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
    /** @type {!Array<{name: string, colour: number, figures: !Object, points: !Points}>} side by side */
    this.targets = [];
    /** @type {!Map<string, !Points>} */
    this.pointsOf = new Map();
    /** @type {!Map<string, !HTMLElement>} */
    this.drawnTargets = new Map();
    this.visible = false;
    this.about = element('span', { class: 'about' });
    this.numbers = new Map();
    this.together = FIGURES[this.kind].map(([key, name]) => {
      const number = element('dd');
      this.numbers.set(key, number);
      return element('div', null, [element('dt', { text: name }), number]);
    });
    this.list = element('dl', null, this.together);
    this.greatest = element('span', { class: 'greatest' });
    this.plot = element('div', { class: 'chart', 'aria-hidden': 'true' }, [this.greatest]);
    this.root = element('a', { class: 'card', title: identity['description'] || '' }, [
      element('h3', { text: this.name }),
      this.about,
      this.list,
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
    this.targets = [];
  }

  /**
   * Takes what a document says of each target.
   *
   * @param {!Array<!Object>} targets
   * @param {!Shift} shift
   * @param {!Array<string>} names all targets, in the order of their colours
   */
  takeTargets(targets, shift, names) {
    this.targets = targets.map((target) => {
      const name = /** @type {string} */ (target['name']);
      const points = this.pointsOf.get(name) || new Points();
      points.take(shift, target['points']);
      this.pointsOf.set(name, points);
      return { name: name, colour: names.indexOf(name), figures: target, points: points };
    });
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
    this.chart.draw(times, this.lines_(), from);
  }

  /**
   * @return {!Array<{label: string, colour: number, sparse: boolean, values: !Array<?number>}>}
   * @private
   */
  lines_() {
    const sparse = this.kind === 'histogram';
    if (this.targets.length > 0) {
      const figure = COMPARED[this.kind];
      return this.targets.map((target) => ({
        label: target.name,
        colour: target.colour,
        sparse: sparse,
        values: target.points.get(figure),
      }));
    }
    return LINES[this.kind].map((figure) => ({
      label: figure,
      colour: COLOURS[figure],
      sparse: sparse,
      values: this.points.get(figure),
    }));
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
    const figure = COMPARED[this.kind];
    const drawn = this.targets.length > 0 ? this.targets.map((target) => target.points) : [this.points];
    setText(this.greatest, this.written_(figure, greatest(drawn.flatMap((points) => points.get(figure)))));
    setChildren(this.list, this.targets.length > 0 ? this.writeTargets_() : this.together);
  }

  /**
   * @return {!Array<!Element>} the number of each target
   * @private
   */
  writeTargets_() {
    const figure = COMPARED[this.kind];
    return this.targets.map((target) => {
      const drawn = this.drawnTargets.get(target.name) || element('div', null, [element('dt'), element('dd')]);
      this.drawnTargets.set(target.name, drawn);
      const [name, number] = /** @type {!Array<!HTMLElement>} */ ([...drawn.children]);
      drawn.className = 'target';
      drawn.style.setProperty('--line', colour(target.colour));
      setText(name, target.name);
      setText(number, this.written_(figure, target.figures[figure]));
      return drawn;
    });
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
    const compared = this.targets.length > 0 && this.kind !== 'gauge' ? `, ${COMPARED[this.kind]}` : '';
    let text = `${this.kind}${compared}${series > 1 ? `, ${series} series` : ''}`;
    if (this.hovered !== null && this.times[this.hovered] !== undefined) {
      const slot = this.hovered;
      const figure = COMPARED[this.kind];
      const values = this.lines_().map((line) => {
        const drawn = this.targets.length > 0 ? figure : line.label;
        return `${line.label} ${this.written_(drawn, line.values[slot])}`;
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
