package io.github.metricstcp.observer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import io.github.metricstcp.client.Target;
import io.github.metricstcp.client.TargetAddress;
import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.SeriesFilter;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.client.recording.Recording;
import io.github.metricstcp.client.recording.ReplayClock;
import io.github.metricstcp.observer.ObserverOptions.Live;
import io.github.metricstcp.observer.ObserverOptions.Replayed;
import io.github.metricstcp.observer.ObserverOptions.Source;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The command line of the program.
 */
@Command(name = ProcessStreams.NAME, mixinStandardHelpOptions = true, versionProvider = ObserverCommand.Version.class,
		sortOptions = false, subcommands = AutoComplete.GenerateCompletion.class, synopsisSubcommandLabel = "",
		description = { "Watches the metrics of running applications, event by event.", "" },
		parameterListHeading = "%nTargets:%n", optionListHeading = "%nOptions:%n", commandListHeading = "%nCommands:%n",
		exitCodeListHeading = "%nExit codes:%n",
		exitCodeList = { "0:done, or the reader of the output is gone",
				"1:failed: the recording or output could not be written, the replay is no stream, nothing was received "
						+ "within --for",
				"2:the command line is wrong, or there is no terminal and no option that works without one",
				"130, 143:ended by Ctrl-C (0 from the screen) or SIGTERM; lines and frames that were begun are complete" },
		footer = { "", "Filters: terms with spaces between them, all of which must hold.",
				"  orders            a text in the name or in a label", "  http.*            a glob for the whole name",
				"  ~^jvm\\.(gc|mem)   a regular expression, in the name",
				"  status=5*         a label whose value matches a glob",
				"  uri=~^/orders     a label whose value has a regular expression",
				"  target=shop-*     a target that has such a name or address",
				"  !term             the term does not hold", "", "Examples:",
				"  metrics-tcp-observer                      watch 127.0.0.1:5000",
				"  metrics-tcp-observer a=h1:5000 b=h2:5000  watch two at once",
				"  metrics-tcp-observer --json | jq .name    write each event",
				"  metrics-tcp-observer --record run.bin     watch, and record the stream",
				"  metrics-tcp-observer --replay run.bin,10  replay it, ten times as fast" })
final class ObserverCommand implements Callable<Integer> {

	private static final String DEFAULT_TARGET = "127.0.0.1:5000";

	private final ProcessStreams streams;

	private volatile @Nullable RunOutput output;

	@Spec
	@SuppressWarnings("NullAway.Init")
	private CommandSpec spec;

	@Parameters(arity = "0..*", paramLabel = "[NAME=]HOST:PORT",
			description = "where exporters listen, and the names to give them; 127.0.0.1:5000 if none is given. "
					+ "IPv6: [::1]:5000")
	private List<String> targets = new ArrayList<>();

	@Mixin
	private OutputOptions outputOptions = new OutputOptions();

	@Option(names = "--replay", paramLabel = "FILE[,SPEED]",
			description = "show a recording instead of targets; SPEED is a factor, or max. - is the standard input")
	private @Nullable ReplaySource replay;

	@Option(names = "--serve", paramLabel = "[HOST:]PORT",
			description = "with --replay: send it to each client, beginning when the first one connects")
	private @Nullable String serve;

	@Option(names = ObserverOptions.MAX_SERIES, paramLabel = "N",
			description = "keep at most N series; 10000 by default")
	private int maxSeries = ObserverModel.DEFAULT_MAX_SERIES;

	@Mixin
	private TlsOptions tlsOptions = new TlsOptions();

	/**
	 * Creates a command.
	 * @param streams the standard streams of the process
	 */
	ObserverCommand(ProcessStreams streams) {
		this.streams = streams;
	}

	/**
	 * Ends the run in good order.
	 * @return whether one has begun, whose end is to be waited for
	 */
	boolean interrupt() {
		RunOutput output = this.output;
		if (output == null) {
			return false;
		}
		output.interrupt();
		return true;
	}

	@Override
	public Integer call() throws IOException {
		ObserverOptions options = options();
		if (options.source() instanceof Live live) {
			return new LiveRun(options, live, begin(options, TimeSource.system())).run();
		}
		return replay(options, (Replayed) options.source());
	}

	private int replay(ObserverOptions options, Replayed replayed) throws IOException {
		try (Recording recording = Recording.open(replayed.recording().file())) {
			ReplayClock clock = new ReplayClock(recording.beginning(), replayed.recording().speed());
			return new ReplayRun(recording, clock, options.maxSeries(), begin(options, clock)).run(replayed.server());
		}
	}

	private RunOutput begin(ObserverOptions options, TimeSource time) {
		RunOutput output = new RunOutput(options, time, this.streams);
		this.output = output;
		return output;
	}

	private ObserverOptions options() throws IOException {
		try {
			check();
			TimeSpan duration = this.outputOptions.duration();
			boolean screen = this.serve == null && this.streams.hasTerminal();
			ObserverOptions options = new ObserverOptions(source(), this.outputOptions.format(screen),
					this.outputOptions.interval().duration(), SeriesFilter.parse(this.outputOptions.filter()),
					this.outputOptions.count(), (duration != null) ? duration.duration() : null, this.maxSeries);
			// Last, for it may ask for a password
			return options.secured(this.tlsOptions.settings(this.streams));
		}
		catch (IllegalArgumentException ex) {
			throw new ParameterException(this.spec.commandLine(), String.valueOf(ex.getMessage()), ex);
		}
	}

	/**
	 * Checks the options of which {@link ObserverOptions} holds no more than one.
	 */
	private void check() {
		this.outputOptions.check();
		this.tlsOptions.check();
		ObserverOptions.require(this.outputOptions.recording() == null || this.replay == null,
				"--record and --replay exclude each other");
		ObserverOptions.require(this.replay == null || this.targets.isEmpty(), "--replay takes the place of targets");
		ObserverOptions.require(this.serve == null || this.replay != null, "--serve goes with --replay");
		ObserverOptions.require(!this.tlsOptions.isTls() || this.replay == null,
				"--tls goes with targets, and --replay takes their place");
	}

	private Source source() {
		if (this.replay != null) {
			return new Replayed(this.replay, (this.serve != null) ? serveAddress(this.serve) : null);
		}
		List<String> targets = this.targets.isEmpty() ? List.of(DEFAULT_TARGET) : this.targets;
		return new Live(targets.stream().map(Target::parse).toList(), null, this.outputOptions.recording());
	}

	private static InetSocketAddress serveAddress(String text) {
		if (text.matches("\\d{1,5}")) {
			int port = Integer.parseInt(text);
			ObserverOptions.require(port <= 65535, "--serve must be a port of 0 to 65535, or HOST:PORT");
			return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
		}
		TargetAddress address = TargetAddress.parse(text);
		return new InetSocketAddress(address.host(), address.port());
	}

	/**
	 * The version of the program and of the JVM that runs it.
	 */
	static final class Version implements IVersionProvider {

		@Override
		public String[] getVersion() {
			String version = ObserverCommand.class.getPackage().getImplementationVersion();
			return new String[] {
					"%s %s".formatted(ProcessStreams.NAME, (version != null) ? version : "(not packaged)"),
					"Java ${java.version}, ${os.name}" };
		}

	}

}
