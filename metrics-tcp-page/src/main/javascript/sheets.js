/**
 * What the page shows as tables for spreadsheets: metrics, series, points and differences.
 */
import { Board } from './board.js';
import { ComparePage, difference, labelText } from './compare.js';
import { MetricPage } from './metric.js';
import { Overview } from './overview.js';
import { Points } from './store.js';

/** The figures of metrics and lines, in their order as columns. */
const FIGURES = ['count', 'rate', 'value', 'mean', 'p50', 'p90', 'p99', 'max'];

/** Those that have a value in each slot. */
const POINTS = FIGURES.filter((figure) => figure !== 'count');

/** What a spreadsheet takes for a formula, if a text begins with it. */
const FORMULA = /^[=+\-@\t\r\n]/;

/**
 * @typedef {{columns: !Array<string>, rows: !Array<!Array<(string|number|null|undefined)>>}}
 */
export let Sheet;

/**
 * Returns a cell of a CSV file. Numbers stay numbers; a text that a spreadsheet would run becomes
 * harmless.
 *
 * @param {string|number|null|undefined} value
 * @return {string}
 */
function cell(value) {
  if (value === null || value === undefined) {
    return '';
  }
  if (typeof value === 'number') {
    return String(value);
  }
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

/**
 * Writes a table as CSV (RFC 4180).
 *
 * @param {!Sheet} sheet
 * @return {string}
 */
export function csv(sheet) {
  return [sheet.columns, ...sheet.rows].map((row) => row.map(cell).join(',') + '\r\n').join('');
}

/**
 * @param {number} second since the epoch
 * @return {string}
 */
function iso(second) {
  return new Date(second * 1000).toISOString().replace('.000Z', 'Z');
}

/**
 * The metrics of an overview with their figures: a row for each target where those are side by side.
 *
 * @param {(!Overview|!Board)} overview
 * @return {!Sheet}
 */
export function metricSheet(overview) {
  const cards = [...overview.cards.values()];
  const apart = cards.some((card) => targetsOf(card).length > 0);
  return {
    columns: ['name', ...(apart ? ['target'] : []), 'kind', 'unit', 'series', ...FIGURES],
    rows: cards.flatMap((card) =>
      parts(card).map((part) => [
        card.name,
        ...(apart ? [part.name] : []),
        card.kind,
        card.unit,
        part.figures['series'],
        ...FIGURES.map((figure) => part.figures[figure]),
      ])
    ),
  };
}

/**
 * @param {?} card
 * @return {!Array<{name: string, figures: !Object, points: !Points}>} its targets side by side
 */
export function targetsOf(card) {
  return card.targets || [];
}

/**
 * @param {?} card
 * @return {!Array<{name: string, figures: !Object, points: !Points}>} each target, or all of them together
 */
function parts(card) {
  const targets = targetsOf(card);
  return targets.length > 0 ? targets : [{ name: '', figures: card.figures, points: card.points }];
}

/**
 * The series of a metric with their labels and figures.
 *
 * @param {!MetricPage} metric
 * @return {!Sheet}
 */
export function seriesSheet(metric) {
  const rows = metric.table.rows;
  const labels = [...new Set(rows.flatMap((row) => Object.keys(row['labels'])))];
  return {
    columns: ['target', ...labels, 'unit', ...FIGURES],
    rows: rows.map((row) => [
      row['target'],
      ...labels.map((label) => (Object.hasOwn(row['labels'], label) ? row['labels'][label] : undefined)),
      metric.unit,
      ...FIGURES.map((figure) => row[figure]),
    ]),
  };
}

/**
 * The differences between the recording and now, in the order of the table.
 *
 * @param {!ComparePage} comparison
 * @return {!Sheet}
 */
export function changeSheet(comparison) {
  return {
    columns: ['metric', 'kind', 'unit', 'labels', 'figure', 'before', 'after', 'difference', 'change'],
    rows: comparison.rows.map((row) => [
      row['name'],
      row['kind'],
      row['unit'],
      labelText(row),
      row['figure'],
      row['before'],
      row['after'],
      difference(row),
      row['weight'],
    ]),
  };
}

/**
 * The points of charts: a row for each slot of each of them.
 *
 * @param {string} name the name of the column that tells the charts or lines apart
 * @param {!Array<number>} times
 * @param {!Array<{key: string, target: (string|undefined), unit: ?string, points: !Map<string, !Array<?number>>}>} lines
 * @return {!Sheet} with a column of targets if lines have one
 */
export function pointSheet(name, times, lines) {
  const apart = lines.some((line) => line.target);
  return {
    columns: ['time', name, ...(apart ? ['target'] : []), 'unit', ...POINTS],
    rows: lines.flatMap((line) =>
      times.map((second, slot) => [
        iso(second),
        line.key,
        ...(apart ? [line.target] : []),
        line.unit,
        ...POINTS.map((figure) => (line.points.get(figure) || [])[slot]),
      ])
    ),
  };
}

/**
 * The points of all charts that are shown.
 *
 * @param {(!Overview|!Board)} overview
 * @param {?MetricPage} metric null if the overview is shown
 * @return {!Sheet}
 */
export function points(overview, metric) {
  if (metric) {
    const lines = metric.lines.map((line) => ({ key: line.key, unit: metric.unit, points: line.points.figures }));
    return pointSheet('line', metric.times.seconds, lines);
  }
  const lines = [...overview.cards.values()].flatMap((card) =>
    parts(card).map((part) => ({ key: card.name, target: part.name, unit: card.unit, points: part.points.figures }))
  );
  return pointSheet('metric', overview.times.seconds, lines);
}
