/**
 * The figures that a chart of a metric can have, and the lines of each.
 */
import { Points, Shift } from './store.js';
import { format, formatRate } from './units.js';

/** Of a histogram that is not split: several lines in one chart. */
export const QUANTILES = ['p50', 'p90', 'p99'];

/** Their name in the list of figures. */
const ALL_QUANTILES = 'p50, p90, p99';

/** Their colours, as in the heat map. */
const QUANTILE_COLOURS = [0, 1, 2];

/** The colour of all other values of a label together. */
const REST_COLOUR = 7;

/**
 * The figures of each kind that can be drawn, the first one by default.
 *
 * @type {!Object<string, !Array<string>>}
 */
const FIGURES = {
  counter: ['rate'],
  gauge: ['value'],
  histogram: [ALL_QUANTILES, 'p99', 'p50', 'p90', 'mean', 'max', 'rate'],
};

/**
 * A line as it was received.
 *
 * @typedef {{key: string, colour: number, rest: boolean, points: !Points, figures: !Object}}
 */
export let ReceivedLine;

/**
 * A line as it is drawn.
 *
 * @typedef {{
 *   label: string,
 *   colour: number,
 *   dashed: boolean,
 *   sparse: boolean,
 *   values: !Array<?number>,
 *   now: ?number,
 * }}
 */
export let DrawnLine;

/**
 * Returns the lines of a document.
 *
 * @param {!Object} shown what the document has of the metric
 * @param {!Array<!ReceivedLine>} before the lines before it, whose points go on
 * @param {!Shift} shift
 * @param {!Array<string>} targets those that the lines are of, each of which has the same colour in all
 *     charts; none if the lines are of something else
 * @return {!Array<!ReceivedLine>}
 */
export function receivedLines(shown, before, shift, targets) {
  const known = shown['whole'] ? [] : before;
  return shown['lines'].map((line, index) => {
    const points = known[index] ? known[index].points : new Points();
    points.take(shift, line['points']);
    const target = line['target'];
    return {
      key: target && target !== line['key'] ? `${line['key']} · ${target}` : line['key'],
      colour: targets.length > 0 ? targets.indexOf(target) : index,
      rest: line['rest'],
      points: points,
      figures: line,
    };
  });
}

/**
 * Returns the figures that can be chosen.
 *
 * @param {string} kind
 * @param {boolean} split whether the lines are those of a label's values
 * @return {!Array<string>}
 */
export function figuresOf(kind, split) {
  return FIGURES[kind].filter((figure) => !split || figure !== ALL_QUANTILES);
}

/**
 * Returns the lines of a chart.
 *
 * @param {string} kind
 * @param {string} figure
 * @param {!Array<!ReceivedLine>} lines
 * @return {!Array<!DrawnLine>}
 */
export function drawnLines(kind, figure, lines) {
  if (figure === ALL_QUANTILES) {
    const { points, figures } = lines[0];
    return QUANTILES.map((name, index) => ({
      label: name,
      colour: QUANTILE_COLOURS[index],
      dashed: false,
      sparse: true,
      values: points.get(name),
      now: figures[name] === undefined ? null : figures[name],
    }));
  }
  return lines.map((line) => ({
    label: line.key,
    colour: line.rest ? REST_COLOUR : line.colour,
    dashed: line.rest,
    sparse: kind === 'histogram' && figure !== 'rate',
    values: line.points.get(figure),
    now: line.figures[figure],
  }));
}

/**
 * Returns the unit of a figure: samples and series are only counted.
 *
 * @param {string} kind
 * @param {string} figure
 * @param {?string} unit the unit of the metric
 * @return {?string} that of what is counted in a second, if it is a rate
 */
export function unitOfFigure(kind, figure, unit) {
  const counted = figure === 'count' || figure === 'series' || (figure === 'rate' && kind === 'histogram');
  return counted ? null : unit;
}

/**
 * Returns the number of a figure: infinite ones are words in documents, for JSON has none.
 *
 * @param {?number|string|undefined} value as it stands in a document
 * @return {?number|undefined}
 */
export function numberIn(value) {
  return typeof value === 'string' ? Number(value) : value;
}

/**
 * Returns a value of a figure as people read it.
 *
 * @param {string} kind
 * @param {string} figure
 * @param {?string} unit
 * @param {?number|string|undefined} given as it stands in a document
 * @param {boolean=} exact whether with all digits that are known, rather than with three
 * @return {string}
 */
export function written(kind, figure, unit, given, exact = false) {
  const value = numberIn(given);
  const own = unitOfFigure(kind, figure, unit);
  return figure === 'rate' ? formatRate(value, own, exact) : format(value, own, exact);
}
