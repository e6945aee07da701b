/**
 * The targets in the head of the page: their state and, if there are several, which of them are
 * shown, together or side by side.
 */
import { element, setChildren, setText } from './dom.js';
import { colour } from './lines.js';
import { Navigation } from './view.js';

export class TargetBar {
  /**
   * @param {!HTMLElement} list the list of targets
   * @param {!Navigation} navigation
   */
  constructor(list, navigation) {
    this.list = list;
    this.navigation = navigation;
    /** @type {!Array<string>} in the order in which the user named them */
    this.names = [];
    this.all = this.button_('All', () => navigation.go({ target: [] }));
    this.apart = this.button_('Side by side', () => this.toggleApart());
    this.first = element('li', { class: 'choice' }, [this.all]);
    this.last = element('li', { class: 'choice' }, [this.apart]);
  }

  /**
   * @param {string} text
   * @param {function(): void} act
   * @return {!HTMLElement}
   * @private
   */
  button_(text, act) {
    const button = element('button', { type: 'button', text: text });
    button.addEventListener('click', act);
    return button;
  }

  /** Shows the targets side by side, or together. */
  toggleApart() {
    if (this.names.length > 1) {
      this.navigation.go({ apart: this.navigation.view.apart ? 0 : 1 });
    }
  }

  /** Shows the next target alone, and after the last one all of them. */
  next() {
    const shown = this.navigation.view.target;
    const next = shown.length === 1 ? this.names.indexOf(shown[0]) + 1 : 0;
    if (this.names.length > 1) {
      this.navigation.go({ target: this.names.slice(next, next + 1) });
    }
  }

  /**
   * Takes the states of a document.
   *
   * @param {!Array<!Object>} targets
   */
  take(targets) {
    this.names = targets.map((target) => /** @type {string} */ (target['name']));
    const several = targets.length > 1;
    const { target: chosen, apart } = this.navigation.view;
    const items = targets.map((target, index) => {
      const item = /** @type {!HTMLElement} */ (this.list.querySelector(`li[data-index="${index}"]`)) || this.item_(index);
      const [box, text] = /** @type {!Array<!HTMLElement>} */ ([...item.children[0].children]);
      const good = target['state'] === 'connected' && !target['trouble'];
      const input = /** @type {!HTMLInputElement} */ (box);
      input.hidden = !several;
      input.setAttribute('aria-label', /** @type {string} */ (target['name']));
      input.checked = chosen.length === 0 || chosen.includes(target['name']);
      setText(text, described(target));
      item.classList.toggle('bad', !good);
      item.classList.toggle('apart', several && apart > 0);
      item.style.setProperty('--line', colour(index));
      return item;
    });
    this.all.setAttribute('aria-pressed', String(chosen.length === 0));
    this.apart.setAttribute('aria-pressed', String(apart > 0));
    setChildren(this.list, several ? [this.first, ...items, this.last] : items);
  }

  /**
   * @param {number} index
   * @return {!HTMLElement}
   * @private
   */
  item_(index) {
    const box = element('input', { type: 'checkbox' });
    box.addEventListener('change', () => this.toggle_(this.names[index]));
    return element('li', { 'data-index': index }, [element('label', null, [box, element('span')])]);
  }

  /**
   * Shows a target, or leaves it out. Without any, there would be nothing to see: that is all of
   * them.
   *
   * @param {string} name
   * @private
   */
  toggle_(name) {
    const chosen = this.navigation.view.target;
    const before = chosen.length === 0 ? this.names : chosen;
    const after = this.names.filter((each) => before.includes(each) !== (each === name));
    this.navigation.go({ target: after.length === this.names.length ? [] : after });
  }
}

/**
 * @param {!Object} target
 * @return {string} its name and its state
 */
function described(target) {
  const trouble = target['trouble'] ? `: ${target['trouble']}` : '';
  const dropped = target['dropped'] > 0 ? `, ${target['dropped']} samples dropped` : '';
  const good = target['state'] === 'connected' && !target['trouble'];
  const state = good ? ` ${target['events']} events/s` : ` ${target['state']}`;
  return target['name'] + state + trouble + dropped;
}
