package io.github.metricstcp.internal.stream;

/**
 * Two threads that offer two events each to one ingress, and the counts of those that it
 * took.
 */
final class TwoProducers {

	final Queues queues;

	final SampleSeries first;

	final SampleSeries second;

	int takenFirst;

	int takenSecond;

	TwoProducers(int limit) {
		this.queues = new Queues(limit);
		this.first = this.queues.samples("first");
		this.second = this.queues.samples("second");
	}

	void offerFirst() {
		for (int i = 1; i <= 2; i++) {
			this.takenFirst += this.queues.ingress.offer(this.first, i) ? 1 : 0;
		}
	}

	void offerSecond() {
		for (int i = 1; i <= 2; i++) {
			this.takenSecond += this.queues.ingress.offer(this.second, i) ? 1 : 0;
		}
	}

	int taken() {
		return this.takenFirst + this.takenSecond;
	}

}
