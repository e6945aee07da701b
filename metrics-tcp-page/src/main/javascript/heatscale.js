/**
 * The colours of a heat map, and the values beside it.
 */
import { isDark } from './theme.js';

/** The colour of an empty cell to that of the fullest one, as red, green and blue. */
const LIGHT = [
  [222, 235, 247],
  [107, 174, 214],
  [8, 69, 148],
];

const DARK = [
  [27, 48, 66],
  [44, 127, 165],
  [199, 244, 255],
];

/**
 * Returns the colour of a cell.
 *
 * @param {number} share 0 for an empty one to 1 for the fullest one
 * @return {!Array<number>} red, green and blue
 */
export function heat(share) {
  const stops = isDark() ? DARK : LIGHT;
  const at = Math.min(0.9999, Math.max(0, share)) * (stops.length - 1);
  const from = stops[Math.floor(at)];
  const to = stops[Math.floor(at) + 1];
  return from.map((part, i) => Math.round(part + (to[i] - part) * (at % 1)));
}

/**
 * Returns the round values that rows contain: 1, 2 and 5 of each power of ten, and 0.
 *
 * @param {!Array<{lower: number, upper: number}>} rows
 * @return {!Array<number>} the least first
 */
export function roundValues(rows) {
  const positive = rows.filter((row) => row.lower > 0);
  const found = rows.some((row) => row.lower === 0 && row.upper === 0) ? [0] : [];
  if (positive.length === 0) {
    return found;
  }
  const least = positive[0].lower;
  const greatest = positive[positive.length - 1].upper;
  for (let power = Math.floor(Math.log10(least)); power <= Math.ceil(Math.log10(greatest)); power++) {
    for (const digit of [1, 2, 5]) {
      const value = digit * 10 ** power;
      if (value >= least && value <= greatest) {
        found.push(value);
      }
    }
  }
  return found;
}
