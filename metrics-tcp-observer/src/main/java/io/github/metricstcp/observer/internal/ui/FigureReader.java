package io.github.metricstcp.observer.internal.ui;

import java.util.List;

import io.github.metricstcp.client.model.Distribution;
import io.github.metricstcp.client.model.MergedSamples;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.SeriesSnapshot;

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
		return (series.size() == 1) ? figures(series.get(0)) : together(series).figures();
	}

	/**
	 * Returns the numbers and samples of series of one kind and name together.
	 * @param series the series, at least one
	 */
	Together together(List<Series> series) {
		MergedSamples samples = new MergedSamples();
		List<SeriesSnapshot> snapshots = series.stream().map((each) -> this.reader.snapshot(each, samples)).toList();
		// No quantiles rather than those of another time
		Distribution merged = Distribution.of(this.reader.hasSamples(series) ? samples : new MergedSamples());
		Figures figures = Figures.of(snapshots, merged, this.reader.sinceReset())
			.incomplete(series.stream().map(Series::target).distinct().anyMatch(this.reader::dropping));
		return new Together(figures, merged);
	}

	/**
	 * Several series together.
	 *
	 * @param figures their numbers
	 * @param distribution their samples
	 */
	record Together(Figures figures, Distribution distribution) {
	}

}
