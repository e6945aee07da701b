/**
 * The time that is pointed at: in one chart, and shown in all.
 */

/** @type {!Array<function(?number): void>} */
const listeners = [];

/** @type {?number} */
let pointed = null;

let frame = 0;

/**
 * Returns the second that is pointed at.
 *
 * @return {?number} null if nothing is pointed at
 */
export function pointedAt() {
  return pointed;
}

/**
 * Points at another second, in all charts with the browser's next frame.
 *
 * @param {?number} second null for none
 */
export function point(second) {
  if (second === pointed) {
    return;
  }
  pointed = second;
  if (!frame) {
    frame = requestAnimationFrame(() => {
      frame = 0;
      listeners.forEach((listener) => listener(pointed));
    });
  }
}

/**
 * Calls a listener each time that another second is pointed at.
 *
 * @param {function(?number): void} listener
 */
export function onPoint(listener) {
  listeners.push(listener);
}
