package io.github.metricstcp.client.model;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.mapping.CubicallyInterpolatedMapping;
import com.datadoghq.sketch.ddsketch.mapping.IndexMapping;
import com.datadoghq.sketch.ddsketch.store.CollapsingLowestDenseStore;
import org.jspecify.annotations.Nullable;

/**
 * Statistics of some values: their exact count, sum, minimum and maximum, and, for
 * samples, a sketch for their quantiles. Not thread-safe.
 */
final class Stats {

	/**
	 * The relative error of quantiles.
	 */
	static final double ACCURACY = 0.01;

	/**
	 * Keeps 1 % over more than 17 orders of magnitude, in at most 16 KiB for each sign.
	 * Values of a wider range still count, but the lowest ones are taken for one another.
	 */
	private static final int MAX_BINS = 2048;

	static final IndexMapping MAPPING = new CubicallyInterpolatedMapping(ACCURACY);

	long count;

	private final ExactSum sum = new ExactSum();

	double min = Double.POSITIVE_INFINITY;

	double max = Double.NEGATIVE_INFINITY;

	@Nullable DDSketch sketch;

	/**
	 * Adds a value without a sketch.
	 */
	void add(double value) {
		this.count++;
		this.sum.add(value);
		range(value);
	}

	/**
	 * Widens minimum and maximum to a value, unless that is no number.
	 */
	void range(double value) {
		if (!Double.isNaN(value)) {
			this.min = Math.min(this.min, value);
			this.max = Math.max(this.max, value);
		}
	}

	double sum() {
		return this.sum.value();
	}

	/**
	 * Adds a value to the sketch as well.
	 */
	void sample(double value) {
		add(value);
		// Beyond it, which is just short of the greatest number, the sketch takes nothing
		double limit = MAPPING.maxIndexableValue();
		sketch().accept(Math.max(-limit, Math.min(limit, value)));
	}

	void merge(Stats other) {
		this.count += other.count;
		this.sum.add(other.sum);
		this.min = Math.min(this.min, other.min);
		this.max = Math.max(this.max, other.max);
		if (other.sketch != null) {
			sketch().mergeWith(other.sketch);
		}
	}

	void clear() {
		this.count = 0;
		this.sum.clear();
		this.min = Double.POSITIVE_INFINITY;
		this.max = Double.NEGATIVE_INFINITY;
		if (this.sketch != null) {
			this.sketch.clear();
		}
	}

	/**
	 * Returns a quantile, at most 1 % off: the least value that such a share of all
	 * values do not exceed. {@code NaN} if there is no value.
	 */
	double quantile(double quantile) {
		if (this.sketch == null || this.sketch.isEmpty()) {
			return Double.NaN;
		}
		double count = this.sketch.getCount();
		// The sketch itself rounds ranks down: p99 of two values would be the lesser one
		double place = (Math.ceil(quantile * count) - 0.5) / (count - 1);
		double value = this.sketch.getValueAtQuantile(Math.max(0, Math.min(1, place)));
		return Math.max(this.min, Math.min(this.max, value));
	}

	Quantiles quantiles() {
		return (this.sketch == null) ? Quantiles.NONE
				: new Quantiles(quantile(0.5), quantile(0.9), quantile(0.95), quantile(0.99), quantile(0.999));
	}

	Summary summary() {
		boolean known = this.min <= this.max;
		return new Summary(this.count, sum(), known ? this.min : Double.NaN, known ? this.max : Double.NaN,
				quantiles());
	}

	private DDSketch sketch() {
		DDSketch sketch = this.sketch;
		if (sketch == null) {
			sketch = new DDSketch(MAPPING, () -> new CollapsingLowestDenseStore(MAX_BINS));
			this.sketch = sketch;
		}
		return sketch;
	}

}
