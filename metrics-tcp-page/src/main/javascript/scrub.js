/**
 * The time that is shown: now, or a time that the program still keeps. What is collected meanwhile
 * is shown afterwards.
 */
import { byId, setText } from './dom.js';
import { TimeBar } from './timebar.js';
import { clock } from './units.js';
import { LONGEST, Navigation, SHORTEST } from './view.js';

/** The part of the window that one step goes back or forth. */
const STEP = 0.25;

/** The window where nothing was chosen, in seconds. */
const USUAL = 300;

export class Scrub {
  /**
   * @param {!Navigation} navigation
   */
  constructor(navigation) {
    this.navigation = navigation;
    this.paused = false;
    /** The second of the last document. */
    this.now = 0;
    /** @type {!Array<number>} the first and last second that is shown */
    this.shown = [0, 0];
    this.bar = new TimeBar(
      navigation,
      (end) => this.to_(end),
      (direction) => this.step(direction)
    );
    byId('back').addEventListener('click', () => this.step(-1));
    byId('forth').addEventListener('click', () => this.step(1));
    byId('pause').addEventListener('click', () => this.toggle());
    byId('live').addEventListener('click', () => this.live());
  }

  /**
   * Takes the times of a document.
   *
   * @param {number} now the second that it was made in
   * @param {!Array<number>} times the seconds of the slots that are shown
   */
  take(now, times) {
    this.now = Math.floor(now);
    if (times.length > 0 && !this.paused) {
      this.shown = [times[0], times[times.length - 1]];
    }
    this.draw_();
  }

  /** Stops or goes on, at the time that is shown. */
  toggle() {
    if (this.navigation.view.end) {
      this.live();
      return;
    }
    this.paused = !this.paused;
    this.draw_();
  }

  /** Makes the time at which it is paused a part of the view. */
  keep() {
    this.paused = false;
    this.navigation.go({ end: this.shown[1] }, true);
  }

  /** Shows what is received now. */
  live() {
    this.paused = false;
    if (this.navigation.view.end) {
      this.navigation.go({ end: 0 });
    }
    this.draw_();
  }

  /**
   * Goes back or forth.
   *
   * @param {number} direction -1 or 1
   */
  step(direction) {
    const { end, window } = this.navigation.view;
    const from = end || (this.paused && this.shown[1]) || this.now;
    this.to_(Math.round(from + direction * Math.max(1, window * STEP)));
  }

  /**
   * Shows the time up to a second.
   *
   * @param {number} end
   * @private
   */
  to_(end) {
    this.paused = false;
    if (end >= this.now - 1) {
      this.live();
    } else {
      this.navigation.go({ end: Math.max(this.now - LONGEST + SHORTEST, end) }, this.navigation.view.end > 0);
    }
  }

  /**
   * Shows a time that was marked.
   *
   * @param {number} from its first second
   * @param {number} to its last second
   */
  zoom(from, to) {
    this.paused = false;
    const window = Math.max(SHORTEST, Math.min(LONGEST, Math.round(to - from)));
    this.navigation.go({ window: window, end: Math.min(this.now - 1, Math.max(Math.round(to), Math.round(from) + window)) });
  }

  /**
   * Moves the time that is shown.
   *
   * @param {number} seconds less than 0 for back
   */
  pan(seconds) {
    this.to_(Math.round(this.shown[1] + seconds));
  }

  /**
   * Shows more or less time, with the same middle if it is of the past.
   *
   * @param {number} factor
   */
  stretch(factor) {
    const { window, end } = this.navigation.view;
    const length = Math.max(SHORTEST, Math.min(LONGEST, Math.round(window * factor)));
    const last = end ? Math.round(end + (length - window) / 2) : 0;
    this.paused = false;
    this.navigation.go({ window: length, end: last >= this.now - 1 ? 0 : last });
  }

  /** Shows the last minutes again. */
  reset() {
    this.paused = false;
    this.navigation.go({ window: USUAL, end: 0 });
  }

  /** @private */
  draw_() {
    const past = this.paused || this.navigation.view.end > 0;
    const live = byId('live');
    byId('pause').setAttribute('aria-pressed', String(past));
    byId('forth').toggleAttribute('disabled', !past);
    live.hidden = !past;
    this.bar.draw(this.now, this.shown);
    setText(byId('moment'), past ? `${clock(this.shown[0])} – ${clock(this.shown[1])}` : '');
  }
}
