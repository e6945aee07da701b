package io.github.metricstcp.observer.internal.ui;

import java.util.EnumMap;
import java.util.Map;

import io.github.metricstcp.client.model.Distribution;
import io.github.metricstcp.client.model.Window;
import io.github.metricstcp.observer.internal.ui.FigureReader.Together;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of the matching series of a group together, at some time.
 */
final class GroupReading {

	private final ModelReader reader;

	private final FigureReader figureReader;

	private final MetricGroup group;

	private final ReadingTime time;

	private final Map<Window, Together> together = new EnumMap<>(Window.class);

	private final boolean additive;

	// Until the trend is made
	private @Nullable Trend before;

	private @Nullable Trend trend;

	/**
	 * Reads a group.
	 * @param reader reads the model
	 * @param figureReader reads the numbers
	 * @param group the group, of which at least one series matches
	 * @param last its last reading, {@code null} if there is none
	 */
	GroupReading(ModelReader reader, FigureReader figureReader, MetricGroup group, @Nullable GroupReading last) {
		this.reader = reader;
		this.figureReader = figureReader;
		this.group = group;
		this.time = ReadingTime.now(reader, group.matching().size());
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
		return this.time.isOver(this.reader, this.group.matching().size());
	}

	/**
	 * Returns the numbers in the window that is shown.
	 */
	Figures figures() {
		return together().figures();
	}

	/**
	 * Returns the samples in the window that is shown.
	 */
	Distribution distribution() {
		return together().distribution();
	}

	private Together together() {
		return this.together.computeIfAbsent(this.reader.window(),
				(window) -> this.figureReader.together(this.group.matching()));
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
