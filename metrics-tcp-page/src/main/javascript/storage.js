/**
 * What the browser remembers for this page. Some let it remember nothing, such as where a mail is
 * read: then it holds until the page is closed.
 */

/** @type {!Map<string, string>} */
const unkept = new Map();

/**
 * Returns what is remembered.
 *
 * @param {string} key
 * @return {string} empty if it is nothing
 */
export function recall(key) {
  try {
    return window.localStorage.getItem(key) || unkept.get(key) || '';
  } catch (error) {
    return unkept.get(key) || '';
  }
}

/**
 * Remembers a text.
 *
 * @param {string} key
 * @param {string} text
 */
export function remember(key, text) {
  unkept.set(key, text);
  try {
    window.localStorage.setItem(key, text);
  } catch (error) {
    // It holds until the page is closed
  }
}
