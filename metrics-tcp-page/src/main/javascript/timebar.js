/**
 * The scroll bar of time: the hour that the program keeps, and the part of it that is shown.
 */
import { byId, element } from './dom.js';
import { clock } from './units.js';
import { LONGEST, Navigation } from './view.js';

export class TimeBar {
  /**
   * @param {!Navigation} navigation
   * @param {function(number): void} onEnd called with the last second that is to be shown
   * @param {function(number): void} onStep called with -1 or 1 for a step back or forth
   */
  constructor(navigation, onEnd, onStep) {
    this.navigation = navigation;
    this.onEnd = onEnd;
    this.onStep = onStep;
    this.now = 0;
    /** @type {!Array<number>} the first and last second that is shown */
    this.shown = [0, 0];
    this.bar = byId('timebar');
    this.thumb = element('span', { class: 'thumb' });
    this.bar.append(this.thumb);
    this.bar.addEventListener('pointerdown', (event) => this.press_(/** @type {!PointerEvent} */ (event)));
    this.bar.addEventListener('keydown', (event) => this.key_(/** @type {!KeyboardEvent} */ (event)));
  }

  /**
   * Draws the bar.
   *
   * @param {number} now the second that is not over
   * @param {!Array<number>} shown the first and last second that is shown
   */
  draw(now, shown) {
    this.now = now;
    this.shown = shown;
    const back = Math.round(now - shown[1]);
    this.place_(shown[0], shown[1]);
    this.bar.setAttribute('aria-valuemin', String(-LONGEST));
    this.bar.setAttribute('aria-valuemax', '0');
    this.bar.setAttribute('aria-valuenow', String(Math.max(-LONGEST, -back)));
    this.bar.setAttribute('aria-valuetext', `${clock(shown[0])} to ${clock(shown[1])}`);
  }

  /**
   * @param {number} from
   * @param {number} to
   * @private
   */
  place_(from, to) {
    const share = (second) => Math.max(0, Math.min(1, 1 - (this.now - second) / LONGEST));
    this.thumb.style.left = `${share(from) * 100}%`;
    this.thumb.style.width = `${Math.max(0.4, (share(to) - share(from)) * 100)}%`;
  }

  /**
   * Moves the part that is shown with the pointer; a press beside it brings it there.
   *
   * @param {!PointerEvent} event
   * @private
   */
  press_(event) {
    if (event.button !== 0) {
      return;
    }
    event.preventDefault();
    this.bar.focus();
    this.bar.setPointerCapture(event.pointerId);
    const box = this.bar.getBoundingClientRect();
    const secondAt = (x) => this.now - (1 - (x - box.left) / box.width) * LONGEST;
    const length = this.shown[1] - this.shown[0];
    const pressed = secondAt(event.clientX);
    const within = pressed >= this.shown[0] && pressed <= this.shown[1];
    const before = within ? this.shown[1] - pressed : length / 2;
    let end = pressed + before;
    const move = (given) => {
      const moved = /** @type {!PointerEvent} */ (given);
      end = Math.max(this.now - LONGEST + length, Math.min(this.now, secondAt(moved.clientX) + before));
      this.place_(end - length, end);
    };
    const done = () => {
      this.bar.removeEventListener('pointermove', move);
      if (Math.abs(end - this.shown[1]) >= 1) {
        this.onEnd(Math.round(end));
      }
    };
    this.bar.addEventListener('pointermove', move);
    this.bar.addEventListener('lostpointercapture', done, { once: true });
  }

  /**
   * @param {!KeyboardEvent} event
   * @private
   */
  key_(event) {
    const { window } = this.navigation.view;
    const ways = {
      Home: () => this.onEnd(this.now - LONGEST + window),
      End: () => this.onEnd(this.now),
      PageUp: () => this.onEnd(Math.max(this.now - LONGEST + window, this.shown[1] - window)),
      PageDown: () => this.onEnd(this.shown[1] + window),
      ArrowUp: () => this.onStep(1),
      ArrowDown: () => this.onStep(-1),
    };
    const act = event.ctrlKey || event.altKey || event.metaKey ? undefined : ways[event.key];
    if (act) {
      event.preventDefault();
      act();
    }
  }
}
