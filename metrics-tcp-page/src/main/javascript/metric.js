/**
 * One metric: lines split by a label, the heat map of a histogram, and a table of its series.
 */
import { CONNECTING, absence } from './absence.js';
import { BrushBars } from './brush.js';
import { NO_NAME } from './card.js';
import { onPoint } from './cursor.js';
import { element, setChildren, setText } from './dom.js';
import { ReceivedLine, figuresOf, receivedLines } from './figures.js';
import { Timing } from './gestures.js';
import { HeatMap } from './heatmap.js';
import { LinesPanel } from './panel.js';
import { Pin, drawPin, onPins, pinButton } from './pins.js';
import { Times } from './store.js';
import { SeriesTable } from './table.js';
import { labelTerm, targetTerm } from './terms.js';
import { format, parseValue } from './units.js';
import { Navigation, View, elsewhere, selection, write } from './view.js';

/**
 * Returns what makes the lines of a metric.
 *
 * @param {!View} view
 * @return {string} a label, or `target`; empty for one line
 */
export function splitOf(view) {
  return view.by || (view.apart ? 'target' : '');
}

export class MetricPage {
  /**
   * @param {!HTMLElement} parent
   * @param {!Navigation} navigation
   * @param {!Timing} timing
   */
  constructor(parent, navigation, timing) {
    this.parent = parent;
    this.navigation = navigation;
    this.times = new Times();
    /** @type {!Array<!ReceivedLine>} */
    this.lines = [];
    this.id = '';
    /** The series and the time that are shown, as parameters. */
    this.selected = '';
    this.kind = '';
    this.unit = /** @type {?string} */ (null);
    /** @type {!Array<string>} */
    this.targets = [];
    this.back = element('a', { class: 'back', text: '← All metrics' });
    this.title = element('h2', { class: 'title' });
    this.description = element('p', { class: 'description' });
    this.split = element('label', { for: 'by', text: 'Split by' });
    this.by = /** @type {!HTMLSelectElement} */ (element('select', { id: 'by' }));
    this.figure = /** @type {!HTMLSelectElement} */ (element('select', { id: 'figure' }));
    this.level = /** @type {!HTMLInputElement} */ (
      element('input', { id: 'level', type: 'text', autocomplete: 'off', placeholder: 'such as 200ms' })
    );
    this.beyond = element('span', { class: 'beyond' });
    this.heatBox = element('section', { class: 'heatbox', 'aria-label': 'Distribution over time' });
    this.tableBox = element('section', { class: 'tablebox', 'aria-label': 'Series' });
    this.panel = new LinesPanel(timing, (off) => navigation.go({ off: off }, true));
    this.legend = this.panel.legend;
    this.pin = pinButton('this chart', () => this.pinned());
    onPins(() => this.drawPin_());
    onPoint((second) => this.panel.point(second));
    this.heat = new HeatMap(
      this.heatBox,
      timing,
      (value) => format(value, this.unit),
      (region) => {
        this.bars.show(region, this.navigation.view);
      }
    );
    this.bars = new BrushBars(this.heatBox, (label, value) =>
      // The shares are of the target, also where a label has that name
      this.filter_(label === 'target' ? targetTerm(value) : labelTerm(label, value))
    );
    this.table = new SeriesTable(
      this.tableBox,
      (term) => this.filter_(term),
      (order) => this.navigation.go({ order: order }, true)
    );
    this.root = element('div', { class: 'metric' }, [
      this.back,
      element('div', { class: 'titles' }, [this.title, ...this.pin]),
      this.description,
      element('div', { class: 'choices' }, [
        this.split,
        this.by,
        element('label', { for: 'figure', text: 'Figure' }),
        this.figure,
        element('label', { for: 'level', text: 'Level' }),
        this.level,
        this.beyond,
      ]),
      element('section', { class: 'plot', 'aria-label': 'Lines over time' }, this.panel.parts),
      this.heatBox,
      this.tableBox,
    ]);
    this.by.addEventListener('change', () => {
      const by = this.by.value;
      // Split by nothing, targets are together again
      navigation.go({ by: by, apart: by ? navigation.view.apart : 0, off: [] });
    });
    this.figure.addEventListener('change', () => navigation.go({ figure: this.figure.value }, true));
    this.level.addEventListener('change', () => {
      const level = parseValue(this.level.value, this.unit);
      const given = this.level.value.trim() !== '';
      if (given && (level === null || level <= 0)) {
        this.level.setAttribute('aria-invalid', 'true');
        setText(this.beyond, `"${this.level.value}" is no level, which is a number above 0, such as 200ms`);
        return;
      }
      this.level.removeAttribute('aria-invalid');
      navigation.go({ level: given ? level : 0 }, true);
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
      this.clear_();
      // Also the unit of the level is not known yet
      this.unit = null;
      this.kind = '';
      this.level.removeAttribute('aria-invalid');
      setText(this.title, view.id.slice(2));
      setText(this.description, CONNECTING);
      this.description.classList.add('connecting');
    }
    const selected = String(new URLSearchParams([['id', view.id], ...selection(view)]));
    if (selected !== this.selected) {
      this.selected = selected;
      this.heat.unmark();
      this.bars.show(null, view);
    }
    this.back.setAttribute('href', '#' + write(elsewhere(view, 'overview')));
    this.writeLevel_();
    this.panel.off = new Set(view.off);
    this.heat.level = view.level;
    this.heat.numbers = view.numbers > 0;
    this.table.order = view.order;
    this.table.draw();
    if (this.lines.length > 0) {
      this.chooseFigure_();
    }
    this.drawPin_();
    this.draw();
  }

  /** @return {number} the first second that is drawn */
  get from() {
    return this.panel.from;
  }

  /** Draws what is shown as it is now. */
  drawSoon() {
    this.draw();
  }

  /** Draws the charts anew, such as in other colours. */
  redraw() {
    this.panel.redraw();
    this.draw();
  }

  /**
   * Takes a document.
   *
   * @param {!Object} shown
   */
  take(shown) {
    const shift = this.times.take(/** @type {?} */ (shown));
    this.description.classList.remove('connecting');
    if (shown['missing']) {
      this.clear_();
      setText(this.title, this.navigation.view.id.slice(2));
      setText(this.description, absence(shown, this.navigation.view, 'series of this metric'));
      return;
    }
    const metric = shown['metric'];
    this.targets = shown['targets'].map((target) => target['name']);
    this.kind = metric['kind'];
    this.unit = metric['unit'] || null;
    setText(this.title, metric['name'] || NO_NAME);
    const counted = metric['series'] === 1 ? '' : `, ${metric['series']} series`;
    const kind = `${this.kind}${this.unit ? ` of ${this.unit}` : ''}${counted}`;
    setText(this.description, metric['description'] ? `${metric['description']} · ${kind}` : kind);
    if (shown['whole']) {
      this.panel.table.clear();
      this.heat.table.clear();
    }
    const byTarget = splitOf(this.navigation.view) === 'target';
    this.lines = receivedLines(shown, this.lines, shift, byTarget ? this.targets : []);
    if (document.activeElement !== this.level) {
      this.writeLevel_();
    }
    this.choices_(shown['labels']);
    this.heatBox.hidden = this.kind !== 'histogram';
    if (shown['heat']) {
      this.heat.cells.take(shift, shown['heat'], shown['whole']);
      this.heat.quantiles.take(shift, shown['heat']['quantiles']);
    }
    this.table.take(shown['rows'], shown['moreRows'], this.kind, this.unit);
    this.draw();
  }

  /**
   * Removes what is drawn: nothing of it is what the title says.
   *
   * @private
   */
  clear_() {
    this.lines = [];
    this.panel.clear();
    this.heat.clear();
    this.bars.show(null, this.navigation.view);
    this.heatBox.hidden = true;
    this.table.clear();
    setText(this.beyond, '');
  }

  /**
   * Writes the level with its unit, which is known once there is a document.
   *
   * @private
   */
  writeLevel_() {
    const level = this.navigation.view.level;
    if (!this.level.hasAttribute('aria-invalid')) {
      this.level.value = level ? format(level, this.unit) : '';
    }
  }

  /**
   * @param {!Array<string>} labels
   * @private
   */
  choices_(labels) {
    options(this.by, ['', ...labels, ...(this.targets.length > 1 ? ['target'] : [])], (label) => label || 'nothing');
    this.by.value = splitOf(this.navigation.view);
    // There is nothing to choose
    const single = this.by.options.length <= 1 && !splitOf(this.navigation.view);
    this.split.hidden = single;
    this.by.hidden = single;
    this.chooseFigure_();
  }

  /** @private */
  chooseFigure_() {
    const figures = figuresOf(this.kind, this.lines.length !== 1 || splitOf(this.navigation.view) !== '');
    options(this.figure, figures, (figure) => figure);
    const chosen = this.navigation.view.figure;
    this.figure.value = figures.includes(chosen) ? chosen : figures[0];
  }

  /** Draws everything as it is now. */
  draw() {
    if (!this.figure.value || this.lines.length === 0) {
      return;
    }
    this.panel.draw({
      times: this.times,
      kind: this.kind,
      unit: this.unit,
      figure: this.figure.value,
      by: splitOf(this.navigation.view),
      lines: this.lines,
      numbers: this.navigation.view.numbers > 0,
    });
    if (this.kind === 'histogram') {
      this.heat.draw(this.times.seconds, this.times.step, this.from);
      if (!this.level.hasAttribute('aria-invalid')) {
        const share = this.heat.level > 0 ? this.heat.cells.shareBeyond(this.heat.level) : null;
        setText(this.beyond, share === null ? '' : `${(share * 100).toPrecision(3)} % of the samples are beyond it`);
      }
    }
  }

  /**
   * Returns what pins the chart.
   *
   * @return {!Pin}
   */
  pinned() {
    const { id, filter, figure } = this.navigation.view;
    return { id: id, by: splitOf(this.navigation.view), filter: filter, figure: figure };
  }

  /** @private */
  drawPin_() {
    this.pin.forEach((button) => drawPin(button, this.pinned()));
  }

  /**
   * @param {string} term
   * @private
   */
  filter_(term) {
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
