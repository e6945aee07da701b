/**
 * Terms of the filter that hold for one value alone.
 */

/** Words of the filter's language that are no labels. */
const RESERVED = ['name', 'kind', 'unit', 'target'];

/** What begins another term than one of a label. */
const OTHER = /^(!|~|label:)/;

/**
 * Returns the term that a label has a value.
 *
 * @param {string} label
 * @param {string} value
 * @return {string}
 */
export function labelTerm(label, value) {
  return term(RESERVED.includes(label) || OTHER.test(label) ? `label:${label}` : label, value);
}

/**
 * Returns the term that a target has a name.
 *
 * @param {string} name
 * @return {string}
 */
export function targetTerm(name) {
  return term('target', name);
}

/**
 * @param {string} word
 * @param {string} value
 * @return {string}
 */
function term(word, value) {
  return `${quoted(word)}=${quoted(literal(value))}`;
}

/**
 * Returns what matches a value and no other one. A glob or the beginning of a regular expression
 * would match more than itself, and a quotation mark cannot be quoted.
 *
 * @param {string} value
 * @return {string}
 */
function literal(value) {
  if (!/^~|[*?"]/.test(value)) {
    return value;
  }
  return `~^${value.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&').replaceAll('"', '\\x22')}$`;
}

/**
 * @param {string} text
 * @return {string} in quotes if it has spaces
 */
function quoted(text) {
  return /\s/.test(text) ? `"${text}"` : text;
}
