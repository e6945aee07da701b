package io.github.metricstcp.client.model;

import java.time.Duration;

import io.github.metricstcp.client.wire.FamilyKey;
import org.jspecify.annotations.Nullable;

/**
 * The result of judging a {@link Condition} for one metric of one target. It does not
 * change.
 *
 * @param condition the condition
 * @param outcome the outcome
 * @param target the target as the user named it, {@code null} if the metric was seen at
 * none
 * @param family the kind and name of the metric, {@code null} if it was not seen
 * @param unit the unit of the figure as the wire has it, {@code null} if it has none
 * @param value the figure that decided, in that unit; {@code NaN} if it is not known
 * @param limit the value that it was compared with, in that unit; {@code NaN} if there is
 * none
 * @param held the longest time for which the figure was beyond the limit without a break,
 * {@code null} if the condition does not ask for it
 * @param reason a sentence without a full stop that says why the condition does not fit,
 * {@code null} if it does
 * @since 0.1.0
 */
public record Verdict(Condition condition, Outcome outcome, @Nullable String target, @Nullable FamilyKey family,
		@Nullable String unit, double value, double limit, @Nullable Duration held, @Nullable String reason) {

	/**
	 * Returns whether the condition held, or could not be judged.
	 * @return {@code false} if it was judged and did not hold
	 */
	public boolean isFailure() {
		return this.outcome != Outcome.PASSED;
	}

	/**
	 * The outcome of judging a condition.
	 */
	public enum Outcome {

		/**
		 * It was judged, and did not hold.
		 */
		PASSED,

		/**
		 * It held.
		 */
		FAILED,

		/**
		 * No series with that name and those labels was seen.
		 */
		UNSEEN,

		/**
		 * The figure had no value.
		 */
		UNKNOWN,

		/**
		 * The figure or the quantity is not one of that metric's.
		 */
		MISFIT

	}

}
