/**
 * What can be done with a key, and the list of that.
 */
import { byId, element, setChildren } from './dom.js';

/**
 * @typedef {{key: string, name: string, text: string, act: function(): void}}
 */
export let Key;

/**
 * Listens to the keys of the page. A field that is typed into has its own.
 *
 * @param {!Array<!Key>} keys
 */
export function listen(keys) {
  const dialog = /** @type {!HTMLDialogElement} */ (byId('help'));
  const show = () => {
    if (dialog.open) {
      dialog.close();
    } else {
      dialog.showModal();
    }
  };
  const all = [...keys, { key: '?', name: '?', text: 'show these keys', act: show }];
  setChildren(byId('keylist'), all.map(described));
  byId('keys').addEventListener('click', show);
  byId('close').addEventListener('click', () => dialog.close());
  document.addEventListener('keydown', (event) => {
    const pressed = /** @type {!KeyboardEvent} */ (event);
    const target = /** @type {!Element} */ (pressed.target);
    if (pressed.ctrlKey || pressed.metaKey || pressed.altKey || (dialog.open && pressed.key !== '?')) {
      return;
    }
    if (target.matches('.scroll') && pressed.key.startsWith('Arrow')) {
      return;
    }
    if (target.matches('input, select, textarea')) {
      if (pressed.key === 'Escape') {
        /** @type {!HTMLElement} */ (target).blur();
      }
      return;
    }
    const found = all.find((each) => each.key === pressed.key);
    if (found) {
      pressed.preventDefault();
      found.act();
    }
  });
}

/**
 * Returns what an element does with a key. Keys with Ctrl, Alt or Meta are the browser's.
 *
 * @template T
 * @param {!KeyboardEvent} event
 * @param {!Object<string, T>} ways by the name of the key
 * @return {T|undefined} undefined if it does nothing with it
 */
export function wayOf(event, ways) {
  return event.ctrlKey || event.altKey || event.metaKey ? undefined : ways[event.key];
}

/**
 * @param {!Key} key
 * @return {!HTMLElement}
 */
function described(key) {
  return element('div', null, [
    element('dt', null, [element('kbd', { text: key.name })]),
    element('dd', { text: key.text }),
  ]);
}
