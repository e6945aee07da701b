/**
 * The stream of documents: one a second for what is shown. A hidden tab has none, for a browser
 * opens no more than six connections to a server.
 */

const FIRST_RETRY = 1000;

const LONGEST_RETRY = 10000;

export class Live {
  /**
   * @param {function(!Object): void} onDocument called for each document
   * @param {function(string): void} onState called with a sentence if there is no stream, with an
   *     empty one if there is
   */
  constructor(onDocument, onState) {
    this.onDocument = onDocument;
    this.onState = onState;
    this.query = '';
    /** @type {?EventSource} */
    this.source = null;
    this.delay = FIRST_RETRY;
    this.timer = 0;
    document.addEventListener('visibilitychange', () => this.open_());
  }

  /**
   * Asks for other documents.
   *
   * @param {string} query the query of the stream's address
   */
  show(query) {
    this.query = query;
    this.open_();
  }

  /** @private */
  open_() {
    clearTimeout(this.timer);
    if (this.source) {
      this.source.close();
      this.source = null;
    }
    if (document.hidden || !this.query) {
      return;
    }
    const source = new EventSource('api/v1/live?' + this.query);
    this.source = source;
    source.onmessage = (message) => {
      this.delay = FIRST_RETRY;
      this.onState('');
      this.onDocument(/** @type {!Object} */ (JSON.parse(/** @type {string} */ (message.data))));
    };
    source.onerror = () => {
      if (this.source === source) {
        this.failed_();
      }
    };
  }

  /**
   * An EventSource gives up for good after some answers, and asks every three seconds after others:
   * the pauses are ours.
   *
   * @private
   */
  failed_() {
    if (this.source) {
      this.source.close();
      this.source = null;
    }
    const seconds = Math.round(this.delay / 1000);
    this.onState(`No connection to the program that serves this page; next attempt in ${seconds} s`);
    this.timer = setTimeout(() => this.open_(), this.delay);
    this.delay = Math.min(LONGEST_RETRY, this.delay * 2);
  }
}
