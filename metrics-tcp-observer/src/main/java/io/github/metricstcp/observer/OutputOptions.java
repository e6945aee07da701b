package io.github.metricstcp.observer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.metricstcp.client.model.Level;
import io.github.metricstcp.client.recording.Recorder;
import io.github.metricstcp.observer.ObserverOptions.Format;
import io.github.metricstcp.observer.ObserverOptions.RecordingFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options that say where events go.
 */
final class OutputOptions {

	private static final String STANDARD_OUTPUT = "-";

	/**
	 * The time that a table is collected for: a snapshot, and rates.
	 */
	private static final TimeSpan SHORT = TimeSpan.parse("3s");

	@Option(names = "--once", description = "write one table of all series, after 3s or the time of --for, and end")
	private boolean once;

	@Option(names = "--json", description = "write each event as a JSON object, one per line")
	private boolean json;

	@Option(names = "--summary", arity = "0..1", preprocessor = IntervalOrTarget.class, paramLabel = "INTERVAL",
			description = "write a JSON object for each interval and series; 10s if none is given")
	private @Nullable TimeSpan summary;

	@Option(names = "--mcp",
			description = "answer requests of the Model Context Protocol on the standard input and output, for assistants")
	private boolean mcp;

	@Option(names = "--filter", paramLabel = "FILTER", description = "only series that match; see below")
	private String filter = "";

	@Option(names = ObserverOptions.LEVEL, paramLabel = "LEVEL",
			description = "on the screen, mark series whose figure is beyond a value: 'http.server.requests p99 200ms', "
					+ "'http.*{uri=/orders} rate < 5/s'; may be given more than once")
	private List<String> levels = new ArrayList<>();

	@Option(names = "--count", paramLabel = "N", description = "end after N objects")
	private @Nullable Long count;

	@Option(names = "--for", paramLabel = "DURATION", description = "end after this time, such as 30s or 5m")
	private @Nullable TimeSpan duration;

	@Option(names = "--record", paramLabel = "FILE",
			description = "record the stream of one target to a file, unchanged; compressed if it ends with .gz or .zst. "
					+ "- is the standard output")
	private @Nullable Path record;

	@Option(names = "--rotate", paramLabel = "SIZE",
			description = "with --record: continue in FILE.1, FILE.2 and so on, each of about this size, such as 100MB")
	private @Nullable ByteSize rotate;

	/**
	 * Checks the options of which {@link ObserverOptions} holds no more than one, and
	 * those that it does not hold by themselves.
	 * @throws IllegalArgumentException if they exclude each other, with a sentence that
	 * says why
	 */
	void check() {
		ObserverOptions.require(!this.json || this.summary == null, "--json and --summary exclude each other");
		ObserverOptions.require(!this.once || (!this.json && this.summary == null),
				"--once excludes --json and --summary");
		ObserverOptions.require(!this.mcp || !(this.once || this.json || this.summary != null || isRecordedToOutput()),
				"--mcp excludes --once, --json, --summary and --record -: it takes the standard output");
		ObserverOptions.require(this.rotate == null || this.record != null, "--rotate goes with --record");
		if (isRecordedToOutput()) {
			ObserverOptions.require(!this.json && this.summary == null,
					"--record - excludes --json and --summary: it takes the standard output");
			ObserverOptions.require(this.rotate == null, "--rotate goes with --record and a file");
		}
	}

	/**
	 * Whether the recording goes to the standard output.
	 */
	boolean isRecordedToOutput() {
		return this.record != null && this.record.toString().equals(STANDARD_OUTPUT);
	}

	/**
	 * Whether there is a recording.
	 */
	boolean isRecorded() {
		return this.record != null;
	}

	/**
	 * Returns the form of the output.
	 * @param screen whether a screen is shown
	 * @param web whether there is a web page
	 */
	Format format(boolean screen, boolean web) {
		if (this.mcp) {
			return Format.MCP;
		}
		if (this.once) {
			return Format.ONCE;
		}
		if (this.json) {
			return Format.JSON;
		}
		if (this.summary != null) {
			return Format.SUMMARY;
		}
		if (isRecordedToOutput()) {
			return Format.RECORDING;
		}
		if (screen) {
			return Format.SCREEN;
		}
		return web ? Format.WEB : Format.NONE;
	}

	TimeSpan interval() {
		return (this.summary != null) ? this.summary : TimeSpan.parse(IntervalOrTarget.DEFAULT);
	}

	String filter() {
		return this.filter;
	}

	/**
	 * Returns the levels.
	 * @throws IllegalArgumentException if one of them is none, with a sentence that says
	 * why
	 */
	List<Level> levels() {
		return this.levels.stream().map(Level::parse).toList();
	}

	long count() {
		return (this.count != null) ? this.count : ObserverOptions.UNLIMITED;
	}

	/**
	 * Returns the time after which the run ends, {@code null} for none.
	 * @param ends whether the run ends by itself
	 */
	@Nullable TimeSpan duration(boolean ends) {
		return (this.duration == null && this.once && !ends) ? SHORT : this.duration;
	}

	/**
	 * Returns the file to record to, {@code null} if there is none.
	 */
	@Nullable RecordingFile recording() {
		if (this.record == null || isRecordedToOutput()) {
			return null;
		}
		return new RecordingFile(this.record, (this.rotate != null) ? this.rotate.bytes() : Recorder.UNLIMITED);
	}

	/**
	 * The interval of a summary. An argument that is no duration is a target.
	 */
	static final class IntervalOrTarget extends OptionalValue {

		static final String DEFAULT = "10s";

		IntervalOrTarget() {
			super(DEFAULT);
		}

		@Override
		boolean isValue(String argument) {
			return TimeSpan.isWrittenAs(argument);
		}

	}

}
