package io.github.metricstcp.observer;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.SeriesFilter;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.page.MetricsReport;
import org.jspecify.annotations.Nullable;

/**
 * The report of a run, if there is to be one: it is written at the end, of all the time
 * that the run had.
 */
final class ReportRun {

	private static final double MEGABYTE = 1e6;

	private final @Nullable Path file;

	private final SeriesFilter filter;

	private final ReportClock clock;

	private final long begun;

	/**
	 * Begins a run.
	 * @param file the file to write, {@code null} for none
	 * @param filter the series that are reported
	 * @param time the clock of the run
	 * @throws IOException if the file could not be written, with a sentence that says why
	 */
	ReportRun(@Nullable Path file, SeriesFilter filter, TimeSource time) throws IOException {
		this.file = file;
		this.filter = filter;
		this.clock = new ReportClock(time);
		this.begun = time.nanos();
		if (file != null) {
			MetricsReport.requireNew(file);
		}
	}

	/**
	 * Returns the clock that the model goes by.
	 */
	TimeSource clock() {
		return this.clock;
	}

	/**
	 * Writes the report. To be called while the targets are still connected, after all
	 * that goes by the clock.
	 * @param model what was received
	 * @param pinned the names of the metrics that are its board
	 * @param session takes messages and failures
	 */
	void end(ObserverModel model, List<String> pinned, Session session) {
		if (this.file == null) {
			return;
		}
		this.clock.endSecond();
		Duration time = Duration.ofNanos(Math.max(0, this.clock.nanos() - this.begun));
		MetricsReport report = new MetricsReport(model, this.filter, time, pinned, ProgramVersion.line());
		try {
			if (report.metrics() == 0) {
				throw new IOException((model.seriesCount() == 0) ? "No metrics were received, and no report is written"
						: "No series matches %s, and no report is written".formatted(this.filter));
			}
			double size = report.write(this.file) / MEGABYTE;
			session.say(String.format(Locale.ROOT, "%s is a report of %d metrics, of %.1f MB.", this.file,
					report.metrics(), size));
		}
		catch (IOException ex) {
			session.say(ex.getMessage() + ".");
			session.fail();
		}
	}

}
