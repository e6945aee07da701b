/**
 * What a pointer does in a chart: it points at a second, marks a time by a drag, and moves the time
 * by a drag with the shift key.
 */
import { point } from './cursor.js';
import { element } from './dom.js';

/** A shorter way is a click, in CSS pixels. */
const LEAST = 5;

/**
 * The time that is shown, and what changes it.
 *
 * @typedef {{
 *   zoom: function(number, number): void,
 *   pan: function(number): void,
 *   reset: function(): void,
 * }}
 */
export let Timing;

/**
 * Listens to the pointer.
 *
 * @param {!HTMLElement} area what the time goes over from its left side to its right one
 * @param {function(): !Array<number>} range the first and last second that is shown
 * @param {!Timing} timing
 * @param {!HTMLElement=} source what the pointer is over, if it is more than the area
 */
export function watch(area, range, timing, source = area) {
  const mark = element('div', { class: 'selection', hidden: true });
  area.append(mark);
  /** @type {?{x: number, pan: boolean, moved: boolean}} */
  let start = null;
  let box = area.getBoundingClientRect();
  /**
   * @param {number} x
   * @return {number} the second at that place
   */
  const secondAt = (x) => {
    const [from, to] = range();
    const share = Math.max(0, Math.min(1, (x - box.left) / Math.max(1, box.width)));
    return from + share * (to - from);
  };
  /**
   * @param {!PointerEvent} event
   * @return {boolean}
   */
  const within = (event) => {
    const { clientX: x, clientY: y } = event;
    return x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
  };

  const draw = (x) => {
    const [left, right] = start && !start.pan ? [Math.min(start.x, x), Math.max(start.x, x)] : [0, 0];
    mark.hidden = right - left < LEAST;
    mark.style.left = `${Math.max(0, left - box.left)}px`;
    mark.style.width = `${Math.min(right, box.right) - Math.max(left, box.left)}px`;
  };
  source.addEventListener('pointerenter', () => (box = area.getBoundingClientRect()));
  source.addEventListener('pointerdown', (given) => {
    const event = /** @type {!PointerEvent} */ (given);
    box = area.getBoundingClientRect();
    if (event.button === 0 && within(event)) {
      start = { x: event.clientX, pan: event.shiftKey, moved: false };
    }
  });
  source.addEventListener('pointermove', (given) => {
    const event = /** @type {!PointerEvent} */ (given);
    if (start && !start.moved && Math.abs(event.clientX - start.x) >= LEAST) {
      start.moved = true;
      source.setPointerCapture(event.pointerId);
      source.classList.toggle('panning', start.pan);
    }
    if (start && start.moved) {
      draw(event.clientX);
    }
    if (!start) {
      box = area.getBoundingClientRect();
    }
    point(start || within(event) ? Math.round(secondAt(event.clientX)) : null);
  });
  source.addEventListener('pointerup', (given) => {
    const event = /** @type {!PointerEvent} */ (given);
    const done = start;
    start = null;
    mark.hidden = true;
    source.classList.remove('panning');
    if (!done || !done.moved) {
      return;
    }
    // What is below is a link
    const prevent = (click) => click.preventDefault();
    source.addEventListener('click', prevent, { capture: true });
    setTimeout(() => source.removeEventListener('click', prevent, { capture: true }), 0);
    const from = secondAt(done.x);
    const to = secondAt(event.clientX);
    if (done.pan) {
      timing.pan(from - to);
    } else {
      timing.zoom(Math.min(from, to), Math.max(from, to));
    }
  });
  source.addEventListener('pointercancel', () => {
    start = null;
    mark.hidden = true;
    source.classList.remove('panning');
  });
  source.addEventListener('pointerleave', () => point(null));
  source.addEventListener('dragstart', (event) => event.preventDefault());
  area.addEventListener('dblclick', () => timing.reset());
}
