package io.github.metricstcp.observer.internal.ui;

import java.util.List;

import io.github.metricstcp.client.model.Distribution;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.wire.Kind;

/**
 * A reader of the numbers of series, alone and together.
 */
final class FigureReader {

	private final ModelReader reader;

	FigureReader(ModelReader reader) {
		this.reader = reader;
	}

	Figures figures(Series series) {
		return Figures.of(this.reader.snapshot(series), this.reader.sinceReset())
			.incomplete(this.reader.dropping(series.target()));
	}

	/**
	 * Returns the numbers of series of one kind and name together.
	 * @param series the series, at least one
	 */
	Figures figures(List<Series> series) {
		if (series.size() == 1) {
			return figures(series.get(0));
		}
		Distribution samples = (series.get(0).kind() == Kind.HISTOGRAM) ? distribution(series)
				: Distribution.merged(List.of());
		return Figures.of(series.stream().map(this.reader::snapshot).toList(), samples, this.reader.sinceReset())
			.incomplete(series.stream().map(Series::target).distinct().anyMatch(this.reader::dropping));
	}

	/**
	 * Returns the samples of several series together.
	 */
	Distribution distribution(List<Series> series) {
		// One after the other: those of a large metric's series are not all in memory at
		// once
		return Distribution.merged(() -> series.stream().map(this.reader::distribution).iterator());
	}

}
