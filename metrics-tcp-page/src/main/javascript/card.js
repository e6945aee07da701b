/**
 * One metric of the overview: its name, its figures and a small chart.
 */
import { pointedAt } from './cursor.js';
import { element, setChildren, setText } from './dom.js';
import { written } from './figures.js';
import { Timing, watch } from './gestures.js';
import { colour } from './lines.js';
import { marks } from './marks.js';
import { SlotTable } from './numbers.js';
import { Pin, drawPin, pinButton } from './pins.js';
import { Spark, SparkLine } from './spark.js';
import { Points, Shift, Times, endOf } from './store.js';
import { clock } from './units.js';

/**
 * The figures of each kind: the key in documents, and the name that is shown.
 *
 * @type {!Object<string, !Array<!Array<string>>>}
 */
const FIGURES = {
  counter: [
    ['rate', 'rate'],
    ['value', 'total'],
  ],
  gauge: [['value', 'value']],
  histogram: [
    ['rate', 'rate'],
    ['p50', 'p50'],
    ['p99', 'p99'],
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

/** What stands for a name that is empty. */
export const NO_NAME = '(no name)';

export class Card {
  /**
   * @param {!Object} identity the first document's part about the metric
   * @param {!Timing} timing
   */
  constructor(identity, timing) {
    this.id = /** @type {string} */ (identity['id']);
    this.name = /** @type {string} */ (identity['name']);
    this.kind = /** @type {string} */ (identity['kind']);
    this.unit = /** @type {?string} */ (null);
    this.mine = Boolean(identity['mine']);
    this.times = new Times();
    this.figures = {};
    this.points = new Points();
    /** @type {!Array<{name: string, colour: number, figures: !Object, points: !Points}>} side by side */
    this.targets = [];
    /** @type {!Map<string, !Points>} */
    this.pointsOf = new Map();
    /** @type {!Map<string, !HTMLElement>} */
    this.drawnTargets = new Map();
    this.visible = false;
    this.link = element('a', { text: this.name || NO_NAME, draggable: 'false' });
    this.about = element('span', { class: 'about' });
    this.numbers = new Map();
    this.together = FIGURES[this.kind].map(([key, name]) => {
      const number = element('dd');
      this.numbers.set(key, number);
      const lines = LINES[this.kind];
      const look = lines.length > 1 && lines.includes(key) ? `line-${COLOURS[key] + 1}` : null;
      return element('div', null, [element('dt', { text: name, class: look }), number]);
    });
    this.list = element('dl', null, this.together);
    this.greatest = element('span', { class: 'greatest' });
    this.tip = element('div', { class: 'marktip', hidden: true });
    this.plot = element('div', { class: 'chart', 'aria-hidden': 'true' }, [this.greatest, this.tip]);
    /** @type {?SlotTable} while numbers are shown beside charts */
    this.table = null;
    this.pin = pinButton(this.name, () => this.pinned());
    this.root = element('article', { class: 'card' }, [
      element('h3', null, [this.link]),
      ...this.pin,
      this.about,
      this.list,
      this.plot,
    ]);
    this.identify_(identity);
    this.chart = new Spark(this.plot);
    // Most cards are never pointed at
    const watched = () => watch(this.plot, () => this.chart.range, timing, this.root);
    this.root.addEventListener('pointerenter', watched, { once: true });
  }

  /**
   * Returns what pins the chart.
   *
   * @return {!Pin}
   */
  pinned() {
    return { id: this.id, by: '', filter: '', figure: '' };
  }

  /** Shows whether it is pinned. */
  drawPin() {
    this.pin.forEach((button) => drawPin(button, this.pinned()));
  }

  /**
   * Takes the unit and the description, which may come later than the metric.
   *
   * @param {!Object} identity
   * @private
   */
  identify_(identity) {
    this.unit = identity['unit'] || null;
    const description = identity['description'];
    // A name that is long is cut where it stands
    this.root.title = description ? `${this.name}: ${description}` : this.name;
  }

  /**
   * Takes what a document says of the metric.
   *
   * @param {!Object} metric
   * @param {!Shift} shift
   */
  take(metric, shift) {
    if (metric['name'] !== undefined) {
      this.identify_(metric);
    }
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
   * @param {!Times} times
   * @param {number} from the first second that is shown
   * @param {boolean} numbers whether its numbers are shown too
   */
  draw(times, from, numbers) {
    if (!this.visible) {
      this.showNumbers_(false);
      return;
    }
    this.write(times);
    const lines = this.lines_();
    const marked = marks.shown(from, endOf(times));
    this.chart.draw(times.seconds, lines, from, marked);
    this.chart.point(pointedAt());
    this.showNumbers_(numbers);
    if (this.table) {
      this.table.draw(times.seconds, from, this.columns_());
    }
  }

  /**
   * @return {!Array<{name: string, text: function(number): string}>} the columns of the numbers
   * @private
   */
  columns_() {
    /** @type {!Array<!Array>} */
    const columns =
      this.targets.length > 0 ? this.lines_().map((line) => [line.label, line.values]) : [...this.points.figures];
    return columns.map(([name, values]) => ({
      name: name,
      text: (slot) => this.written_(this.figureOf_(name), values[slot]),
    }));
  }

  /**
   * @param {string} label of a line
   * @return {string} what it is of: all targets have the same
   * @private
   */
  figureOf_(label) {
    return this.targets.length > 0 ? COMPARED[this.kind] : label;
  }

  /**
   * @return {!Array<!SparkLine>}
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
        filled: false,
        values: target.points.get(figure),
      }));
    }
    const figures = LINES[this.kind];
    return figures.map((figure) => ({
      label: figure,
      colour: COLOURS[figure],
      sparse: sparse,
      filled: figures.length === 1,
      values: this.points.get(figure),
    }));
  }

  /**
   * @param {boolean} shown
   * @private
   */
  showNumbers_(shown) {
    if (shown && !this.table) {
      this.table = new SlotTable(`Numbers of ${this.name}`);
      this.root.append(this.table.root);
    } else if (!shown && this.table) {
      this.table.root.remove();
      this.table = null;
    }
  }

  /** Forgets the rows of the table, as other points are received. */
  clear() {
    if (this.table) {
      this.table.clear();
    }
  }

  /**
   * Writes the figures as they are now.
   *
   * @param {!Times} times
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
    return written(this.kind, figure, this.unit, value);
  }

  /**
   * Shows the time that is pointed at, in this chart or another one.
   *
   * @param {?number} second null for none
   */
  point(second) {
    if (this.visible) {
      this.chart.point(second);
      this.describe_();
      this.sayMarks_(second);
    }
  }

  /**
   * Says what the marks are that are pointed at in this chart.
   *
   * @param {?number} second null for none
   * @private
   */
  sayMarks_(second) {
    const [from, to] = this.chart.range;
    const within = second !== null && this.root.matches(':hover');
    const toX = (at) => ((Math.min(at, to) - from) * this.plot.clientWidth) / Math.max(1, to - from);
    const found = within ? marks.at(marks.shown(from, to + 1), toX, toX(/** @type {number} */ (second))) : [];
    this.tip.hidden = found.length === 0;
    setText(this.tip, found.join('\n'));
  }

  /**
   * Says what the metric is or, while a time is pointed at, what it was then.
   *
   * @private
   */
  describe_() {
    const slot = this.times.slotOf(pointedAt());
    if (slot < 0) {
      const series = /** @type {number} */ (this.figures['series']);
      const compared = this.targets.length > 0 && this.kind !== 'gauge' ? `, ${COMPARED[this.kind]}` : '';
      setText(this.about, `${this.kind}${compared}${series > 1 ? `, ${series} series` : ''}`);
      return;
    }
    const values = this.lines_().map((line) => {
      return `${line.label} ${this.written_(this.figureOf_(line.label), line.values[slot])}`;
    });
    setText(this.about, `${clock(this.times.seconds[slot])}  ${values.join('  ')}`);
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
