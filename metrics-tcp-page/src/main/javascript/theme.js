/**
 * Light, dark, or what the system has.
 */
import { recall, remember } from './storage.js';

const KEY = 'metrics-tcp.theme';

const THEMES = ['auto', 'light', 'dark'];

/** @type {!Array<function(): void>} */
const listeners = [];

let theme = recall(KEY);

/**
 * Returns the chosen theme.
 *
 * @return {string}
 */
export function chosen() {
  return THEMES.includes(theme) ? theme : 'auto';
}

/**
 * Returns a colour of the theme that is shown.
 *
 * @param {string} name the name of the style sheet's variable
 * @return {string}
 */
export function themed(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/**
 * Returns whether the theme that is shown is the dark one.
 *
 * @return {boolean}
 */
export function isDark() {
  return chosen() === 'dark' || (chosen() === 'auto' && dark_().matches);
}

/**
 * @return {!MediaQueryList}
 */
function dark_() {
  return window.matchMedia('(prefers-color-scheme: dark)');
}

/**
 * Shows the chosen theme, and calls a listener each time that another one is shown: what is drawn
 * has colours of its own.
 *
 * @param {function(): void} listener
 */
export function follow(listener) {
  listeners.push(listener);
  document.documentElement.dataset['theme'] = chosen();
  dark_().addEventListener('change', listener);
}

/**
 * Goes on to the next theme, and remembers it.
 *
 * @return {string} its name
 */
export function next() {
  theme = THEMES[(THEMES.indexOf(chosen()) + 1) % THEMES.length];
  remember(KEY, theme);
  document.documentElement.dataset['theme'] = theme;
  listeners.forEach((listener) => listener());
  return theme;
}
