package io.github.metricstcp.page;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.SeriesFilter;
import io.github.metricstcp.page.internal.report.ReportFile;
import io.github.metricstcp.page.internal.report.ReportHtml;
import io.github.metricstcp.page.internal.view.ReportBoard;
import io.github.metricstcp.page.internal.view.ReportDocuments;
import io.github.metricstcp.page.internal.view.ViewSettings;

/**
 * A report of what a model knows: the live page as it is at one moment, in one file with
 * everything that it needs, to be sent and to be opened without a server. It is limited
 * in size, and says what was left out.
 *
 * @since 0.1.0
 */
public final class MetricsReport {

	private static final int SHORTEST = 10;

	private static final int SPAN = 10;

	/**
	 * The time that it takes to connect, and to end: five minutes are shown second by
	 * second although the run takes a little longer.
	 */
	private static final int OVERTIME = 5;

	private final ReportDocuments documents;

	private final String program;

	/**
	 * Makes a report of a model as it is now.
	 * @param model what is reported; it should have a history
	 * @param filter the series that are reported
	 * @param time the time that is reported, up to now; at most an hour of it is, for the
	 * model keeps no more
	 * @param pinned the names of metrics that are its board, beside the page of all; none
	 * if it has no board
	 * @param program the name and the version of the program, which the report says that
	 * it was made by
	 */
	public MetricsReport(ObserverModel model, SeriesFilter filter, Duration time, List<String> pinned, String program) {
		ViewSettings settings = new ViewSettings(filter, seconds(time), 0, true);
		this.documents = new ReportDocuments(model, settings, ReportBoard.of(pinned, model, settings),
				ReportDocuments.MAX_BYTES);
		this.program = program;
	}

	private static int seconds(Duration time) {
		long seconds = time.plusSeconds(1).minusNanos(1).toSeconds();
		if (seconds <= ViewSettings.LONGEST_OF_SECONDS + OVERTIME) {
			return (int) Math.max(SHORTEST, Math.min(ViewSettings.LONGEST_OF_SECONDS, seconds));
		}
		// It begins and ends within a span
		return (int) Math.min(ViewSettings.LONGEST, seconds + 2 * SPAN - 1);
	}

	/**
	 * Requires that there is no such file yet, and a directory for it. To be called
	 * before the time that is to be reported begins.
	 * @param file the file of a report
	 * @throws IOException if it could not be written, with a sentence that says why
	 */
	public static void requireNew(Path file) throws IOException {
		new ReportFile(file).require();
	}

	/**
	 * Returns the number of metrics.
	 * @return the number of those that match and have been received, without those that
	 * were left out
	 */
	public int metrics() {
		return this.documents.metrics();
	}

	/**
	 * Writes the report to a file.
	 * @param file the file, of which nothing exists yet
	 * @return its size in bytes
	 * @throws IOException if it cannot be written or there is such a file, with a
	 * sentence that says why; no part of it is left then
	 */
	public long write(Path file) throws IOException {
		return new ReportFile(file).write(new ReportHtml(this.documents, this.program, ZoneId.systemDefault()));
	}

}
