/**
 * The points of what is shown: the first document has the whole window, each later one the slots
 * that are new, and the last one again, which may not have been over.
 */

/**
 * The times of all points, of which all charts have the same.
 */
export class Times {
  constructor() {
    this.step = 1;
    this.slots = 0;
    /** @type {!Array<number>} the first second of each slot */
    this.seconds = [];
  }

  /**
   * Returns the first second that is worth showing: as long as little was received, the window
   * grows with what there is, and begins with a minute.
   *
   * @param {number} slots how many slots have nothing yet
   * @return {number}
   */
  from(slots) {
    const least = Math.ceil(60 / this.step);
    const first = Math.max(0, Math.min(slots, this.seconds.length - least));
    return this.seconds[first] || 0;
  }

  /**
   * Returns the slot that a second is in.
   *
   * @param {?number} second null for none
   * @return {number} -1 if there is none
   */
  slotOf(second) {
    if (second === null || this.seconds.length === 0) {
      return -1;
    }
    const slot = Math.floor((second - this.seconds[0]) / this.step);
    return slot < this.seconds.length ? Math.max(-1, slot) : -1;
  }

  /**
   * Takes the times of a document over.
   *
   * @param {{from: number, step: number, slots: number, whole: boolean}} header
   * @return {!Shift} what has to be done with the points
   */
  take(header) {
    if (header.whole || header.step !== this.step || this.seconds.length === 0) {
      this.step = header.step;
      this.slots = header.slots;
      this.seconds = Array.from({ length: header.slots }, (_, i) => header.from + i * header.step);
      return new Shift(0, header.slots, 0);
    }
    const at = Math.round((header.from - this.seconds[0]) / this.step);
    const end = at + header.slots;
    const dropped = Math.max(0, end - this.slots);
    for (let i = this.seconds.length; i < end; i++) {
      this.seconds.push(this.seconds[0] + i * this.step);
    }
    this.seconds.splice(0, dropped);
    return new Shift(at - dropped, this.slots, dropped);
  }
}

/**
 * Returns where a time ends.
 *
 * @param {{seconds: !Array<number>, step: number}} times the first second of each slot, and how long one is
 * @return {number} the second behind the last slot
 */
export function endOf({ seconds, step }) {
  return seconds[seconds.length - 1] + step;
}

/**
 * What a document does to arrays of points.
 */
export class Shift {
  /**
   * @param {number} at where its points begin, once the oldest are dropped
   * @param {number} length how many points there are then
   * @param {number} dropped how many of the oldest are dropped
   */
  constructor(at, length, dropped) {
    this.at = at;
    this.length = length;
    this.dropped = dropped;
  }

  /**
   * Returns the points after the document.
   *
   * @param {!Array<?number>|undefined} before the points before it
   * @param {!Array<?number>} added the points of the document
   * @return {!Array<?number>}
   */
  apply(before, added) {
    const points = before || [];
    points.splice(0, this.dropped);
    while (points.length < Math.min(this.length, this.at)) {
      points.push(null);
    }
    for (let i = 0; i < added.length; i++) {
      const at = this.at + i;
      if (at >= 0 && at < this.length) {
        points[at] = added[i];
      }
    }
    points.length = this.length;
    return points;
  }
}

/**
 * The points of several figures, such as rate and p99.
 */
export class Points {
  constructor() {
    /** @type {!Map<string, !Array<?number>>} */
    this.figures = new Map();
  }

  /**
   * @param {!Shift} shift
   * @param {!Object<string, !Array<?number>>} added the points of a document, by figure
   */
  take(shift, added) {
    for (const figure of Object.keys(added)) {
      this.figures.set(figure, shift.apply(this.figures.get(figure), added[figure]));
    }
  }

  /**
   * Returns how many slots have no value before the first one that has.
   *
   * @return {number}
   */
  empty() {
    let least = Infinity;
    for (const values of this.figures.values()) {
      const first = values.findIndex((value) => value !== null && value !== undefined);
      least = first < 0 ? least : Math.min(least, first);
    }
    return least;
  }

  /**
   * @param {string} figure
   * @return {!Array<?number>} empty if there is no such figure
   */
  get(figure) {
    return this.figures.get(figure) || [];
  }
}
