/**
 * All metrics as a grid of small charts, grouped by the beginning of their names.
 */
import { CONNECTING, absence } from './absence.js';
import { Card, NO_NAME } from './card.js';
import { onPoint } from './cursor.js';
import { element, setChildren, setText } from './dom.js';
import { numberIn, unitOfFigure } from './figures.js';
import { Timing } from './gestures.js';
import { onPins } from './pins.js';
import { isReport } from './report.js';
import { Shift, Times } from './store.js';
import { inBaseUnit, placeOfRate } from './units.js';
import { Navigation, View, elsewhere, write } from './view.js';

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

/** The least width of a card, and the room between two, in CSS pixels. */
const CARD = 300;

const GAP = 10;

/** For so long cards are made or drawn before the browser has its turn, in milliseconds. */
const BUDGET = 8;

/** Cards that move while one reads them are not sorted more often, in milliseconds. */
const RESORTED = 5000;

export class Overview {
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
    /** @type {!Map<string, !Card>} */
    this.cards = new Map();
    /** @type {!Map<string, !HTMLElement>} */
    this.groups = new Map();
    /** @type {!Map<!Element, !Card>} */
    this.byElement = new Map();
    this.seen = new IntersectionObserver((entries) => this.see_(entries), { rootMargin: '200px' });
    this.frame = 0;
    /** @type {!Set<!Card>} those that can be seen, or are near to it */
    this.visible = new Set();
    /** @type {!Set<!Card>} those that are to be drawn */
    this.waiting = new Set();
    /** @type {!Array<!Object>} what a document says of metrics, and was not looked at yet */
    this.unread = [];
    this.shift = new Shift(0, 0, 0);
    /** @type {?Object} the last document */
    this.shown = null;
    /** @type {!Array<string>} all targets, in the order of their colours */
    this.targets = [];
    this.from = 0;
    this.columns = 0;
    this.sorted = 0;
    // Not at once: what changes sizes while they are observed is an error
    new ResizeObserver(() => requestAnimationFrame(() => this.fit_())).observe(parent);
    onPoint((second) => this.visible.forEach((card) => card.point(second)));
    onPins(() => this.cards.forEach((card) => card.drawPin()));
  }

  /**
   * Called when the view has changed.
   *
   * @param {!View} view
   */
  show(view) {
    this.fit_();
    for (const card of this.cards.values()) {
      card.link.setAttribute('href', address(view, card));
    }
    this.arrange_();
    this.drawSoon();
  }

  /**
   * Takes a document.
   *
   * @param {!Object} shown
   */
  take(shown) {
    this.read_(Infinity);
    const whole = /** @type {boolean} */ (shown['whole']);
    this.shown = shown;
    this.shift = this.times.take(/** @type {?} */ (shown));
    this.targets = /** @type {!Array<!Object>} */ (shown['targets']).map((target) => target['name']);
    this.unread = [.../** @type {!Array<!Object>} */ (shown['metrics'])].reverse();
    if (whole) {
      const there = new Set(this.unread.map((metric) => metric['id']));
      for (const card of [...this.cards.values()]) {
        card.clear();
        if (!there.has(card.id)) {
          this.remove_(card);
        }
      }
    }
    // All at once in a report, so that a search of the browser finds all
    this.read_(isReport() ? Infinity : performance.now() + BUDGET);
    this.from = this.times.from(this.empty_());
    const again = this.navigation.view.sort !== 'name' && performance.now() - this.sorted > RESORTED;
    if (whole || again || this.cards.size === 0) {
      this.arrange_();
    }
    this.drawSoon();
  }

  /**
   * Reads what a document says of metrics, for some time.
   *
   * @param {number} until the time at which it stops
   * @private
   */
  read_(until) {
    let added = false;
    while (this.unread.length > 0 && performance.now() < until) {
      const metric = /** @type {!Object} */ (this.unread.pop());
      const id = /** @type {string} */ (metric['id']);
      const card = this.cards.get(id) || this.add_(metric);
      added = added || (card !== null && !card.root.parentNode);
      if (card) {
        card.take(metric, this.shift);
        if (metric['targets']) {
          card.takeTargets(metric['targets'], this.shift, this.targets);
        }
        if (isReport()) {
          card.write(this.times);
        }
      }
    }
    if (added) {
      this.from = this.times.from(this.empty_());
      this.arrange_();
    }
  }

  /**
   * @param {!Object} metric
   * @return {?Card} null if the document is not the first one about it
   * @private
   */
  add_(metric) {
    if (metric['name'] === undefined) {
      return null;
    }
    const card = new Card(metric, this.timing);
    card.link.setAttribute('href', address(this.navigation.view, card));
    this.cards.set(card.id, card);
    this.byElement.set(card.root, card);
    this.seen.observe(card.root);
    return card;
  }

  /**
   * @param {!Card} card
   * @private
   */
  remove_(card) {
    this.cards.delete(card.id);
    this.byElement.delete(card.root);
    this.visible.delete(card);
    this.waiting.delete(card);
    this.seen.unobserve(card.root);
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
        this.waiting.add(card);
        if (card.visible) {
          this.visible.add(card);
        } else {
          this.visible.delete(card);
        }
      }
    }
    this.go_();
  }

  /** Draws the cards that can be seen with the browser's next frames. */
  drawSoon() {
    this.visible.forEach((card) => this.waiting.add(card));
    this.go_();
  }

  /** @private */
  go_() {
    if (!this.frame) {
      this.frame = requestAnimationFrame(() => {
        this.frame = 0;
        this.work_(performance.now() + BUDGET);
      });
    }
  }

  /**
   * @param {number} until
   * @private
   */
  work_(until) {
    for (const card of this.waiting) {
      this.waiting.delete(card);
      card.draw(this.times, this.from, this.navigation.view.numbers > 0);
      if (performance.now() > until) {
        break;
      }
    }
    this.read_(until);
    if (this.waiting.size > 0 || this.unread.length > 0) {
      this.go_();
    }
  }

  /**
   * Returns the card that has the focus.
   *
   * @return {?Card} null if there is none
   */
  focused() {
    const root = document.activeElement && document.activeElement.closest('.card');
    return (root && this.byElement.get(root)) || null;
  }

  /**
   * Moves the focus to another card.
   *
   * @param {number} way -1 for the card before, 1 for the next one
   */
  focusNext(way) {
    const links = [...this.parent.querySelectorAll('.card h3 a')];
    const focused = document.activeElement && document.activeElement.closest('.card');
    const at = links.findIndex((link) => focused !== null && focused.contains(link));
    const next = /** @type {?HTMLElement} */ (links[Math.max(0, Math.min(links.length - 1, at + way))] || null);
    if (next) {
      next.focus();
    }
  }

  /**
   * Gives the focus to the card of a metric, or to the page if there is none.
   *
   * @param {string} id
   */
  focus(id) {
    const card = this.cards.get(id);
    if (card && card.root.parentNode) {
      card.link.focus();
    } else {
      this.parent.focus({ preventScroll: true });
    }
  }

  /** Draws all cards, those that cannot be seen too: a page that is printed has all. */
  drawAll() {
    this.read_(Infinity);
    for (const card of this.cards.values()) {
      card.visible = true;
      card.draw(this.times, this.from, this.navigation.view.numbers > 0);
    }
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
   * Has as many cards side by side as there is room for: small groups share a row.
   *
   * @private
   */
  fit_() {
    const style = getComputedStyle(this.parent);
    const width = this.parent.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    const columns = Math.max(1, Math.floor((width + GAP) / (CARD + GAP)));
    if (columns !== this.columns) {
      this.columns = columns;
      this.parent.style.setProperty('--columns', String(columns));
      this.arrange_();
    }
  }

  /**
   * Puts the cards into their order.
   *
   * @private
   */
  arrange_() {
    const view = this.navigation.view;
    if (view.page !== 'overview') {
      // Another page has the place of the cards, also where its width has changed
      return;
    }
    const sort = view.sort;
    const cards = [...this.cards.values()];
    if (cards.length === 0) {
      const why = this.shown ? absence(this.shown, view, 'metric') : CONNECTING;
      const sentence = this.kept_('empty', () => element('p', { role: 'status' }));
      sentence.className = this.shown ? 'empty' : 'empty connecting';
      setText(sentence, why);
      setChildren(this.parent, [sentence]);
      return;
    }
    this.sorted = performance.now();
    /** @type {!Map<string, !Array<!Card>>} */
    let groups;
    if (sort !== 'name' && sort in ORDERS) {
      const figure = ORDERS[sort][1];
      cards.sort((one, other) => compareBy(figure, one, other));
      groups = new Map([['', cards]]);
    } else {
      cards.sort((one, other) => one.name.localeCompare(other.name));
      groups = grouped(cards);
    }
    const focused = /** @type {?HTMLElement} */ (document.activeElement);
    const sections = [...groups].map(([name, members]) => {
      const section = this.section_(name);
      section.style.gridColumn = `span ${Math.min(members.length, Math.max(1, this.columns))}`;
      const heading = /** @type {!Element} */ (section.firstElementChild);
      setChildren(section, [heading, ...members.map((card) => card.root)]);
      return section;
    });
    setChildren(this.parent, [this.kept_('grid', () => element('div', { class: 'grid' }))]);
    setChildren(this.kept_('grid', () => element('div')), sections);
    if (focused && focused !== document.activeElement && this.parent.contains(focused)) {
      // A card that moves loses it
      focused.focus({ preventScroll: true });
    }
  }

  /**
   * @param {string} name what stands above the cards
   * @return {!HTMLElement}
   * @private
   */
  section_(name) {
    return this.kept_('group ' + name, () =>
      element('section', { class: 'part', 'aria-label': name || 'All metrics' }, [
        element('h2', { class: 'group', text: name || 'All metrics', title: name || null }),
      ])
    );
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
 * Compares two cards by a figure, the greatest first, as a sort does. Rates of different things do
 * not mix: nobody can say whether a megabyte a second is more than ten requests.
 *
 * @param {string} figure
 * @param {{kind: string, unit: ?string, figures: !Object}} one
 * @param {{kind: string, unit: ?string, figures: !Object}} other
 * @return {number}
 */
export function compareBy(figure, one, other) {
  const unitOf = (card) => unitOfFigure(card.kind, figure, card.unit);
  const numberOf = (card) => numberIn(card.figures[figure]);
  const known = (card) => typeof numberOf(card) === 'number';
  const value = (card) => (known(card) ? inBaseUnit(/** @type {number} */ (numberOf(card)), unitOf(card)) : 0);
  const place = (card) => (!known(card) ? Infinity : figure === 'rate' ? placeOfRate(unitOf(card)) : 0);
  return place(one) === place(other) ? value(other) - value(one) || 0 : place(one) - place(other);
}

/**
 * @param {!View} view
 * @param {!Card} card
 * @return {string} the address of its metric
 */
function address(view, card) {
  return '#' + write(elsewhere(view, 'metric', { id: card.id }));
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
    const prefix = card.name.split('.')[0] || card.name || NO_NAME;
    const members = byPrefix.get(prefix);
    if (members) {
      members.push(card);
    } else {
      byPrefix.set(prefix, [card]);
    }
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
