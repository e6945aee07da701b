/**
 * A chart of lines with what belongs to it: the names of its lines, which switch them, and its
 * numbers as a table.
 */
import { pointedAt } from './cursor.js';
import { element, setChildren, setText } from './dom.js';
import { ReceivedLine, drawnLines, written } from './figures.js';
import { Timing } from './gestures.js';
import { LineChart, colour } from './lines.js';
import { SlotTable } from './numbers.js';
import { isReport } from './report.js';
import { Times } from './store.js';
import { clock } from './units.js';

/** The time of the figures where nothing is pointed at. */
const NOW = isReport() ? 'all' : 'now';

/**
 * What is drawn.
 *
 * @typedef {{
 *   times: !Times,
 *   kind: string,
 *   unit: ?string,
 *   figure: string,
 *   by: string,
 *   lines: !Array<!ReceivedLine>,
 *   numbers: boolean,
 * }}
 */
export let Content;

export class LinesPanel {
  /**
   * @param {!Timing} timing
   * @param {?function(!Array<string>): void=} onOff called with the lines that the user has switched off
   */
  constructor(timing, onOff = null) {
    this.onOff = onOff;
    this.plot = element('div', { class: 'canvas' });
    this.moment = element('span', { class: 'moment' });
    this.legend = element('ul', { class: 'legend', 'aria-label': 'Lines' });
    this.table = new SlotTable('Numbers of the chart');
    this.table.root.hidden = true;
    /** @type {!Set<string>} the lines that the user has switched off */
    this.off = new Set();
    /** @type {?Content} */
    this.content = null;
    /** The first second that is shown. */
    this.from = 0;
    this.chart = new LineChart(this.plot, (value) => this.written_(value), timing);
    this.parts = [this.plot, element('div', { class: 'legendbox' }, [this.moment, this.legend]), this.table.root];
  }

  /**
   * Shows the time that is pointed at.
   *
   * @param {?number} second null for none
   */
  point(second) {
    if (this.content && this.plot.isConnected) {
      this.chart.point(second);
      this.drawLegend_();
    }
  }

  /**
   * Removes what is drawn, before other lines or for good.
   */
  clear() {
    this.content = null;
    this.chart.destroy();
    setText(this.moment, '');
    setChildren(this.legend, []);
    this.table.clear();
    this.table.root.hidden = true;
  }

  /** Draws the chart anew, such as in other colours. */
  redraw() {
    this.chart.destroy();
    this.draw(this.content);
  }

  /**
   * @param {?Content} content null for what was drawn before
   */
  draw(content) {
    this.content = content;
    if (!content || content.lines.length === 0 || !this.plot.isConnected) {
      return;
    }
    const { times, lines } = content;
    const drawn = drawnLines(content.kind, content.figure, lines);
    const from = times.from(Math.min(...lines.map((line) => line.points.empty())));
    this.from = from;
    this.chart.draw(times.seconds, drawn.filter((line) => !this.off.has(line.label)), from);
    // The chart is drawn at the end of this turn
    queueMicrotask(() => this.chart.point(pointedAt()));
    this.drawLegend_();
    this.table.root.hidden = !content.numbers;
    if (content.numbers) {
      const columns = drawn.map((line) => ({
        name: this.name_(line.label),
        text: (slot) => this.written_(line.values[slot]),
      }));
      this.table.draw(times.seconds, from, columns);
    } else {
      this.table.clear();
    }
  }

  /**
   * @param {string} label
   * @return {string}
   * @private
   */
  name_(label) {
    return label || (this.content && this.content.by ? 'without that label' : 'all series');
  }

  /**
   * @param {?number|undefined} value
   * @param {boolean=} exact
   * @return {string}
   * @private
   */
  written_(value, exact = false) {
    const content = /** @type {!Content} */ (this.content);
    return written(content.kind, content.figure, content.unit, value, exact);
  }

  /**
   * Draws the names of the lines, with their values now or at the time that is pointed at.
   *
   * @private
   */
  drawLegend_() {
    const content = this.content;
    if (!content || content.lines.length === 0) {
      return;
    }
    const slot = content.times.slotOf(pointedAt());
    setText(this.moment, slot < 0 ? NOW : clock(content.times.seconds[slot]));
    const items = drawnLines(content.kind, content.figure, content.lines).map((line, index) => {
      const item = this.legend.children[index] || this.legendItem_();
      const button = /** @type {!HTMLElement} */ (item.firstElementChild);
      const [swatch, text, value] = button.children;
      button.dataset['line'] = line.label;
      button.setAttribute('aria-pressed', String(!this.off.has(line.label)));
      /** @type {!HTMLElement} */ (swatch).style.background = colour(line.colour);
      setText(text, this.name_(line.label));
      setText(value, slot < 0 ? this.written_(line.now) : this.written_(line.values[slot], true));
      return item;
    });
    setChildren(this.legend, items);
  }

  /**
   * Hides all other lines, or shows them again.
   *
   * @param {string} label
   * @private
   */
  showAlone_(label) {
    const content = /** @type {!Content} */ (this.content);
    const all = drawnLines(content.kind, content.figure, content.lines).map((line) => line.label);
    const others = all.filter((each) => each !== label);
    const alone = !this.off.has(label) && others.every((each) => this.off.has(each));
    this.off.clear();
    if (!alone) {
      others.forEach((each) => this.off.add(each));
    }
  }

  /**
   * @return {!HTMLElement}
   * @private
   */
  legendItem_() {
    const button = element('button', { type: 'button', title: 'Show or hide; with shift show it alone' }, [
      element('span', { class: 'swatch' }),
      element('span'),
      element('b'),
    ]);
    button.addEventListener('click', (event) => {
      const label = button.dataset['line'];
      if (/** @type {!MouseEvent} */ (event).shiftKey) {
        this.showAlone_(label);
      } else if (!this.off.delete(label)) {
        this.off.add(label);
      }
      this.draw(this.content);
      if (this.onOff) {
        this.onOff([...this.off]);
      }
    });
    return element('li', null, [button]);
  }
}
