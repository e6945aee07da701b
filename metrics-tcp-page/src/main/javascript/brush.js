/**
 * The label values that are over-represented in a marked region of a heat map, as bars.
 */
import { element, setChildren, setText } from './dom.js';
import { Region } from './heatmap.js';
import { View } from './view.js';

const SHOWN = 12;

export class BrushBars {
  /**
   * @param {!Element} parent
   */
  constructor(parent) {
    this.heading = element('p', { class: 'hint', text: 'Mark a region of the map to see which labels are frequent in it.' });
    this.list = element('ul', { class: 'bars' });
    parent.append(this.heading, this.list);
    this.asked = 0;
  }

  /**
   * Asks what is special about a region.
   *
   * @param {?Region} region null for none
   * @param {!View} view
   */
  async show(region, view) {
    const asked = ++this.asked;
    if (!region) {
      setText(this.heading, 'Mark a region of the map to see which labels are frequent in it.');
      setChildren(this.list, []);
      return;
    }
    const query = new URLSearchParams({
      id: view.id,
      filter: view.filter,
      window: String(view.window),
      end: String(view.end),
      from: String(Math.floor(region.from)),
      to: String(Math.ceil(region.to)),
      above: String(region.above),
      upTo: String(region.upTo),
    });
    const response = await fetch('api/v1/brush?' + query);
    const answer = response.ok ? await response.json() : null;
    if (asked !== this.asked) {
      return;
    }
    if (!answer) {
      setText(this.heading, await response.text());
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
        const inside = Math.round(share['insideShare'] * 100);
        const outside = Math.round(share['outsideShare'] * 100);
        const bar = element('meter', { min: 0, max: 100, value: inside, 'aria-label': `${inside} % inside` });
        const rest = element('meter', { class: 'rest', min: 0, max: 100, value: outside, 'aria-label': `${outside} % outside` });
        const name = `${share['label']}=${share['value'] || '(none)'}`;
        return element('li', null, [
          element('span', { text: name }),
          bar,
          rest,
          element('span', { class: 'about', text: `${inside} % inside, ${outside} % elsewhere` }),
        ]);
      })
    );
  }
}
