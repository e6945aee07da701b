/**
 * One metric of the overview: its name, its figures and a small chart.
 */
import { pointedAt } from './cursor.js';
import { element, setText } from './dom.js';
import { written } from './figures.js';
import { Timing, watch } from './gestures.js';
import { SlotTable } from './numbers.js';
import { Pin, drawPin, pinButton } from './pins.js';
import { Spark } from './spark.js';
import { Points, Shift, Times } from './store.js';
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

/** The colours of lines, as those of the metric's own page. */
const COLOURS = { rate: 0, value: 0, p50: 0, p99: 2 };

export class Card {
  /**
   * @param {!Object} identity the first document's part about the metric
   * @param {!Timing} timing
   */
  constructor(identity, timing) {
    this.id = /** @type {string} */ (identity['id']);
    this.name = /** @type {string} */ (identity['name']);
    this.kind = /** @type {string} */ (identity['kind']);
    this.unit = /** @type {?string} */ (identity['unit'] || null);
    this.mine = Boolean(identity['mine']);
    this.times = new Times();
    this.figures = {};
    this.points = new Points();
    this.visible = false;
    this.link = element('a', { text: this.name, draggable: 'false' });
    this.about = element('span', { class: 'about' });
    this.numbers = new Map();
    const list = element('dl');
    for (const [key, name] of FIGURES[this.kind]) {
      const number = element('dd');
      this.numbers.set(key, number);
      const lines = LINES[this.kind];
      const look = lines.length > 1 && lines.includes(key) ? `line-${COLOURS[key] + 1}` : null;
      list.append(element('div', null, [element('dt', { text: name, class: look }), number]));
    }
    this.greatest = element('span', { class: 'greatest' });
    this.plot = element('div', { class: 'chart', 'aria-hidden': 'true' }, [this.greatest]);
    /** @type {?SlotTable} while numbers are shown beside charts */
    this.table = null;
    this.pin = pinButton(this.name, () => this.pinned_());
    this.root = element('article', { class: 'card', title: identity['description'] || '' }, [
      element('h3', null, [this.link]),
      ...this.pin,
      this.about,
      list,
      this.plot,
    ]);
    this.chart = new Spark(this.plot);
    // Most cards are never pointed at
    const watched = () => watch(this.plot, () => this.chart.range, timing, this.root);
    this.root.addEventListener('pointerenter', watched, { once: true });
  }

  /**
   * @return {!Pin}
   * @private
   */
  pinned_() {
    return { id: this.id, by: '', filter: '', figure: '' };
  }

  /** Shows whether it is pinned. */
  drawPin() {
    this.pin.forEach((button) => drawPin(button, this.pinned_()));
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
    const figures = LINES[this.kind];
    this.chart.draw(
      times.seconds,
      figures.map((figure) => ({
        colour: COLOURS[figure],
        sparse: this.kind === 'histogram',
        filled: figures.length === 1,
        values: this.points.get(figure),
      })),
      from
    );
    this.chart.point(pointedAt());
    this.showNumbers_(numbers);
    if (this.table) {
      const columns = [...this.points.figures].map(([figure, values]) => ({
        name: figure,
        text: (slot) => this.written_(figure, values[slot]),
      }));
      this.table.draw(times.seconds, from, columns);
    }
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
    }
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
      setText(this.about, `${this.kind}${series > 1 ? `, ${series} series` : ''}`);
      return;
    }
    const values = LINES[this.kind].map((figure) => {
      return `${figure} ${this.written_(figure, this.points.get(figure)[slot])}`;
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
