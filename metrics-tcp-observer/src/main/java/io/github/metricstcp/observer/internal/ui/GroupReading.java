package io.github.metricstcp.observer.internal.ui;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.metricstcp.client.model.Distribution;
import io.github.metricstcp.client.model.MergedSamples;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.SeriesSnapshot;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.client.model.Window;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of the matching series of a group together, at some time.
 */
final class GroupReading {

	/**
	 * Larger groups are read more rarely: one second more for each of so many series.
	 */
	private static final int SERIES_PER_SECOND = 500;

	private final ModelReader reader;

	private final MetricGroup group;

	private final int size;

	private final long readAt;

	private final boolean frozen;

	private final Map<Window, Figures> figures = new EnumMap<>(Window.class);

	private final Map<Window, Distribution> distributions = new EnumMap<>(Window.class);

	private final boolean additive;

	// Until the trend is made
	private @Nullable Trend before;

	private @Nullable Trend trend;

	/**
	 * Reads a group.
	 * @param reader reads the model
	 * @param group the group, of which at least one series matches
	 * @param last its last reading, {@code null} if there is none
	 */
	GroupReading(ModelReader reader, MetricGroup group, @Nullable GroupReading last) {
		this.reader = reader;
		this.group = group;
		this.size = group.matching().size();
		this.readAt = reader.now();
		this.frozen = reader.frozen();
		this.additive = figures().unit().additive();
		this.before = (last != null && last.additive == this.additive) ? last.latestTrend() : null;
	}

	private @Nullable Trend latestTrend() {
		return (this.trend != null) ? this.trend : this.before;
	}

	/**
	 * Whether the group is to be read anew.
	 */
	boolean isOver() {
		long validFor = (1 + this.size / SERIES_PER_SECOND) * TimeSource.NANOS_PER_SECOND;
		return this.size != this.group.matching().size() || this.reader.now() - this.readAt >= validFor
				|| this.frozen != this.reader.frozen();
	}

	/**
	 * Returns the numbers in the window that is shown.
	 */
	Figures figures() {
		return this.figures.computeIfAbsent(this.reader.window(), (window) -> readFigures());
	}

	private Figures readFigures() {
		List<Series> matching = this.group.matching();
		MergedSamples samples = new MergedSamples();
		List<SeriesSnapshot> snapshots = matching.stream().map((each) -> this.reader.snapshot(each, samples)).toList();
		Distribution merged = Distribution.of(samples);
		this.distributions.put(this.reader.window(), merged);
		return Figures.of(snapshots, merged, this.reader.sinceReset())
			.incomplete(matching.stream().map(Series::target).distinct().anyMatch(this.reader::dropping));
	}

	/**
	 * Returns the samples in the window that is shown.
	 */
	Distribution distribution() {
		figures();
		return Objects.requireNonNull(this.distributions.get(this.reader.window()));
	}

	/**
	 * Returns the trend of the last five minutes.
	 */
	Trend trend() {
		Trend trend = this.trend;
		if (trend == null) {
			trend = this.reader.trend(this.group.matching(), this.additive, this.before);
			this.before = null;
			this.trend = trend;
		}
		return trend;
	}

}
