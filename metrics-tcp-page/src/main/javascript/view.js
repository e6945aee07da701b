/**
 * What the page shows, as it stands behind the # of its address: a link shows the same, and the
 * browser's keys go back and forth.
 */

/**
 * @typedef {{
 *   page: string,
 *   id: string,
 *   filter: string,
 *   sort: string,
 *   window: number,
 *   end: number,
 *   by: string,
 *   figure: string,
 *   order: string,
 *   level: number,
 *   target: !Array<string>,
 *   off: !Array<string>,
 *   apart: number,
 *   pins: string,
 *   numbers: number,
 * }}
 */
export let View;

/** What can be shown. */
const PAGES = ['overview', 'metric', 'board', 'compare'];

/** The windows that can be chosen, in seconds. */
export const WINDOWS = [60, 300, 900, 3600];

/** @type {!View} what is shown where an address says nothing */
export const DEFAULTS = {
  page: 'overview',
  id: '',
  filter: '',
  sort: 'name',
  window: 300,
  end: 0,
  by: '',
  figure: '',
  order: '',
  level: 0,
  target: [],
  off: [],
  apart: 0,
  pins: '',
  numbers: 0,
};

/** The parts that are of one page alone: on another one they mean nothing, or something else. */
const OWN = ['id', 'by', 'figure', 'order', 'level', 'pins', 'off'];

/** The shortest and the longest time that can be shown, in seconds. */
export const SHORTEST = 10;

export const LONGEST = 3600;

/** The last second that a server takes as a time. */
const LATEST = 2 ** 32 - 2;

/**
 * Reads a view.
 *
 * @param {string} hash the part of the address behind the #
 * @return {!View} with defaults for what is not there or not right
 */
export function parse(hash) {
  const view = /** @type {!View} */ ({ ...DEFAULTS, target: [], off: [] });
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  for (const [name, value] of given) {
    if (!Object.hasOwn(DEFAULTS, name)) {
      continue;
    }
    if (Array.isArray(DEFAULTS[name])) {
      view[name].push(value);
    } else if (typeof DEFAULTS[name] === 'number') {
      const number = Number(value);
      const right = name === 'level' ? Number.isFinite(number) : Number.isInteger(number) && number <= LATEST;
      view[name] = right && number >= 0 ? number : DEFAULTS[name];
    } else {
      view[name] = value;
    }
  }
  if (!PAGES.includes(view.page)) {
    view.page = DEFAULTS.page;
  }
  if (view.window < SHORTEST || view.window > LONGEST) {
    view.window = DEFAULTS.window;
  }
  return view;
}

/**
 * Writes a view, without what is the default.
 *
 * @param {!View} view
 * @return {string} what stands behind the #
 */
export function write(view) {
  const parts = new URLSearchParams();
  for (const [name, value] of Object.entries(view)) {
    if (Array.isArray(value)) {
      value.forEach((each) => parts.append(name, each));
    } else if (value !== DEFAULTS[name]) {
      parts.set(name, String(value));
    }
  }
  return parts.toString();
}

/**
 * Returns the view of another page. This is the one rule of what stays: the filter, the time, the
 * targets and all else that pages have in common.
 *
 * @param {!View} view what is shown now
 * @param {string} page
 * @param {!Object=} own the parts that are of that page, their defaults by default
 * @return {!View}
 */
export function elsewhere(view, page, own = {}) {
  const changed = /** @type {!View} */ ({ ...view, page: page });
  OWN.forEach((name) => {
    changed[name] = DEFAULTS[name];
  });
  return /** @type {!View} */ ({ ...changed, ...own });
}

/**
 * Returns the parameters by which the server knows which series are shown.
 *
 * @param {!View} view
 * @return {!Array<!Array<string>>} names and values
 */
export function selection(view) {
  const parameters = view.target.map((name) => ['target', name]);
  if (view.filter) {
    parameters.push(['filter', view.filter]);
  }
  if (view.end) {
    parameters.push(['end', String(view.end)]);
  }
  return [['window', String(view.window)], ...parameters];
}

/**
 * The view that is shown now. All changes of it are made here, so that the address and the page
 * agree.
 */
export class Navigation {
  constructor() {
    /** @type {!View} */
    this.view = parse(location.hash);
    /** @type {!Array<function(!View): void>} */
    this.listeners = [];
    window.addEventListener('hashchange', () => {
      this.view = parse(location.hash);
      this.listeners.forEach((listener) => listener(this.view));
    });
  }

  /**
   * Calls a listener for each change.
   *
   * @param {function(!View): void} listener
   */
  onChange(listener) {
    this.listeners.push(listener);
  }

  /**
   * Shows another page, as links to it do.
   *
   * @param {string} page
   * @param {!Object=} own the parts that are of that page
   */
  visit(page, own = {}) {
    this.go(elsewhere(this.view, page, own));
  }

  /**
   * Shows something else.
   *
   * @param {!Object} changes the parts of the view that change
   * @param {boolean=} replace whether the way back skips what is shown now, as for each letter of
   *     a filter
   */
  go(changes, replace = false) {
    const view = /** @type {!View} */ ({ ...this.view, ...changes });
    const address = '#' + write(view);
    if (replace) {
      history.replaceState(null, '', address);
    } else {
      history.pushState(null, '', address);
    }
    this.view = view;
    this.listeners.forEach((listener) => listener(view));
  }
}
