package io.github.metricstcp.observer;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.github.metricstcp.client.TargetAddress;
import io.github.metricstcp.client.TlsSettings;
import io.github.metricstcp.client.model.SeriesFilter;
import org.jspecify.annotations.Nullable;

/**
 * The command line, checked.
 *
 * @param source where events come from
 * @param format the form in which they are shown or written
 * @param interval the interval of a summary
 * @param filter the series that are shown or written
 * @param count the number of objects after which the run ends
 * @param duration the time after which the run ends, {@code null} for none
 * @param maxSeries the number of series that are kept
 */
record ObserverOptions(Source source, Format format, Duration interval, SeriesFilter filter, long count,
		@Nullable Duration duration, int maxSeries) {

	/**
	 * The option that limits the number of series.
	 */
	static final String MAX_SERIES = "--max-series";

	/**
	 * Requires something of the command line.
	 * @param valid whether it holds
	 * @param sentence the message for the user if it does not
	 */
	static void require(boolean valid, String sentence) {
		if (!valid) {
			throw new IllegalArgumentException(sentence);
		}
	}

	/**
	 * The form in which events are shown or written.
	 */
	enum Format {

		SCREEN, JSON, SUMMARY, NONE

	}

	/**
	 * The place where events come from.
	 */
	sealed interface Source {

	}

	/**
	 * Exporters.
	 *
	 * @param targets their addresses
	 * @param tls how connections are secured, {@code null} if they are not
	 * @param recording the file to record to, {@code null} for none
	 */
	record Live(List<TargetAddress> targets, @Nullable TlsSettings tls,
			@Nullable RecordingFile recording) implements Source {

		Live {
			targets = List.copyOf(targets);
		}

	}

	/**
	 * A recording.
	 *
	 * @param recording the recording and its speed
	 * @param server the address to serve it at, {@code null} for none
	 */
	record Replayed(ReplaySource recording, @Nullable InetSocketAddress server) implements Source {

	}

	/**
	 * A file to record to.
	 *
	 * @param file the file, of which nothing exists yet
	 * @param maxBytes the size after which the recording goes on in another file
	 */
	record RecordingFile(Path file, long maxBytes) {

	}

}
