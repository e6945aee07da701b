/**
 * One metric: lines split by a label, the heat map of a histogram, and a table of its series.
 */
import { BrushBars } from './brush.js';
import { element, setChildren, setText } from './dom.js';
import { HeatMap } from './heatmap.js';
import { LineChart, colour } from './lines.js';
import { isReport } from './report.js';
import { Points, Times } from './store.js';
import { SeriesTable } from './table.js';
import { clock, format, formatRate, parseValue } from './units.js';
import { Navigation, View, write } from './view.js';

const HEIGHT = 260;

/** The time of the figures where nothing is pointed at. */
const NOW = isReport() ? 'all' : 'now';

/** Of a histogram that is not split: several lines in one chart. */
const QUANTILES = ['p50', 'p90', 'p99'];

/** Their name in the list of figures. */
const ALL_QUANTILES = 'p50, p90, p99';

/** Their colours, as in the heat map. */
const QUANTILE_COLOURS = [0, 1, 2];

/**
 * Returns what makes the lines of a metric.
 *
 * @param {!View} view
 * @return {string} a label, or `target`; empty for one line
 */
export function splitOf(view) {
  return view.by || (view.apart ? 'target' : '');
}

/** Words of the filter's language that are no labels. */
const RESERVED = ['name', 'kind', 'unit'];

/**
 * The figures of each kind that can be drawn, the first one by default.
 *
 * @type {!Object<string, !Array<string>>}
 */
const FIGURES = {
  counter: ['rate'],
  gauge: ['value'],
  histogram: [ALL_QUANTILES, 'p99', 'p50', 'p90', 'mean', 'max', 'rate'],
};

export class MetricPage {
  /**
   * @param {!HTMLElement} parent
   * @param {!Navigation} navigation
   */
  constructor(parent, navigation) {
    this.parent = parent;
    this.navigation = navigation;
    this.times = new Times();
    /** @type {!Array<{key: string, target: string, rest: boolean, points: !Points, figures: !Object}>} */
    this.lines = [];
    /** @type {!Set<string>} the lines that the user has switched off */
    this.off = new Set();
    this.id = '';
    this.kind = '';
    this.unit = /** @type {?string} */ (null);
    this.unsplit = true;
    /** @type {!Array<string>} */
    this.targets = [];
    /** @type {?number} the slot that is pointed at */
    this.hovered = null;
    this.back = element('a', { class: 'back', text: '← All metrics' });
    this.title = element('h2', { class: 'title' });
    this.description = element('p', { class: 'description' });
    this.by = /** @type {!HTMLSelectElement} */ (element('select', { id: 'by' }));
    this.figure = /** @type {!HTMLSelectElement} */ (element('select', { id: 'figure' }));
    this.level = /** @type {!HTMLInputElement} */ (
      element('input', { id: 'level', type: 'text', autocomplete: 'off', placeholder: 'such as 200ms' })
    );
    this.beyond = element('span', { class: 'beyond' });
    this.plot = element('div', { class: 'canvas' });
    this.moment = element('span', { class: 'moment' });
    this.legend = element('ul', { class: 'legend', 'aria-label': 'Lines' });
    this.heatBox = element('section', { class: 'heatbox', 'aria-label': 'Distribution over time' });
    this.tableBox = element('section', { class: 'tablebox', 'aria-label': 'Series' });
    this.chart = new LineChart(this.plot, {
      height: HEIGHT,
      axes: true,
      format: (value) => this.written_(value),
      onZoom: (from, to) => this.zoom_(from, to),
      onHover: (slot) => {
        this.hovered = slot;
        this.drawLegend_();
      },
    });
    this.heat = new HeatMap(
      this.heatBox,
      (value) => format(value, this.unit),
      (region) => {
        this.bars.show(region, this.navigation.view);
      }
    );
    this.bars = new BrushBars(this.heatBox);
    this.table = new SeriesTable(this.tableBox, (label, value) => this.filter_(label, value));
    this.root = element('div', { class: 'metric' }, [
      this.back,
      this.title,
      this.description,
      element('div', { class: 'choices' }, [
        element('label', { for: 'by', text: 'Split by' }),
        this.by,
        element('label', { for: 'figure', text: 'Figure' }),
        this.figure,
        element('label', { for: 'level', text: 'Level' }),
        this.level,
        this.beyond,
      ]),
      element('section', { class: 'plot', 'aria-label': 'Lines over time' }, [
        this.plot,
        element('div', { class: 'legendbox' }, [this.moment, this.legend]),
      ]),
      this.heatBox,
      this.tableBox,
    ]);
    this.by.addEventListener('change', () => {
      const by = this.by.value;
      // Split by nothing, targets are together again
      navigation.go({ by: by, apart: by ? navigation.view.apart : 0 });
    });
    this.figure.addEventListener('change', () => navigation.go({ figure: this.figure.value }, true));
    this.level.addEventListener('change', () => {
      const level = parseValue(this.level.value, this.unit);
      navigation.go({ level: level !== null && level > 0 ? level : 0 }, true);
    });
  }

  /**
   * Called when the view has changed.
   *
   * @param {!View} view
   */
  show(view) {
    if (this.root.parentNode !== this.parent) {
      setChildren(this.parent, [this.root]);
    }
    if (view.id !== this.id) {
      this.id = view.id;
      this.lines = [];
      this.off.clear();
      this.heat.clear();
      this.bars.show(null, view);
    }
    this.back.setAttribute('href', '#' + write(/** @type {!View} */ ({ ...view, page: 'overview', id: '', by: '' })));
    this.level.value = view.level ? format(view.level, this.unit) : '';
    this.heat.level = view.level;
    this.draw();
  }

  /** Draws the charts anew, such as in other colours. */
  redraw() {
    this.chart.destroy();
    this.draw();
  }

  /**
   * Takes a document.
   *
   * @param {!Object} shown
   */
  take(shown) {
    const shift = this.times.take(/** @type {?} */ (shown));
    if (shown['missing']) {
      setText(this.title, this.navigation.view.id.slice(2));
      setText(this.description, 'No series of this metric matches, or none was received yet.');
      return;
    }
    const metric = shown['metric'];
    this.targets = shown['targets'].map((target) => target['name']);
    this.kind = metric['kind'];
    this.unit = metric['unit'] || null;
    setText(this.title, metric['name']);
    const counted = metric['series'] === 1 ? '' : `, ${metric['series']} series`;
    const kind = `${this.kind}${this.unit ? ` of ${this.unit}` : ''}${counted}`;
    setText(this.description, metric['description'] ? `${metric['description']} · ${kind}` : kind);
    const before = this.lines;
    this.lines = shown['lines'].map((line, i) => {
      const points = shown['whole'] || !before[i] ? new Points() : before[i].points;
      points.take(shift, line['points']);
      return { key: keyOf(line), target: line['target'] || '', rest: line['rest'], points: points, figures: line };
    });
    this.choices_(shown['labels']);
    this.heatBox.hidden = this.kind !== 'histogram';
    if (shown['heat']) {
      this.heat.cells.take(shift, shown['heat'], shown['whole']);
    }
    this.table.take(shown['rows'], shown['moreRows'], this.kind, this.unit);
    this.draw();
  }

  /**
   * @param {!Array<string>} labels
   * @private
   */
  choices_(labels) {
    options(this.by, ['', ...labels, ...(this.targets.length > 1 ? ['target'] : [])], (label) => label || 'nothing');
    this.by.value = splitOf(this.navigation.view);
    this.unsplit = this.lines.length === 1 && !this.by.value;
    const figures = FIGURES[this.kind].filter((figure) => this.unsplit || figure !== ALL_QUANTILES);
    options(this.figure, figures, (figure) => figure);
    const chosen = this.navigation.view.figure;
    this.figure.value = figures.includes(chosen) ? chosen : figures[0];
  }

  /** Draws everything as it is now. */
  draw() {
    if (!this.figure.value || this.lines.length === 0) {
      return;
    }
    const drawn = this.drawn_();
    const shown = drawn.filter((line) => !this.off.has(line.label));
    const empty = Math.min(...this.lines.map((line) => line.points.empty()));
    const from = this.times.from(empty);
    this.chart.draw(this.times.seconds, shown, from);
    this.drawLegend_();
    if (this.kind === 'histogram') {
      const whole = this.lines.length === 1 ? this.lines[0].points : null;
      const over = whole ? QUANTILES.map((name) => ({ name: name, values: whole.get(name) })) : [];
      this.heat.draw(this.times.seconds, this.times.step, over, from);
      const share = this.heat.level > 0 ? this.heat.cells.shareBeyond(this.heat.level) : null;
      setText(this.beyond, share === null ? '' : `${(share * 100).toPrecision(3)} % of the samples are beyond it`);
    }
  }

  /**
   * Returns the lines of the chart.
   *
   * @return {!Array<{label: string, colour: number, dashed: boolean, sparse: boolean, values: !Array<?number>, now: ?number}>}
   * @private
   */
  drawn_() {
    const figure = this.figure.value;
    if (figure === ALL_QUANTILES) {
      const { points, figures } = this.lines[0];
      return QUANTILES.map((name, index) => ({
        label: name,
        colour: QUANTILE_COLOURS[index],
        dashed: false,
        sparse: true,
        values: points.get(name),
        now: figures[name] === undefined ? null : figures[name],
      }));
    }
    return this.lines.map((line, index) => ({
      label: line.key,
      // A target has the same colour in all charts
      colour: line.rest ? 7 : this.by.value === 'target' ? this.targets.indexOf(line.target) : index,
      dashed: line.rest,
      sparse: this.kind === 'histogram' && figure !== 'rate',
      values: line.points.get(figure),
      now: line.figures[figure],
    }));
  }

  /**
   * Draws the names of the lines, with their values now or at the time that is pointed at.
   *
   * @private
   */
  drawLegend_() {
    const slot = this.hovered;
    const second = slot === null ? undefined : this.times.seconds[slot];
    setText(this.moment, second === undefined ? NOW : clock(second));
    const items = this.drawn_().map((line, index) => {
      const name = line.label || (this.by.value ? 'without that label' : 'all series');
      const item = this.legend.children[index] || this.legendItem_();
      const button = /** @type {!HTMLElement} */ (item.firstElementChild);
      const [swatch, text, value] = button.children;
      button.dataset['line'] = line.label;
      button.setAttribute('aria-pressed', String(!this.off.has(line.label)));
      /** @type {!HTMLElement} */ (swatch).style.background = colour(line.colour);
      setText(text, name);
      setText(value, this.written_(slot === null ? line.now : line.values[slot]));
      return item;
    });
    setChildren(this.legend, items);
  }

  /**
   * @return {!HTMLElement}
   * @private
   */
  legendItem_() {
    const button = element('button', { type: 'button' }, [
      element('span', { class: 'swatch' }),
      element('span'),
      element('b'),
    ]);
    button.addEventListener('click', () => {
      const label = button.dataset['line'];
      if (!this.off.delete(label)) {
        this.off.add(label);
      }
      this.draw();
    });
    return element('li', null, [button]);
  }

  /**
   * @param {?number|undefined} value
   * @return {string}
   * @private
   */
  written_(value) {
    if (this.figure.value === 'rate') {
      return formatRate(value, this.kind === 'histogram' ? null : this.unit);
    }
    return format(value, this.unit);
  }

  /**
   * @param {number} from
   * @param {number} to
   * @private
   */
  zoom_(from, to) {
    const seconds = to - from;
    const window = [60, 300, 900, 3600].find((each) => each >= seconds) || 3600;
    this.navigation.go({ window: window, end: Math.ceil(to) });
  }

  /**
   * @param {string} label
   * @param {string} value
   * @private
   */
  filter_(label, value) {
    const name = RESERVED.includes(label) ? `label:${label}` : label;
    // A quotation mark cannot be quoted: ? is any character
    const term = /[\s"]/.test(value) ? `${name}="${value.replaceAll('"', '?')}"` : `${name}=${value}`;
    this.navigation.go({ filter: `${this.navigation.view.filter} ${term}`.trim() });
  }
}

/**
 * @param {!Object} line
 * @return {string} the value of the label and, if that is not the target, the target of the line
 */
function keyOf(line) {
  const target = line['target'];
  return target && target !== line['key'] ? `${line['key']} · ${target}` : line['key'];
}

/**
 * Makes the options of a list those that are given.
 *
 * @param {!HTMLSelectElement} select
 * @param {!Array<string>} values
 * @param {function(string): string} text
 */
function options(select, values, text) {
  const there = [...select.options].map((option) => option.value);
  if (there.join('\n') !== values.join('\n')) {
    setChildren(
      select,
      values.map((value) => element('option', { value: value, text: text(value) }))
    );
  }
}
