/**
 * The stream of documents: one a second for what is shown. A hidden tab has none, for a browser
 * opens no more than six connections to a server.
 */

const FIRST_RETRY = 1000;

const LONGEST_RETRY = 10000;

const NO_CONNECTION = 'No connection to the program that serves this page';

export class Live {
  /**
   * @param {function(!Object): void} onDocument called for each document
   * @param {function(string, boolean=): void} onState called with a sentence if there is no stream, and
   *     whether that is so because of what is asked for; with an empty one if there is
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
      if (this.source !== source) {
        return;
      }
      if (source.readyState === EventSource.CLOSED) {
        this.refused_(source);
      } else {
        this.failed_(NO_CONNECTION);
      }
    };
  }

  /**
   * An EventSource does not say with which sentence it was refused, such as for a filter that is
   * wrong: asks once more, in another way.
   *
   * @param {!EventSource} source
   * @private
   */
  async refused_(source) {
    const response = await fetch(source.url).catch(() => null);
    const answer = response && !response.ok ? await response.json().catch(() => null) : null;
    const sentence = answer ? answer['error'] : NO_CONNECTION;
    if (response && response.ok) {
      response.body.cancel();
    }
    if (this.source !== source) {
      return;
    }
    if (response && response.status === 400) {
      this.source = null;
      this.onState(sentence, true);
    } else {
      this.failed_(sentence);
    }
  }

  /**
   * An EventSource gives up for good after some answers, and asks every three seconds after others:
   * the pauses are ours.
   *
   * @param {string} sentence
   * @private
   */
  failed_(sentence) {
    if (this.source) {
      this.source.close();
      this.source = null;
    }
    const seconds = Math.round(this.delay / 1000);
    this.onState(`${sentence}; next attempt in ${seconds} s`);
    this.timer = setTimeout(() => this.open_(), this.delay);
    this.delay = Math.min(LONGEST_RETRY, this.delay * 2);
  }
}
