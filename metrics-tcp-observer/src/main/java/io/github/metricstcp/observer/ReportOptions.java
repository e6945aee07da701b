package io.github.metricstcp.observer;

import java.io.IOException;
import java.nio.file.Path;

import io.github.metricstcp.client.model.SeriesFilter;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.observer.ObserverOptions.Format;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The option of a report.
 */
final class ReportOptions {

	private static final String REPORT = "--report";

	@Option(names = REPORT, paramLabel = "FILE",
			description = "write a report at the end of the run, of the last hour of it at most: a page in one file, "
					+ "which opens in a browser without a network")
	private @Nullable Path report;

	/**
	 * Whether there is to be a report.
	 */
	boolean isReport() {
		return this.report != null;
	}

	/**
	 * Returns the form of the output beside a report.
	 * @param format the form without one
	 * @throws IllegalArgumentException if it excludes a report, with a sentence that says
	 * why
	 */
	Format format(Format format, boolean served) {
		if (this.report == null) {
			return format;
		}
		ObserverOptions.require(!served, REPORT + " and --serve exclude each other");
		ObserverOptions.require(format == Format.NONE || format == Format.WEB,
				REPORT + " excludes --once, --json, --summary, --mcp and --record -");
		return (format == Format.NONE) ? Format.REPORT : format;
	}

	/**
	 * Returns the report of a run that begins.
	 * @param filter the series that are reported
	 * @param time the clock of the run
	 * @throws IOException if the file could not be written, with a sentence that says why
	 */
	ReportRun begin(SeriesFilter filter, TimeSource time) throws IOException {
		return new ReportRun(this.report, filter, time);
	}

}
