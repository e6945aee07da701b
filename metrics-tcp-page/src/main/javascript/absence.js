/**
 * Why there is nothing to show, in a sentence: each cause has its own.
 */
import { isReport } from './report.js';
import { View } from './view.js';

/** What is said before the first document. */
export const CONNECTING = 'Connecting to the program that serves this page.';

/**
 * Returns why nothing of a document can be shown.
 *
 * @param {!Object} shown the document
 * @param {!View} view
 * @param {string} what what is not there, such as "metric"
 * @param {string=} filter the filter of it
 * @return {string}
 */
export function absence(shown, view, what, filter = view.filter) {
  const targets = /** @type {!Array<!Object>} */ (shown['targets']);
  const received = shown['received'] > 0;
  if (received && filter) {
    return `No ${what} matches the filter.`;
  }
  if (isReport()) {
    return received ? `No ${what} is in this report.` : 'No metric was received.';
  }
  const chosen = targets.filter((target) => view.target.length === 0 || view.target.includes(target['name']));
  const names = chosen.map((target) => target['name']).join(', ');
  const connected = chosen.some((target) => target['state'] === 'connected');
  if (received) {
    return `No ${what} was received yet${view.target.length > 0 ? ` from ${names}` : ''}.`;
  }
  if (chosen.length > 0 && chosen.every((target) => target['state'] === 'ended')) {
    return `${names} ended, and no ${what} was received.`;
  }
  return connected ? `Connected: waiting for the first data of ${names}.` : `Connecting to ${names || 'no target'}.`;
}
