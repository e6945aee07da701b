package io.github.metricstcp.client.model;

/**
 * A sum of doubles that keeps what each addition rounds off, and adds it in the end
 * (Neumaier's summation): a thousand times 0.1 is 100. Not thread-safe.
 */
final class ExactSum {

	private double sum;

	private double lost;

	void add(double value) {
		double next = this.sum + value;
		this.lost += (Math.abs(this.sum) >= Math.abs(value)) ? (this.sum - next) + value : (value - next) + this.sum;
		this.sum = next;
	}

	void add(ExactSum other) {
		add(other.sum);
		this.lost += other.lost;
	}

	void clear() {
		this.sum = 0;
		this.lost = 0;
	}

	double value() {
		double value = this.sum + this.lost;
		// Of an infinite sum nothing finite was rounded off
		return Double.isNaN(value) ? this.sum : value;
	}

}
