/**
 * The marks of the time that is shown as text, and the kinds of them with what switches each off.
 */
import { byId, element, setChildren, setText } from './dom.js';
import { KINDS, Mark, Marks } from './marks.js';
import { clock } from './units.js';

/** More are not listed. */
const MOST = 200;

const SVG = 'http://www.w3.org/2000/svg';

export class MarkList {
  /**
   * @param {!Marks} marks
   * @param {function(): void} onSwitch called when a kind was switched off or on
   */
  constructor(marks, onSwitch) {
    this.marks = marks;
    this.onSwitch = onSwitch;
    this.section = byId('marks');
    this.kinds = byId('markkinds');
    this.body = element('tbody');
    this.more = element('p', { class: 'more' });
    /** @type {!Map<string, !Element>} what is drawn of each mark */
    this.rows = new Map();
    /** @type {!Map<string, {item: !HTMLElement, button: !HTMLElement, count: !HTMLElement}>} */
    this.buttons = new Map();
    const columns = ['time', 'kind', 'target', 'what happened'];
    this.section.append(
      element('h2', { class: 'group', text: 'Marks' }),
      element('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Table of the marks' }, [
        element('table', null, [
          element('thead', null, [element('tr', null, columns.map((text) => element('th', { scope: 'col', text: text })))]),
          this.body,
        ]),
      ]),
      this.more
    );
    for (const kind of Object.keys(KINDS)) {
      const button = this.button_(kind);
      this.buttons.set(kind, button);
      this.kinds.append(button.item);
    }
  }

  /**
   * @param {string} kind
   * @return {{item: !HTMLElement, button: !HTMLElement, count: !HTMLElement}}
   * @private
   */
  button_(kind) {
    const count = element('b');
    const button = element('button', { type: 'button', 'aria-pressed': true, 'data-kind': kind }, [
      sample(kind),
      element('span', { text: KINDS[kind].name }),
      count,
    ]);
    button.addEventListener('click', () => {
      const off = !this.marks.off.delete(kind);
      if (off) {
        this.marks.off.add(kind);
      }
      button.setAttribute('aria-pressed', String(!off));
      this.onSwitch();
    });
    return { item: element('li', null, [button]), button: button, count: count };
  }

  /**
   * Writes the marks of a time.
   *
   * @param {number} from the first second
   * @param {number} to the second behind the last one
   */
  draw(from, to) {
    const all = this.marks.all(from, to);
    this.section.hidden = all.length === 0;
    this.kinds.hidden = all.length === 0;
    this.buttons.forEach(({ item, count }, kind) => {
      const counted = all.filter((mark) => mark.kind === kind).length;
      item.hidden = counted === 0;
      setText(count, String(counted));
    });
    const shown = this.marks.shown(from, to).reverse();
    const before = this.rows;
    this.rows = new Map();
    const rows = shown.slice(0, MOST).map((mark) => {
      const key = JSON.stringify([mark.id, mark.kind, mark.text]);
      const row = before.get(key) || row_(mark);
      this.rows.set(key, row);
      return row;
    });
    setChildren(this.body, rows);
    setText(this.more, shown.length > MOST ? `and ${shown.length - MOST} older ones` : '');
  }
}

/**
 * @param {!Mark} mark
 * @return {!HTMLElement}
 */
function row_(mark) {
  return element('tr', { 'data-time': mark.time, 'data-kind': mark.kind }, [
    element('td', { text: clock(mark.time) }),
    element('td', null, [sample(mark.kind), element('span', { text: KINDS[mark.kind].name })]),
    element('td', { text: mark.target }),
    element('td', { class: 'sentence', text: mark.text }),
  ]);
}

/**
 * Returns a piece of the line that marks of a kind are drawn as.
 *
 * @param {string} kind
 * @return {!Element}
 */
function sample(kind) {
  const picture = document.createElementNS(SVG, 'svg');
  const line = document.createElementNS(SVG, 'line');
  const length = 18;
  const attributes = { class: 'marksample', width: 8, height: length, 'aria-hidden': 'true', 'data-kind': kind };
  Object.entries(attributes).forEach(([name, value]) => picture.setAttribute(name, String(value)));
  const ends = { x1: 4, x2: 4, y1: 0, y2: length, 'stroke-dasharray': KINDS[kind].dash.join(' ') || 'none' };
  Object.entries(ends).forEach(([name, value]) => line.setAttribute(name, String(value)));
  picture.append(line);
  return picture;
}
