/**
 * Elements of the page. All text is set as text: names, labels and descriptions come from
 * whatever is watched, and never become markup.
 */

/**
 * Creates an element.
 *
 * @param {string} tag the name of the element
 * @param {?Object<string, (string|number|boolean|null)>=} attributes its attributes; true sets an
 *     empty one, false and null leave it out; `class` and `text` are the class and the text
 * @param {!Array<!Node|string>=} children what it contains
 * @return {!HTMLElement}
 */
export function element(tag, attributes = null, children = []) {
  const created = /** @type {!HTMLElement} */ (document.createElement(tag));
  const given = attributes || {};
  for (const name of Object.keys(given)) {
    const value = given[name];
    if (name === 'text') {
      created.textContent = String(value);
    } else if (value === true) {
      created.setAttribute(name, '');
    } else if (value !== false && value !== null) {
      created.setAttribute(name, String(value));
    }
  }
  created.append(...children);
  return created;
}

/**
 * Creates a table that scrolls within its own box, also by keys.
 *
 * @param {string} name what the table is of
 * @param {!Element} head the row of its head
 * @param {!Element} body
 * @return {!HTMLElement} the box
 */
export function scrollTable(name, head, body) {
  return element('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': name }, [
    element('table', null, [element('thead', null, [head]), body]),
  ]);
}

/**
 * Returns the element of the page that has an id.
 *
 * @param {string} id
 * @return {!HTMLElement}
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) {
    throw new Error(`The page has no element "${id}"`);
  }
  return /** @type {!HTMLElement} */ (found);
}

/**
 * Sets a text, and touches the page only if it is another one.
 *
 * @param {!Element} target
 * @param {string} text
 */
export function setText(target, text) {
  if (target.textContent !== text) {
    target.textContent = text;
  }
}

/**
 * Makes the children of an element those of a list, and moves or keeps what is there already.
 *
 * @param {!Element} parent
 * @param {!Array<!Element>} children in their order
 */
export function setChildren(parent, children) {
  let next = parent.firstElementChild;
  for (const child of children) {
    if (child === next) {
      next = next.nextElementSibling;
    } else {
      parent.insertBefore(child, next);
    }
  }
  while (next) {
    const gone = next;
    next = next.nextElementSibling;
    gone.remove();
  }
}
