/**
 * One metric: lines split by a label, the heat map of a histogram, and a table of its series.
 */
import { BrushBars } from './brush.js';
import { element, setChildren, setText } from './dom.js';
import { HeatMap } from './heatmap.js';
import { LineChart, colour } from './lines.js';
import { Points, Times } from './store.js';
import { SeriesTable } from './table.js';
import { format, formatRate } from './units.js';
import { Navigation, View } from './view.js';

const HEIGHT = 260;

/**
 * The figures of each kind that can be drawn, the first one by default.
 *
 * @type {!Object<string, !Array<string>>}
 */
const FIGURES = {
  counter: ['rate'],
  gauge: ['value'],
  histogram: ['p99', 'p50', 'p90', 'mean', 'max', 'rate'],
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
    /** @type {!Array<{key: string, rest: boolean, points: !Points, figures: !Object}>} */
    this.lines = [];
    /** @type {!Set<string>} the lines that the user has switched off */
    this.off = new Set();
    this.kind = '';
    this.unit = /** @type {?string} */ (null);
    this.title = element('h2', { class: 'title' });
    this.description = element('p', { class: 'description' });
    this.by = /** @type {!HTMLSelectElement} */ (element('select', { id: 'by' }));
    this.figure = /** @type {!HTMLSelectElement} */ (element('select', { id: 'figure' }));
    this.level = /** @type {!HTMLInputElement} */ (
      element('input', { id: 'level', type: 'number', min: 0, step: 'any', placeholder: 'none' })
    );
    this.beyond = element('span', { class: 'beyond' });
    this.plot = element('div', { class: 'plot' });
    this.legend = element('ul', { class: 'legend' });
    this.heatBox = element('section', { class: 'heatbox', 'aria-label': 'Distribution over time' });
    this.tableBox = element('section', { class: 'tablebox', 'aria-label': 'Series' });
    this.chart = new LineChart(this.plot, {
      height: HEIGHT,
      axes: true,
      format: (value) => this.written_(value),
      onZoom: (from, to) => this.zoom_(from, to),
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
      this.plot,
      this.legend,
      this.heatBox,
      this.tableBox,
    ]);
    this.by.addEventListener('change', () => navigation.go({ by: this.by.value }));
    this.figure.addEventListener('change', () => navigation.go({ figure: this.figure.value }, true));
    this.level.addEventListener('change', () => navigation.go({ level: Number(this.level.value) || 0 }, true));
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
    this.level.value = view.level ? String(view.level) : '';
    this.heat.level = view.level;
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
    this.kind = metric['kind'];
    this.unit = metric['unit'] || null;
    setText(this.title, `${metric['name']} · ${this.kind}${this.unit ? ` of ${this.unit}` : ''}`);
    setText(this.description, metric['description'] || '');
    const before = this.lines;
    this.lines = shown['lines'].map((line, i) => {
      const points = shown['whole'] || !before[i] ? new Points() : before[i].points;
      points.take(shift, line['points']);
      return { key: line['key'], rest: line['rest'], points: points, figures: line };
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
    options(this.by, ['', ...labels, 'target'], (label) => label || 'nothing');
    this.by.value = this.navigation.view.by;
    const figures = FIGURES[this.kind];
    options(this.figure, figures, (figure) => figure);
    const chosen = this.navigation.view.figure;
    this.figure.value = figures.includes(chosen) ? chosen : figures[0];
  }

  /** Draws everything as it is now. */
  draw() {
    const figure = this.figure.value;
    if (!figure || this.lines.length === 0) {
      return;
    }
    const drawn = this.lines
      .map((line, index) => ({
        label: line.key,
        colour: line.rest ? 7 : index,
        dashed: line.rest,
        values: line.points.get(figure),
      }))
      .filter((line) => !this.off.has(line.label));
    this.chart.draw(this.times.seconds, drawn);
    this.drawLegend_(figure);
    if (this.kind === 'histogram') {
      const whole = this.lines.length === 1 ? this.lines[0].points : null;
      const over = whole ? ['p50', 'p90', 'p99'].map((name) => ({ name: name, values: whole.get(name) })) : [];
      this.heat.draw(this.times.seconds, this.times.step, over);
      const share = this.heat.level > 0 ? this.heat.cells.shareBeyond(this.heat.level) : null;
      setText(this.beyond, share === null ? '' : `${(share * 100).toPrecision(3)} % of the samples are beyond it`);
    }
  }

  /**
   * @param {string} figure
   * @private
   */
  drawLegend_(figure) {
    const items = this.lines.map((line, index) => {
      const name = line.key || (this.navigation.view.by ? 'without that label' : 'all series');
      const button = element('button', { type: 'button', 'aria-pressed': String(!this.off.has(line.key)) }, [
        element('span', { class: 'swatch', text: line.rest ? '┅' : '━' }),
        element('span', { text: `${name} ` }),
        element('b', { text: this.written_(line.figures[figure]) }),
      ]);
      /** @type {!HTMLElement} */ (button.firstElementChild).style.color = colour(line.rest ? 7 : index);
      button.addEventListener('click', () => {
        if (!this.off.delete(line.key)) {
          this.off.add(line.key);
        }
        this.draw();
      });
      return element('li', null, [button]);
    });
    const focused = [...this.legend.children].findIndex((item) => item.contains(document.activeElement));
    setChildren(this.legend, items);
    if (focused >= 0 && items[focused]) {
      /** @type {!HTMLElement} */ (items[focused].firstElementChild).focus();
    }
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
    const term = /[\s"*?]/.test(value) ? `${label}="${value}"` : `${label}=${value}`;
    this.navigation.go({ filter: `${this.navigation.view.filter} ${term}`.trim() });
  }
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
