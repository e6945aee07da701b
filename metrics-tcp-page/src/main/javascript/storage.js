/**
 * What the browser remembers for this page. Some let it remember nothing, such as where a mail is
 * read: then it holds until the page is closed.
 */

/** @type {!Map<string, string>} what the browser did not take */
const unkept = new Map();

/**
 * Returns what is remembered.
 *
 * @param {string} key
 * @return {string} empty if it is nothing
 */
export function recall(key) {
  const text = unkept.get(key);
  if (text !== undefined) {
    return text;
  }
  try {
    return window.localStorage.getItem(key) || '';
  } catch (error) {
    return '';
  }
}

/**
 * Remembers a text.
 *
 * @param {string} key
 * @param {string} text
 */
export function remember(key, text) {
  try {
    window.localStorage.setItem(key, text);
    // What another tab changes from now on holds here too
    unkept.delete(key);
  } catch (error) {
    unkept.set(key, text);
  }
}
