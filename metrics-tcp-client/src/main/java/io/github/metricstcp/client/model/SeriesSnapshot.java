package io.github.metricstcp.client.model;

import io.github.metricstcp.client.wire.SeriesKey;
import org.jspecify.annotations.Nullable;

/**
 * The state of a series at one moment. It does not change.
 *
 * @param key the identity of the series
 * @param unit the unit of its values, {@code null} if it has none
 * @param live whether the target is connected and has sent something of the series since
 * it is; otherwise everything is as it was last known
 * @param lastEvent the time of its last event, in nanoseconds since the epoch
 * @param lastChange the time at which it last changed, in nanoseconds since the epoch
 * @param value the total of a counter, the value of a gauge, the last sample of a
 * histogram; {@code NaN} if there is none
 * @param total the total of a counter, without a sign; 0 for other kinds
 * @param totalKnown whether the exporter has sent the counter's total or the gauge's
 * value; if not, it is the sum of the increments and decrements since the target was
 * connected
 * @param rates the increase of a counter or the samples of a histogram, by the second
 * @param summary count, sum, minimum, maximum and quantiles in the window
 * @since 0.1.0
 */
public record SeriesSnapshot(SeriesKey key, @Nullable String unit, boolean live, long lastEvent, long lastChange,
		double value, long total, boolean totalKnown, Rates rates, Summary summary) {
}
