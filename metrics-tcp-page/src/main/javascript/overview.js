/**
 * All metrics as a grid of small charts, grouped by the beginning of their names.
 */
import { Card } from './card.js';
import { element, setChildren } from './dom.js';
import { isReport } from './report.js';
import { Times } from './store.js';
import { View, write } from './view.js';

/** The orders that can be chosen: the name that is shown, and the figure. */
export const ORDERS = {
  name: ['Name', ''],
  rate: ['Rate', 'rate'],
  value: ['Value', 'value'],
  p99: ['p99', 'p99'],
  series: ['Series', 'series'],
};

/** So few metrics of the platform have no group of their own. */
const FEW = 4;

export class Overview {
  /**
   * @param {!HTMLElement} parent
   */
  constructor(parent) {
    this.parent = parent;
    this.times = new Times();
    /** @type {!Map<string, !Card>} */
    this.cards = new Map();
    /** @type {!Map<string, !HTMLElement>} */
    this.groups = new Map();
    /** @type {!Map<!Element, !Card>} */
    this.byElement = new Map();
    this.seen = new IntersectionObserver((entries) => this.see_(entries), { rootMargin: '200px' });
    this.frame = 0;
    /** @type {?View} */
    this.view = null;
  }

  /**
   * Called when the view has changed.
   *
   * @param {!View} view
   */
  show(view) {
    this.view = view;
    for (const card of this.cards.values()) {
      card.root.setAttribute('href', this.address_(card));
    }
    this.arrange_();
  }

  /**
   * @param {!Card} card
   * @return {string}
   * @private
   */
  address_(card) {
    return '#' + write(/** @type {!View} */ ({ ...this.view, page: 'metric', id: card.id }));
  }

  /**
   * Takes a document.
   *
   * @param {!Object} shown
   */
  take(shown) {
    const shift = this.times.take(/** @type {?} */ (shown));
    const there = new Set();
    const targets = /** @type {!Array<!Object>} */ (shown['targets']).map((target) => target['name']);
    let added = false;
    for (const metric of /** @type {!Array<!Object>} */ (shown['metrics'])) {
      const id = /** @type {string} */ (metric['id']);
      there.add(id);
      let card = this.cards.get(id);
      if (!card) {
        if (!metric['name']) {
          continue;
        }
        card = new Card(metric);
        card.root.setAttribute('href', this.address_(card));
        this.cards.set(id, card);
        this.byElement.set(card.root, card);
        this.seen.observe(card.root);
        added = true;
      }
      card.take(metric, shift);
      if (metric['targets']) {
        card.takeTargets(metric['targets'], shift, targets);
      }
      if (isReport()) {
        // For once, so that a search of the browser finds all
        card.write(this.times.seconds);
      }
    }
    if (shown['whole']) {
      for (const card of [...this.cards.values()]) {
        if (!there.has(card.id)) {
          this.remove_(card);
          added = true;
        }
      }
    }
    if (added || (this.view && this.view.sort !== 'name')) {
      this.arrange_();
    }
    this.drawSoon();
  }

  /**
   * @param {!Card} card
   * @private
   */
  remove_(card) {
    this.cards.delete(card.id);
    this.byElement.delete(card.root);
    this.seen.unobserve(card.root);
    card.chart.destroy();
    card.root.remove();
  }

  /**
   * @param {!Array<!IntersectionObserverEntry>} entries
   * @private
   */
  see_(entries) {
    for (const entry of entries) {
      const card = this.byElement.get(entry.target);
      if (card) {
        card.visible = entry.isIntersecting;
      }
    }
    this.drawSoon();
  }

  /** Draws the cards that can be seen with the browser's next frame. */
  drawSoon() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => {
      const from = this.times.from(this.empty_());
      for (const card of this.cards.values()) {
        card.draw(this.times.seconds, from);
      }
    });
  }

  /** Draws all cards, those that cannot be seen too: a page that is printed has all. */
  drawAll() {
    for (const card of this.cards.values()) {
      card.visible = true;
      card.draw(this.times.seconds, this.times.from(this.empty_()));
    }
  }

  /**
   * Draws all charts anew, such as in other colours.
   */
  redraw() {
    for (const card of this.cards.values()) {
      card.chart.destroy();
    }
    this.drawSoon();
  }

  /**
   * Returns how many slots are empty in all charts.
   *
   * @return {number}
   * @private
   */
  empty_() {
    let least = Infinity;
    for (const card of this.cards.values()) {
      least = Math.min(least, card.points.empty());
      if (least === 0) {
        break;
      }
    }
    return least;
  }

  /**
   * Puts the cards into their order.
   *
   * @private
   */
  arrange_() {
    const sort = this.view ? this.view.sort : 'name';
    const cards = [...this.cards.values()];
    if (cards.length === 0) {
      const sentence = 'No metric matches, or none was received yet.';
      setChildren(this.parent, [element('p', { class: 'empty', text: sentence })]);
      return;
    }
    if (sort !== 'name' && sort in ORDERS) {
      const figure = ORDERS[sort][1];
      cards.sort((one, other) => (other.figures[figure] || 0) - (one.figures[figure] || 0));
      const grid = this.group_('');
      setChildren(grid, cards.map((card) => card.root));
      setChildren(this.parent, [grid]);
      return;
    }
    cards.sort((one, other) => one.name.localeCompare(other.name));
    const children = [];
    grouped(cards).forEach((members, name) => {
      const grid = this.group_(name);
      setChildren(grid, members.map((card) => card.root));
      children.push(this.heading_(name), grid);
    });
    setChildren(this.parent, children);
  }

  /**
   * @param {string} prefix
   * @return {!HTMLElement}
   * @private
   */
  group_(prefix) {
    return this.kept_('grid ' + prefix, () => element('div', { class: 'grid' }));
  }

  /**
   * @param {string} prefix
   * @return {!HTMLElement}
   * @private
   */
  heading_(prefix) {
    return this.kept_('heading ' + prefix, () => element('h2', { class: 'group', text: prefix }));
  }

  /**
   * @param {string} key
   * @param {function(): !HTMLElement} create
   * @return {!HTMLElement}
   * @private
   */
  kept_(key, create) {
    let kept = this.groups.get(key);
    if (!kept) {
      kept = create();
      this.groups.set(key, kept);
    }
    return kept;
  }
}

/**
 * Returns the groups of cards: those of the application itself first, small ones of its platform
 * together.
 *
 * @param {!Array<!Card>} cards in the order of their names
 * @return {!Map<string, !Array<!Card>>} by what stands above them
 */
export function grouped(cards) {
  /** @type {!Map<string, !Array<!Card>>} */
  const byPrefix = new Map();
  for (const card of cards) {
    const prefix = card.name.split('.')[0];
    byPrefix.set(prefix, (byPrefix.get(prefix) || []).concat([card]));
  }
  /** @type {!Map<string, !Array<!Card>>} */
  const mine = new Map();
  /** @type {!Map<string, !Array<!Card>>} */
  const below = new Map();
  /** @type {!Array<!Card>} */
  const few = [];
  for (const prefix of byPrefix.keys()) {
    const members = /** @type {!Array<!Card>} */ (byPrefix.get(prefix));
    if (members.some((card) => card.mine)) {
      mine.set(prefix, members);
    } else if (members.length < FEW) {
      few.push(...members);
    } else {
      below.set(prefix, members);
    }
  }
  below.forEach((members, prefix) => mine.set(prefix, members));
  if (few.length > 0) {
    mine.set('others', few);
  }
  return mine;
}
