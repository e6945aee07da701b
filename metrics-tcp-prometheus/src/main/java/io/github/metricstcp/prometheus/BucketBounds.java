package io.github.metricstcp.prometheus;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The upper bounds of classic buckets: those that were chosen for a metric, those for
 * all, or those that suit the unit.
 */
final class BucketBounds {

	/**
	 * From a millisecond to a minute.
	 */
	private static final double[] SECONDS = { 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
			30, 60 };

	/**
	 * From 64 B to 1 GiB.
	 */
	private static final double[] BYTES = { 64, 256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304,
			16_777_216, 67_108_864, 268_435_456, 1_073_741_824 };

	private static final double[] OTHERS = { 0.01, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500,
			5000, 10_000, 100_000, 1_000_000 };

	private final double @Nullable [] all;

	private final Map<String, double[]> byName;

	/**
	 * Creates bounds.
	 * @param all those of all metrics, {@code null} for none
	 * @param byName those of some metrics by their names
	 */
	BucketBounds(double @Nullable [] all, Map<String, double[]> byName) {
		this.all = all;
		this.byName = new HashMap<>(byName);
	}

	/**
	 * Checks bounds.
	 * @return a copy
	 * @throws IllegalArgumentException if they are none, with a sentence that says why
	 */
	static double[] checked(double[] bounds) {
		if (bounds.length == 0) {
			throw new IllegalArgumentException("There must be a bound at least");
		}
		for (int i = 0; i < bounds.length; i++) {
			if (!Double.isFinite(bounds[i]) || (i > 0 && bounds[i] <= bounds[i - 1])) {
				throw new IllegalArgumentException("Bounds must be numbers, each greater than the one before");
			}
		}
		return bounds.clone();
	}

	/**
	 * Returns the bounds of a metric.
	 * @param name its name as the target has it
	 * @param unit the unit that it is exposed in
	 */
	double[] of(String name, BaseUnit unit) {
		double[] chosen = this.byName.getOrDefault(name, this.all);
		if (chosen != null) {
			return chosen;
		}
		return switch (unit.suffix()) {
			case "seconds" -> SECONDS;
			case "bytes" -> BYTES;
			default -> OTHERS;
		};
	}

	@Override
	public String toString() {
		return "%s for all, %s".formatted(Arrays.toString(this.all), this.byName.keySet());
	}

}
