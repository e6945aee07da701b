package io.github.metricstcp.observer;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import io.github.metricstcp.client.comparison.Change;
import io.github.metricstcp.client.comparison.Comparison;
import io.github.metricstcp.client.model.SeriesFilter;
import io.github.metricstcp.client.recording.Recording;
import io.github.metricstcp.observer.internal.pipe.ComparisonLines;
import io.github.metricstcp.observer.internal.ui.ComparisonTable;

/**
 * A run that writes the differences between two recordings.
 */
final class CompareRun {

	private final ProcessStreams streams;

	private final Session session;

	private final SeriesFilter filter;

	private final int maxSeries;

	private final boolean json;

	/**
	 * Creates a run.
	 * @param streams where the differences and messages go
	 * @param filter the series that are written
	 * @param maxSeries the number of series that are kept of each recording
	 * @param json whether they are written as objects
	 */
	CompareRun(ProcessStreams streams, SeriesFilter filter, int maxSeries, boolean json) {
		this.streams = streams;
		this.session = new Session(streams::say);
		this.filter = filter;
		this.maxSeries = maxSeries;
		this.json = json;
	}

	/**
	 * Compares two recordings.
	 * @param before the first file of the recording that is compared with
	 * @param after the first file of the other recording
	 * @return the exit code
	 * @throws IOException if one of them cannot be read
	 */
	int run(String before, String after) throws IOException {
		try (Recording first = Recording.open(Recording.filesOf(before));
				Recording second = Recording.open(Recording.filesOf(after))) {
			write(Comparison.of(first, second, this.maxSeries));
		}
		return this.session.exitCode();
	}

	private void write(Comparison comparison) {
		comparison.remarks().forEach(this.session::say);
		List<Change> matching = comparison.changes()
			.stream()
			.filter((change) -> this.filter.matches(change.key(), change.unit(), null))
			.toList();
		if (matching.isEmpty()) {
			this.session.say("No series matches %s.".formatted(this.filter));
			this.session.fail();
			return;
		}
		// One that a side does not have has changed
		List<Change> changed = matching.stream().filter((change) -> change.difference() != 0).toList();
		this.session.say("%s compared with %s, %s from the start of both: %d of %d figures differ.".formatted(
				comparison.after(), comparison.before(), text(comparison.span()), changed.size(), matching.size()));
		try {
			if (this.json) {
				new ComparisonLines(this.streams.out()).write(comparison, matching);
			}
			else {
				this.streams.write(new ComparisonTable(changed).lines());
			}
		}
		catch (IOException ex) {
			this.session.broken(ex);
		}
	}

	private static String text(Duration span) {
		long seconds = span.plusMillis(500).toSeconds();
		return (seconds < 60) ? "%.3g s".formatted(span.toNanos() / 1e9)
				: ((seconds < 3600) ? "%d min %d s".formatted(seconds / 60, seconds % 60)
						: "%d h %d min".formatted(seconds / 3600, seconds % 3600 / 60));
	}

}
