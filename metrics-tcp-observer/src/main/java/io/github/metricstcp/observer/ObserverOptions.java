package io.github.metricstcp.observer;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.github.metricstcp.client.Target;
import io.github.metricstcp.client.TlsSettings;
import io.github.metricstcp.client.discovery.TargetSource;
import io.github.metricstcp.client.model.Condition;
import io.github.metricstcp.client.model.Level;
import io.github.metricstcp.client.model.SeriesFilter;
import io.github.metricstcp.kafka.KafkaSource;
import org.jspecify.annotations.Nullable;

/**
 * The command line, checked. What excludes each other is not held side by side, or
 * refused with a sentence for the user.
 *
 * @param source where events come from
 * @param format the form in which they are shown or written
 * @param interval the interval of a summary
 * @param filter the series that are shown or written
 * @param count the number of objects after which the run ends
 * @param duration the time after which the run ends, {@code null} for none
 * @param maxSeries the number of series that are kept
 * @param levels the levels of figures that the screen marks
 * @param conditions the conditions that the run fails by
 */
record ObserverOptions(Source source, Format format, Duration interval, SeriesFilter filter, long count,
		@Nullable Duration duration, int maxSeries, List<Level> levels, List<Condition> conditions) {

	/**
	 * The option that limits the number of series.
	 */
	static final String MAX_SERIES = "--max-series";

	/**
	 * The option that sets a level.
	 */
	static final String LEVEL = "--level";

	/**
	 * The {@link #count} of a run that ends for other reasons.
	 */
	static final long UNLIMITED = Long.MAX_VALUE;

	private static final String WITHOUT_SCREEN = "Use --once for a table, --json to write each event to "
			+ "a pipe or a file, --summary for sums, --web for a page in a browser, or --record.";

	/**
	 * The message for a terminal that has no screen.
	 */
	static final String NO_SCREEN = "There is no terminal with a screen: TERM is dumb or not set. Set it, as "
			+ "'env TERM=xterm' does. " + WITHOUT_SCREEN;

	private static final String ONE_TARGET = "--record takes one target: a recording does not name the target of an event";

	private static final String NO_SOURCE = ONE_TARGET + ", and dns: or file: may stand for several";

	/**
	 * Checks what the options mean beside each other.
	 * @throws IllegalArgumentException if they exclude each other, with a sentence that
	 * says why
	 */
	ObserverOptions {
		boolean pipe = format == Format.JSON || format == Format.SUMMARY;
		require(maxSeries >= 1, MAX_SERIES + " must be at least 1");
		require(count >= 1, "--count must be at least 1");
		require(pipe || count == UNLIMITED, "--count goes with --json or --summary");
		require(!source.isServed() || !pipe, "--serve excludes --json and --summary: connect to what it serves");
		require(!source.isServed() || format != Format.ONCE, "--serve excludes --once: connect to what it serves");
		require(format != Format.MCP || !source.isServed(), "--serve excludes --mcp: connect to what it serves");
		require(format != Format.MCP || !source.takesInput(), "--mcp takes the standard input: give --replay a file");
		require(format != Format.MCP || filter.toString().isEmpty(),
				"--filter excludes --mcp, whose requests have filters of their own");
		boolean judged = !conditions.isEmpty();
		require(!judged || !source.isServed(), "--serve excludes --fail-if: replay it without --serve");
		require(!judged || format != Format.NONE || filter.toString().isEmpty(),
				"--filter goes with --once, --json or --summary: a condition has labels of its own");
		require(!judged || format != Format.MCP, "--mcp excludes --fail-if: ask with wait_for");
		require(format != Format.NONE || source.isServed() || source.isRecorded() || judged,
				"There is no terminal to show the metrics on. " + WITHOUT_SCREEN);
		require(format != Format.RECORDING || !(source instanceof Live live) || live.targets().size() <= 1, ONE_TARGET);
		require(format != Format.RECORDING || !(source instanceof Live live) || live.sources().isEmpty(), NO_SOURCE);
		boolean asItIs = format == Format.NONE || format == Format.RECORDING || format == Format.RELAY;
		require(!asItIs || filter.toString().isEmpty(),
				"--filter goes with the screen, --once, --json or --summary: a stream is recorded and served as it is");
		require(format != Format.RECORDING || !(source instanceof Relayed),
				"--record - takes one target, and a topic may have several: record to a file");
		require(format != Format.WEB || filter.toString().isEmpty(),
				"--filter goes with the screen, --once, --json or --summary: the page has a filter of its own");
		require(format == Format.SCREEN || levels.isEmpty(), LEVEL + " goes with the screen");
	}

	/**
	 * Returns these options with other targets.
	 * @param targets the targets of a run whose source are exporters
	 */
	ObserverOptions watching(List<Target> targets) {
		Source watched = (this.source instanceof Live live)
				? new Live(targets, live.sources(), live.tls(), live.recording()) : this.source;
		return with(watched);
	}

	/**
	 * Returns these options with connections to exporters that are secured.
	 * @param tls how connections are secured, {@code null} if they are not
	 */
	ObserverOptions secured(@Nullable TlsSettings tls) {
		Source secured = (this.source instanceof Live live)
				? new Live(live.targets(), live.sources(), tls, live.recording()) : this.source;
		return with(secured);
	}

	private ObserverOptions with(Source source) {
		return new ObserverOptions(source, this.format, this.interval, this.filter, this.count, this.duration,
				this.maxSeries, this.levels, this.conditions);
	}

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

		SCREEN, ONCE, JSON, SUMMARY, RECORDING, WEB, REPORT, MCP, RELAY, EXPORT, NONE

	}

	/**
	 * The place where events come from.
	 */
	sealed interface Source {

		/**
		 * Whether its stream is recorded to a file.
		 */
		default boolean isRecorded() {
			return false;
		}

		/**
		 * Whether it comes from the standard input.
		 */
		default boolean takesInput() {
			return false;
		}

		/**
		 * Whether it has a clock of its own, at least until now is reached.
		 */
		default boolean beginsInThePast() {
			return false;
		}

		/**
		 * Whether it ends by itself.
		 */
		default boolean ends() {
			return false;
		}

		/**
		 * Whether its stream is served to clients.
		 */
		default boolean isServed() {
			return false;
		}

	}

	/**
	 * Exporters.
	 *
	 * @param targets their names and addresses, none as long as they are not chosen
	 * @param sources where others are found while the run goes on
	 * @param tls how connections are secured, {@code null} if they are not
	 * @param recording the file to record to, {@code null} for none
	 */
	record Live(List<Target> targets, List<TargetSource> sources, @Nullable TlsSettings tls,
			@Nullable RecordingFile recording) implements Source {

		Live {
			// The same target twice is one
			targets = targets.stream().distinct().toList();
			Target.requireDistinct(targets);
			sources = sources.stream().distinct().toList();
			require(recording == null || targets.size() <= 1, ONE_TARGET);
			require(recording == null || sources.isEmpty(), NO_SOURCE);
		}

		@Override
		public boolean isRecorded() {
			return this.recording != null;
		}

	}

	/**
	 * A topic that relays write to.
	 *
	 * @param topic the topic, and the time of it that is read
	 * @param recording the file to record to, one for each instance, {@code null} for
	 * none
	 */
	record Relayed(KafkaSource topic, @Nullable RecordingFile recording) implements Source {

		@Override
		public boolean isRecorded() {
			return this.recording != null;
		}

		@Override
		public boolean beginsInThePast() {
			return this.topic.from() != null;
		}

		@Override
		public boolean ends() {
			return this.topic.to() != null;
		}

	}

	/**
	 * A recording.
	 *
	 * @param recording the recording and its speed
	 * @param server the address to serve it at, {@code null} for none
	 */
	record Replayed(ReplaySource recording, @Nullable InetSocketAddress server) implements Source {

		@Override
		public boolean isServed() {
			return this.server != null;
		}

		@Override
		public boolean takesInput() {
			return this.recording.readsInput();
		}

		@Override
		public boolean beginsInThePast() {
			return true;
		}

		@Override
		public boolean ends() {
			return true;
		}

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
