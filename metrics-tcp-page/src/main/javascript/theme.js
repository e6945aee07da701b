/**
 * Light, dark, or what the system has.
 */

const KEY = 'metrics-tcp.theme';

const THEMES = ['auto', 'light', 'dark'];

/**
 * Returns the chosen theme.
 *
 * @return {string}
 */
export function chosen() {
  const kept = window.localStorage.getItem(KEY);
  return kept && THEMES.includes(kept) ? kept : 'auto';
}

/**
 * Shows the chosen theme.
 */
export function apply() {
  document.documentElement.dataset['theme'] = chosen();
}

/**
 * Goes on to the next theme, and remembers it.
 *
 * @return {string} its name
 */
export function next() {
  const theme = THEMES[(THEMES.indexOf(chosen()) + 1) % THEMES.length];
  window.localStorage.setItem(KEY, theme);
  apply();
  return theme;
}
