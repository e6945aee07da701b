/**
 * The label values that are over-represented in a marked region of a heat map, as bars.
 */
import { element, setChildren, setText } from './dom.js';
import { Region } from './heatkeys.js';
import { NO_SERVER, isReport } from './report.js';
import { View, selection } from './view.js';

const SHOWN = 12;

const HINT = 'Mark a region of the map to see which labels are frequent in it.';

export class BrushBars {
  /**
   * @param {!Element} parent
   * @param {function(string, string): void} onLabel called with a label that was clicked
   */
  constructor(parent, onLabel) {
    this.onLabel = onLabel;
    this.heading = element('p', { class: 'hint', text: isReport() ? NO_SERVER : HINT });
    this.list = element('ul', { class: 'bars' });
    parent.append(this.heading, this.list);
    /** The query of the region that is marked, empty for none. */
    this.wanted = '';
    /** @type {?AbortController} the request under way */
    this.request = null;
  }

  /**
   * Asks what is special about a region.
   *
   * @param {?Region} region null for none
   * @param {!View} view
   */
  show(region, view) {
    if (isReport()) {
      return;
    }
    if (!region) {
      this.wanted = '';
      if (this.request) {
        this.request.abort();
      }
      setText(this.heading, HINT);
      setChildren(this.list, []);
      return;
    }
    const query = new URLSearchParams([
      ...selection(view),
      ['id', view.id],
      ['from', String(Math.floor(region.from))],
      ['to', String(Math.ceil(region.to))],
      ['above', String(region.above)],
      ['upTo', String(region.upTo)],
    ]);
    this.wanted = String(query);
    this.ask_();
  }

  /**
   * Asks for the region that is marked, and then for the one that is marked by then: keys that are
   * held down mark many, and for each the server counts all samples.
   *
   * @private
   */
  async ask_() {
    if (this.request) {
      return;
    }
    let asked = '';
    while (this.wanted !== '' && this.wanted !== asked) {
      asked = this.wanted;
      const request = new AbortController();
      this.request = request;
      const response = await fetch('api/v1/brush?' + asked, { signal: request.signal }).catch(() => null);
      const answer = response ? await response.json().catch(() => null) : null;
      if (request.signal.aborted) {
        asked = '';
      } else if (asked === this.wanted) {
        this.answered_(response !== null && response.ok, answer);
      }
    }
    this.request = null;
  }

  /**
   * @param {boolean} right
   * @param {?Object} answer
   * @private
   */
  answered_(right, answer) {
    if (!answer || !right) {
      setText(this.heading, answer ? answer['error'] : 'The labels could not be compared');
      setChildren(this.list, []);
      return;
    }
    this.draw_(answer['shares']);
  }

  /**
   * @param {!Array<!Object>} shares
   * @private
   */
  draw_(shares) {
    const over = shares.filter((share) => share['insideShare'] > share['outsideShare']).slice(0, SHOWN);
    setText(
      this.heading,
      over.length > 0 ? 'More frequent in the region than elsewhere:' : 'No label value is more frequent in the region.'
    );
    setChildren(
      this.list,
      over.map((share) => {
        const inside = share['insideShare'];
        const outside = share['outsideShare'];
        const words = `${percent(inside)} inside, ${percent(outside)} elsewhere`;
        return element('li', null, [
          this.name_(share['label'], share['value']),
          element('span', { class: 'track', 'aria-hidden': 'true' }, [bar('inside', inside), bar('outside', outside)]),
          element('span', { class: 'about', text: words }),
        ]);
      })
    );
  }

  /**
   * @param {string} label
   * @param {string} value empty if series do not have the label
   * @return {!HTMLElement}
   * @private
   */
  name_(label, value) {
    if (!value) {
      return element('span', { text: `${label}=(none)` });
    }
    const text = `${label}=${value}`;
    const button = element('button', { type: 'button', class: 'label', title: 'Filter by it', text: text });
    button.addEventListener('click', () => this.onLabel(label, value));
    return button;
  }
}

/**
 * @param {number} share
 * @return {string}
 */
function percent(share) {
  return `${Math.round(share * 100)} %`;
}

/**
 * @param {string} name
 * @param {number} share
 * @return {!HTMLElement}
 */
function bar(name, share) {
  const made = element('span', { class: name });
  made.style.width = `${Math.max(0.5, share * 100)}%`;
  return made;
}
