package io.github.metricstcp.client.comparison;

import io.github.metricstcp.client.wire.SeriesKey;
import org.jspecify.annotations.Nullable;

/**
 * A figure of a series on both sides of a {@link Comparison}.
 *
 * @param key the identity of the series, which it has on both sides
 * @param unit the unit of its values, {@code null} if it has none
 * @param figure the figure
 * @param before the figure on the side that is compared with, {@code NaN} if there was no
 * such series
 * @param after the figure on the other side, {@code NaN} if there was no such series
 * @param weight how large the change is, by which changes are ranked: see
 * {@link Comparison}
 * @since 0.1.0
 */
public record Change(SeriesKey key, @Nullable String unit, ComparedFigure figure, double before, double after,
		double weight) {

	/**
	 * Returns the difference.
	 * @return how much more it is afterwards, {@code NaN} if a side is missing
	 */
	public double difference() {
		return (this.before == this.after) ? 0 : this.after - this.before;
	}

	/**
	 * Returns the ratio.
	 * @return the factor from before to after: 1 if nothing has changed, infinite from 0,
	 * {@code NaN} if a side is missing
	 */
	public double ratio() {
		return (this.before == this.after) ? 1 : this.after / this.before;
	}

}
