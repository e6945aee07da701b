/**
 * The charts that the user has pinned to a board: remembered by the browser, and part of the
 * address while the board is shown, so that a link shows the same.
 */
import { element } from './dom.js';
import { isReport, reportPins } from './report.js';
import { recall, remember } from './storage.js';

const KEY = 'metrics-tcp.board';

/** Each is a stream of lines for the server to make. */
const MOST = 24;

/**
 * @typedef {{id: string, by: string, filter: string, figure: string}}
 */
export let Pin;

/** @type {!Array<function(): void>} */
const listeners = [];

/** @type {!Array<function(string): void>} */
const refusals = [];

/**
 * Writes pins as a part of an address: `~` between the parts of one, `,` between them.
 *
 * @param {!Array<!Pin>} pins
 * @return {string}
 */
export function writePins(pins) {
  return pins.map(writePin).join(',');
}

/**
 * @param {!Pin} pin
 * @return {string}
 */
export function writePin(pin) {
  const parts = [pin.id, pin.by, pin.filter, pin.figure];
  return parts
    .map((part) => encodeURIComponent(part).replaceAll('%3A', ':').replaceAll('~', '%7E'))
    .join('~')
    .replace(/~+$/, '');
}

/**
 * Reads pins.
 *
 * @param {string} text
 * @return {!Array<!Pin>} each once, without what is not right
 */
export function readPins(text) {
  /** @type {!Map<string, !Pin>} */
  const pins = new Map();
  for (const written of text.split(',').slice(0, MOST)) {
    const [id = '', by = '', filter = '', figure = ''] = written.split('~').map(decoded);
    if (/^[cgh]:./.test(id)) {
      const pin = { id: id, by: by, filter: filter, figure: figure };
      pins.set(writePin(pin), pin);
    }
  }
  return [...pins.values()];
}

/**
 * @param {string} part
 * @return {string}
 */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    return '';
  }
}

/**
 * Returns what was pinned, as part of an address. A report has a board of its own.
 *
 * @return {string}
 */
export function kept() {
  return isReport() ? reportPins() : recall(KEY);
}

/**
 * Remembers what is pinned.
 *
 * @param {string} pins
 */
export function keep(pins) {
  remember(KEY, pins);
  listeners.forEach((listener) => listener());
}

/**
 * Calls a listener each time that something is pinned or no longer pinned, in another tab too.
 *
 * @param {function(): void} listener
 */
export function onPins(listener) {
  listeners.push(listener);
}

window.addEventListener('storage', (event) => {
  if (/** @type {!StorageEvent} */ (event).key === KEY) {
    listeners.forEach((listener) => listener());
  }
});

/**
 * Calls a listener with a sentence each time that the board has no room for a chart.
 *
 * @param {function(string): void} listener
 */
export function onRefusal(listener) {
  refusals.push(listener);
}

/**
 * Pins a chart, or takes it from the board.
 *
 * @param {!Pin} pin
 */
export function toggle(pin) {
  const written = writePin(pin);
  const pins = readPins(kept());
  const others = pins.filter((each) => writePin(each) !== written);
  if (others.length === pins.length && pins.length >= MOST) {
    refusals.forEach((listener) => listener(`The board has ${MOST} charts, and no room for more: take one of them off it first.`));
    return;
  }
  keep(writePins(others.length < pins.length ? others : [...pins, pin]));
}

/**
 * Returns whether a chart is pinned.
 *
 * @param {!Pin} pin
 * @return {boolean}
 */
function isPinned(pin) {
  return kept().split(',').includes(writePin(pin));
}

/**
 * Makes the button that pins a chart.
 *
 * @param {string} name what the chart is of
 * @param {function(): !Pin} pin
 * @return {!Array<!HTMLElement>} none in a report, whose board stays as it is
 */
export function pinButton(name, pin) {
  if (isReport()) {
    return [];
  }
  const button = element('button', { type: 'button', class: 'pin', 'aria-label': `Pin ${name}`, title: 'Pin to the board' });
  drawPin(button, pin());
  button.addEventListener('click', () => {
    toggle(pin());
    drawPin(button, pin());
  });
  return [button];
}

/**
 * Shows whether a chart is pinned.
 *
 * @param {!Element} button
 * @param {!Pin} pin
 */
export function drawPin(button, pin) {
  const pinned = isPinned(pin);
  button.setAttribute('aria-pressed', String(pinned));
  button.textContent = pinned ? '★' : '☆';
}
