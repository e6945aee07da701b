/**
 * The charts that were pinned, in the order that the user gives them.
 */
import { CONNECTING, absence } from './absence.js';
import { onPoint } from './cursor.js';
import { element, setChildren, setText } from './dom.js';
import { ReceivedLine, figuresOf, receivedLines } from './figures.js';
import { Timing } from './gestures.js';
import { wayOf } from './keys.js';
import { LinesPanel } from './panel.js';
import { Pin, keep, kept, readPins, writePin, writePins } from './pins.js';
import { isReport } from './report.js';
import { Times } from './store.js';
import { Navigation, View, elsewhere, write } from './view.js';

const EMPTY = isReport()
  ? 'There is no board in this report.'
  : 'Nothing is pinned yet: ☆ on a card, or the key *, brings a chart here.';

/** One chart of the board. */
class PinnedChart {
  /**
   * @param {!Pin} pin
   * @param {!Board} board
   */
  constructor(pin, board) {
    this.pin = pin;
    this.board = board;
    this.times = new Times();
    /** @type {!Array<!ReceivedLine>} */
    this.lines = [];
    this.kind = '';
    this.unit = /** @type {?string} */ (null);
    this.name = pin.id.slice(2);
    this.link = element('a', { text: this.name, draggable: 'false' });
    this.about = element('span', { class: 'about connecting', text: CONNECTING });
    this.handle = element('button', {
      type: 'button',
      class: 'handle',
      text: '⠿',
      'aria-label': `Move ${this.name}: drag, or arrow keys`,
      title: 'Move: drag, or arrow keys',
    });
    const remove = element('button', {
      type: 'button',
      class: 'pin',
      text: '★',
      'aria-pressed': 'true',
      'aria-label': `Take ${this.name} from the board`,
      title: 'Take from the board',
    });
    this.panel = new LinesPanel(board.timing);
    this.root = element('article', { class: 'card pinned' }, [
      element('h3', null, isReport() ? [this.link] : [this.handle, this.link]),
      ...(isReport() ? [] : [remove]),
      this.about,
      ...this.panel.parts,
    ]);
    remove.addEventListener('click', () => board.remove_(this));
    this.handle.addEventListener('keydown', (event) => this.press_(/** @type {!KeyboardEvent} */ (event)));
    this.handle.addEventListener('pointerdown', (event) => this.drag_(/** @type {!PointerEvent} */ (event)));
  }

  /**
   * @param {!View} view
   */
  show(view) {
    const { id, by, filter, figure } = this.pin;
    const filters = [filter, view.filter].filter((each) => each).join(' ');
    const target = elsewhere(view, 'metric', { id: id, by: by, filter: filters, figure: figure });
    this.link.setAttribute('href', '#' + write(target));
    this.draw(view);
  }

  /**
   * Takes what a document says of the chart.
   *
   * @param {!Object} shown
   * @param {!Object} document the document that it is a part of
   * @param {!Array<string>} targets all targets, in the order of their colours
   */
  take(shown, document, targets) {
    const shift = this.times.take(/** @type {?} */ (shown));
    this.about.classList.remove('connecting');
    if (shown['missing']) {
      this.lines = [];
      this.panel.clear();
      const { view } = this.board.navigation;
      setText(this.about, absence(document, view, 'series of this metric', view.filter || this.pin.filter));
      return;
    }
    const metric = shown['metric'];
    this.kind = metric['kind'];
    this.unit = metric['unit'] || null;
    if (shown['whole']) {
      this.panel.table.clear();
    }
    this.lines = receivedLines(shown, this.lines, shift, this.pin.by === 'target' ? targets : []);
  }

  /**
   * @param {!View} view
   */
  draw(view) {
    if (this.lines.length === 0) {
      return;
    }
    const figures = figuresOf(this.kind, this.lines.length !== 1 || this.pin.by !== '');
    const figure = figures.includes(this.pin.figure) ? this.pin.figure : figures[0];
    const by = this.pin.by ? ` by ${this.pin.by}` : '';
    setText(this.about, `${figure}${by}${this.pin.filter ? ` · ${this.pin.filter}` : ''}`);
    this.panel.draw({
      times: this.times,
      kind: this.kind,
      unit: this.unit,
      figure: figure,
      by: this.pin.by,
      lines: this.lines,
      numbers: view.numbers > 0,
    });
  }

  /**
   * @param {!KeyboardEvent} event
   * @private
   */
  press_(event) {
    const ways = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };
    const way = wayOf(event, ways);
    if (way !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      this.board.place_(this, this.board.charts.indexOf(this) + way);
      this.board.placed_(this);
      this.handle.focus();
    }
  }

  /**
   * @param {!PointerEvent} event
   * @private
   */
  drag_(event) {
    const handle = this.handle;
    handle.setPointerCapture(event.pointerId);
    this.root.classList.add('dragged');
    const move = (given) => {
      const moved = /** @type {!PointerEvent} */ (given);
      const below = document.elementFromPoint(moved.clientX, moved.clientY);
      const over = this.board.charts.findIndex((chart) => below !== null && chart !== this && chart.root.contains(below));
      if (over >= 0) {
        this.board.place_(this, over);
      }
    };
    const end = () => {
      this.root.classList.remove('dragged');
      handle.removeEventListener('pointermove', move);
      this.board.placed_(this);
    };
    handle.addEventListener('pointermove', move);
    handle.addEventListener('lostpointercapture', end, { once: true });
  }
}

/**
 * @param {!Pin} pin
 * @return {string} what the server is asked for: its metric, label and filter
 */
function query(pin) {
  return writePin(/** @type {!Pin} */ ({ ...pin, figure: '' }));
}

export class Board {
  /**
   * @param {!HTMLElement} parent
   * @param {!Navigation} navigation
   * @param {!Timing} timing
   */
  constructor(parent, navigation, timing) {
    this.parent = parent;
    this.navigation = navigation;
    this.timing = timing;
    this.times = new Times();
    /** @type {!Array<!PinnedChart>} */
    this.charts = [];
    this.note = element('p', { class: 'note', role: 'status' });
    this.mine = element('button', { type: 'button', text: 'Make it my board' });
    this.said = element('p', { class: 'said', role: 'status' });
    this.grid = element('div', { class: 'boardgrid' });
    this.root = element('section', { class: 'board', 'aria-label': 'Board' }, [
      element('h2', { class: 'group', text: 'Board' }),
      element('div', { class: 'notebox' }, [this.note, this.mine]),
      this.grid,
      this.said,
    ]);
    onPoint((second) => this.charts.forEach((chart) => chart.panel.point(second)));
    this.mine.addEventListener('click', () => {
      keep(navigation.view.pins);
      this.describe_();
    });
  }

  /**
   * Called when the view has changed.
   *
   * @param {!View} view
   */
  show(view) {
    const pins = readPins(view.pins);
    const known = new Map(this.charts.map((chart) => [writePin(chart.pin), chart]));
    this.charts = pins.map((pin) => known.get(writePin(pin)) || new PinnedChart(pin, this));
    setChildren(this.grid, this.charts.map((chart) => chart.root));
    // A chart that is only taken out stays known to its library
    [...known.values()].filter((chart) => !this.charts.includes(chart)).forEach((chart) => chart.panel.clear());
    setChildren(this.parent, [this.root]);
    this.charts.forEach((chart) => chart.show(view));
    this.describe_();
  }

  /**
   * Returns what the board asks the server for.
   *
   * @param {string} pins as they stand in the address
   * @return {!Array<string>} each as its identity, label and filter
   */
  static queries(pins) {
    return [...new Set(readPins(pins).map(query))];
  }

  /** @private */
  describe_() {
    const pins = this.navigation.view.pins;
    const linked = pins !== '' && pins !== kept();
    this.mine.hidden = !linked;
    setText(this.note, linked ? 'The board of a link.' : this.charts.length > 0 ? '' : EMPTY);
  }

  /**
   * Takes a document.
   *
   * @param {!Object} shown
   */
  take(shown) {
    this.times.take(/** @type {?} */ (shown));
    const targets = /** @type {!Array<!Object>} */ (shown['targets']).map((target) => target['name']);
    const parts = new Map(
      /** @type {!Array<!Object>} */ (shown['pins']).flatMap((part) => readPins(part['pin']).map((pin) => [query(pin), part]))
    );
    for (const chart of this.charts) {
      const part = parts.get(query(chart.pin));
      if (part) {
        chart.take(part, shown, targets);
        chart.draw(this.navigation.view);
      }
    }
  }

  /** Draws what is shown as it is now. */
  drawSoon() {
    this.charts.forEach((chart) => chart.draw(this.navigation.view));
  }

  /** Draws all charts anew, such as in other colours. */
  redraw() {
    this.charts.forEach((chart) => chart.panel.redraw());
  }

  /**
   * Returns the charts that are shown, each for a picture.
   *
   * @return {!Array<{
   *   root: !HTMLElement, legend: !HTMLElement, title: !HTMLElement, figure: {value: string}, from: number, times: !Times}>}
   */
  pictures() {
    return this.charts
      .filter((chart) => chart.lines.length > 0)
      .map((chart) => ({
        root: chart.root,
        legend: chart.panel.legend,
        title: chart.link,
        figure: { value: chart.about.textContent || '' },
        from: chart.panel.from,
        times: chart.times,
      }));
  }

  /**
   * What is shown, as an overview has it: for downloads.
   *
   * @return {!Map<string, !Object>}
   */
  get cards() {
    return new Map(
      this.charts.flatMap((chart) =>
        chart.lines.map((line) => {
          const name = [chart.name, line.key].filter((part) => part).join(' ');
          const card = {
            name: name,
            kind: chart.kind,
            unit: chart.unit,
            figures: line.figures,
            points: line.points,
          };
          return [`${writePin(chart.pin)} ${line.key}`, card];
        })
      )
    );
  }

  /**
   * Shows a chart at another place. Its element stays where it is: one that moves would lose the
   * pointer that drags it.
   *
   * @param {!PinnedChart} chart
   * @param {number} to
   * @private
   */
  place_(chart, to) {
    if (to < 0 || to >= this.charts.length) {
      return;
    }
    const others = this.charts.filter((each) => each !== chart);
    others.splice(to, 0, chart);
    this.charts = others;
    others.forEach((each, i) => each.root.style.setProperty('order', String(i)));
  }

  /**
   * Keeps the order that is shown.
   *
   * @param {!PinnedChart} chart the one that was moved
   * @private
   */
  placed_(chart) {
    this.charts.forEach((each) => each.root.style.removeProperty('order'));
    setChildren(this.grid, this.charts.map((each) => each.root));
    setText(this.said, `${chart.name} is ${this.charts.indexOf(chart) + 1} of ${this.charts.length}`);
    this.changed_();
  }

  /**
   * @param {!PinnedChart} chart
   * @private
   */
  remove_(chart) {
    const at = this.charts.indexOf(chart);
    this.charts = this.charts.filter((each) => each !== chart);
    chart.panel.clear();
    setText(this.said, `${chart.name} is no longer on the board`);
    this.changed_();
    const next = this.charts[Math.min(at, this.charts.length - 1)];
    if (next) {
      next.handle.focus();
    }
  }

  /** @private */
  changed_() {
    const pins = writePins(this.charts.map((chart) => chart.pin));
    if (this.navigation.view.pins === kept()) {
      keep(pins);
    }
    this.navigation.go({ pins: pins }, true);
  }
}
