/**
 * The numbers of a heat map: of each slot how many samples are within some bands of values.
 */
import { Cells } from './cells.js';
import { SlotTable } from './numbers.js';

/** The greatest number of bands. */
const BANDS = 12;

/**
 * Draws the table as it is now.
 *
 * @param {!SlotTable} table
 * @param {!Cells} cells
 * @param {!Array<{lower: number, upper: number}>} rows of the map, the lowest first
 * @param {!Array<number>} times the first second of each slot
 * @param {number} from the first second that is shown
 * @param {function(?number): string} format how values are written
 */
export function drawCounts(table, cells, rows, times, from, format) {
  const height = Math.ceil(rows.length / BANDS);
  const bands = [];
  for (let i = 0; i < rows.length; i += height) {
    const last = Math.min(rows.length, i + height) - 1;
    bands.push({ lower: rows[i].lower, upper: rows[last].upper, next: last + 1 < rows.length ? rows[last + 1].lower : Infinity });
  }
  const count = (slot, lower, next) => {
    let sum = 0;
    for (const [bound, samples] of cells.columns[slot] || []) {
      sum += bound >= lower && bound < next ? samples : 0;
    }
    return String(sum);
  };
  table.draw(times, from, [
    { name: 'all samples', text: (slot) => count(slot, -Infinity, Infinity) },
    ...bands.map((band) => ({
      name: `to ${format(band.upper)}`,
      text: (slot) => count(slot, band.lower, band.next),
    })),
  ]);
}
