package io.github.metricstcp.observer;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.github.metricstcp.client.comparison.Baseline;
import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.TargetNames;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.client.wire.StreamListener;
import io.github.metricstcp.observer.ObserverOptions.Format;
import io.github.metricstcp.observer.internal.mcp.McpOutput;
import io.github.metricstcp.observer.internal.pipe.JsonOutput;
import io.github.metricstcp.observer.internal.pipe.RecordingOutput;
import io.github.metricstcp.observer.internal.pipe.SummaryOutput;
import io.github.metricstcp.observer.internal.ui.MetricTable;
import io.github.metricstcp.observer.internal.ui.Pins;
import io.github.metricstcp.observer.internal.ui.RunControls;
import io.github.metricstcp.observer.internal.ui.ScreenSettings;
import io.github.metricstcp.observer.internal.ui.TerminalUi;
import org.jspecify.annotations.Nullable;

/**
 * The screen or the pipe of a run, and the messages beside it.
 */
final class RunOutput {

	private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(1);

	private final ObserverOptions options;

	private final ProcessStreams streams;

	private final List<String> pinned;

	private final ObserverModel model;

	private final @Nullable Baseline baseline;

	private final Session session;

	private final @Nullable JsonOutput json;

	private final @Nullable SummaryOutput summary;

	private final @Nullable McpOutput mcp;

	private final GateRun gate;

	private final ReportRun report;

	private final Map<String, Runnable> reconnections = new ConcurrentHashMap<>();

	private @Nullable RelayOutput relay;

	private Exports exports;

	private RunControls controls = RunControls.NONE;

	private volatile @Nullable Thread screen;

	/**
	 * Creates the output of a run.
	 * @param options the command line
	 * @param report the report of the run, and its clock
	 * @param streams where objects and messages go
	 * @param pinned the metrics that stay at the top of the screen
	 * @param historyBytes the room for a history, 0 for none
	 * @param baseline the recording that what is shown is compared with, {@code null} for
	 * none
	 */
	RunOutput(ObserverOptions options, ReportRun report, ProcessStreams streams, List<String> pinned, long historyBytes,
			@Nullable Baseline baseline) {
		this.options = options;
		this.report = report;
		TimeSource time = report.clock();
		this.streams = streams;
		this.pinned = pinned;
		this.model = new ObserverModel(time, options.maxSeries(), ObserverOptions.MAX_SERIES, historyBytes);
		this.baseline = baseline;
		this.session = new Session(isScreen() ? this.model::notice : streams::say);
		this.json = (options.format() == Format.JSON)
				? new JsonOutput(streams.out(), options.filter(), options.count(), options.maxSeries(), this.session)
				: null;
		this.summary = (options.format() == Format.SUMMARY) ? new SummaryOutput(streams.out(), this.model,
				options.filter(), options.interval(), options.count(), this.session) : null;
		this.mcp = (options.format() == Format.MCP) ? new McpOutput(this.model, baseline, ProcessStreams.NAME,
				ProgramVersion.number(), streams.in(), streams.out(), this.session) : null;
		this.exports = new Exports(new OtlpRun(null), new PrometheusRun(null, this.session));
		this.gate = new GateRun(options, time, this.session);
	}

	Session session() {
		return this.session;
	}

	ObserverModel model() {
		return this.model;
	}

	@Nullable Baseline baseline() {
		return this.baseline;
	}

	/**
	 * Whether the user looks at the run even after a replay's end, and may go back.
	 */
	boolean isLookedAt() {
		return isScreen() || this.mcp != null
				|| (this.options.format() == Format.WEB && this.options.conditions().isEmpty());
	}

	boolean isScreen() {
		return this.options.format() == Format.SCREEN;
	}

	/**
	 * Whether the model of the screen has received an event of any target.
	 */
	boolean hasReceived() {
		return this.model.targets().stream().anyMatch((target) -> target.snapshot().events() > 0);
	}

	/**
	 * Says a sentence when the run has ended. A screen shows none any more.
	 */
	void sayAtEnd(String sentence) {
		this.streams.say(sentence);
	}

	/**
	 * Ends the run.
	 */
	void interrupt() {
		this.session.end();
		Thread screen = this.screen;
		if (screen != null) {
			screen.interrupt();
		}
	}

	/**
	 * Returns the listener that shows, writes or judges the events of a target.
	 * @param target the names of the target
	 * @return the listener, {@code null} if there is nothing to do
	 */
	@Nullable StreamListener<?> listener(TargetNames target) {
		StreamListener<?> listener = this.gate.listener(target.name(), shown(target));
		return this.exports.listener(target, (this.relay != null) ? this.relay.listener(target, listener) : listener);
	}

	private @Nullable StreamListener<?> shown(TargetNames target) {
		return switch (this.options.format()) {
			case SCREEN, ONCE, WEB, REPORT, MCP -> {
				StreamListener<?> kept = this.model.addTarget(target);
				yield (this.baseline != null) ? Listeners.both(kept, this.baseline.listener(target)) : kept;
			}
			case JSON -> (this.json != null) ? this.json.listener(target) : null;
			case SUMMARY -> {
				StreamListener<?> kept = this.model.addTarget(target);
				boolean past = this.options.source().beginsInThePast();
				yield (this.summary != null && past) ? Listeners.both(this.summary.ticker(), kept) : kept;
			}
			case RECORDING -> new RecordingOutput(this.streams.out(), this.session);
			case RELAY, EXPORT, NONE -> null;
		};
	}

	/**
	 * Sets what connects to a target again when the user asks for it.
	 * @param target the target as the user named it
	 */
	void onReconnect(String target, Runnable reconnection) {
		this.reconnections.put(target, reconnection);
	}

	/**
	 * Says whether a target is to be there at the end of the run.
	 */
	void expect(String target, boolean there) {
		this.gate.expect(target, there);
	}

	/**
	 * Forgets a target that is not shown any more.
	 */
	void letGo(String target) {
		this.reconnections.remove(target);
		this.exports.letGo(target);
		this.model.targets()
			.stream()
			.filter((each) -> each.name().equals(target))
			.findAny()
			.ifPresent(this.model::removeTarget);
	}

	/**
	 * Relays the streams of all targets, and begins to. To be called before
	 * {@link #listener}.
	 */
	void relayTo(RelayOutput relay) {
		this.relay = relay;
		relay.start(this.session);
	}

	/**
	 * Exports the metrics of all targets, and begins to. To be called before
	 * {@link #listener}.
	 * @throws IOException if an address cannot be listened on
	 */
	void exportTo(Exports exports) throws IOException {
		this.exports = exports;
		exports.start();
	}

	/**
	 * Sets what the keys of the screen act upon. To be called before {@link #await()}.
	 */
	void controls(RunControls controls) {
		this.controls = controls;
	}

	/**
	 * Forgets what was shown, before a replay begins anew.
	 */
	void forget() {
		this.model.clear();
		if (this.baseline != null) {
			this.baseline.restart();
		}
	}

	private void reconnect(String target) {
		Runnable reconnection = this.reconnections.get(target);
		if (reconnection != null) {
			reconnection.run();
		}
	}

	/**
	 * Shows the screen until the user quits or its time is up or, without one, waits
	 * until the run is over or its time is up.
	 * @throws IOException if the terminal cannot be used
	 */
	void await() throws IOException {
		if (isScreen()) {
			show();
		}
		else {
			if (this.mcp != null) {
				this.mcp.start();
			}
			awaitEnd();
		}
	}

	private void show() throws IOException {
		this.screen = Thread.currentThread();
		Pins pins = new PinFile(UserDirectories.state(), this.session::say).pins(this.pinned);
		try {
			ScreenSettings settings = new ScreenSettings(this.options.filter(), this.options.levels(), pins);
			new TerminalUi(this.model, settings, this::reconnect, this.controls).run(this.options.duration());
		}
		finally {
			this.screen = null;
			boolean unused = Thread.interrupted();
		}
	}

	private void awaitEnd() {
		Duration duration = this.options.duration();
		// Of what ends by itself the intervals are those of its own time
		SummaryOutput summary = this.options.source().ends() ? null : this.summary;
		if (summary != null) {
			// The time of a run is the system's
			summary.begin(this.options.source().beginsInThePast() ? null : duration);
		}
		// After the summary's beginning, whose time is up then too
		long end = (duration != null) ? System.nanoTime() + duration.toNanos() : 0;
		boolean over = false;
		while (!over) {
			long wait = LONGEST_WAIT;
			if (summary != null) {
				wait = Math.min(wait, Math.max(1, summary.nanosLeft()));
			}
			if (duration != null) {
				wait = Math.min(wait, Math.max(1, end - System.nanoTime()));
			}
			over = this.session.await(wait);
			this.model.takeNotices().forEach(this.session::say);
			this.gate.tick();
			if (!over && summary != null) {
				summary.tick();
			}
			over |= duration != null && System.nanoTime() - end >= 0;
		}
		this.gate.end();
		this.report.end(this.model, this.pinned, this.session);
	}

	/**
	 * Writes the table or the last interval of a summary, again the notices that were on
	 * the screen, and the verdicts.
	 */
	void finish() {
		if (isScreen()) {
			this.model.notices().forEach(this.streams::say);
		}
		if (this.relay != null) {
			this.relay.close();
		}
		this.exports.close();
		if (this.summary != null) {
			this.summary.finish();
		}
		if (this.mcp != null) {
			this.mcp.close();
		}
		if (this.baseline != null) {
			this.baseline.close();
		}
		if (this.options.format() == Format.ONCE) {
			writeTable();
		}
		this.gate.finish();
	}

	private void writeTable() {
		List<String> lines = new MetricTable(this.model).lines(this.options.filter());
		if (lines.isEmpty() && this.model.seriesCount() > 0) {
			this.session.say("No series matches " + this.options.filter() + ".");
			this.session.fail();
		}
		try {
			this.streams.write(lines);
		}
		catch (IOException ex) {
			this.session.broken(ex);
		}
	}

}
