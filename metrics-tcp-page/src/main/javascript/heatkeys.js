/**
 * The cells of a heat map that keys go to, and the region between two of them.
 */

/**
 * @typedef {{from: number, to: number, above: number, upTo: number}}
 */
export let Region;

/**
 * @typedef {{slot: number, row: number}}
 */
export let Cell;

/**
 * Returns the cell that a key goes to.
 *
 * @param {!KeyboardEvent} event
 * @param {!Cell} from
 * @param {number} slots
 * @param {number} rows
 * @return {?Cell} null if the key goes to none
 */
export function nextCell(event, from, slots, rows) {
  const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  const way = event.ctrlKey || event.altKey || event.metaKey ? undefined : ways[event.key];
  if (!way || rows === 0) {
    return null;
  }
  const within = (at, length) => Math.max(0, Math.min(length - 1, at));
  return { slot: within(from.slot + way[0], slots), row: within(from.row + way[1], rows) };
}

/**
 * Returns the region that has two cells in its corners.
 *
 * @param {!Cell} one
 * @param {!Cell} other
 * @param {!Array<number>} times the first second of each slot
 * @param {number} step the length of a slot in seconds
 * @param {!Array<{lower: number, upper: number}>} rows
 * @return {!Region}
 */
export function regionBetween(one, other, times, step, rows) {
  return {
    from: times[Math.min(one.slot, other.slot)],
    to: times[Math.max(one.slot, other.slot)] + step,
    above: rows[Math.min(one.row, other.row)].lower,
    upTo: rows[Math.max(one.row, other.row)].upper,
  };
}
