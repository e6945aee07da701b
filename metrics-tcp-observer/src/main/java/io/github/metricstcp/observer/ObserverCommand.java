package io.github.metricstcp.observer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import io.github.metricstcp.client.Target;
import io.github.metricstcp.client.model.Level;
import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.SeriesFilter;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.client.recording.Recording;
import io.github.metricstcp.client.recording.ReplayClock;
import io.github.metricstcp.observer.ObserverOptions.Format;
import io.github.metricstcp.observer.ObserverOptions.Live;
import io.github.metricstcp.observer.ObserverOptions.Relayed;
import io.github.metricstcp.observer.ObserverOptions.Replayed;
import io.github.metricstcp.observer.ObserverOptions.Source;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The command line of the program.
 */
@Command(name = ProcessStreams.NAME, mixinStandardHelpOptions = true, versionProvider = ProgramVersion.class,
		sortOptions = false, subcommands = AutoComplete.GenerateCompletion.class, synopsisSubcommandLabel = "",
		description = { "Watches the metrics of running applications, event by event.", "" },
		parameterListHeading = "%nTargets:%n", optionListHeading = "%nOptions:%n", commandListHeading = "%nCommands:%n",
		exitCodeListHeading = "%nExit codes:%n",
		exitCodeList = { "0:done, or the reader of the output is gone",
				"1:failed: the recording or output could not be written, what was relayed last was not taken, the replay is no stream, nothing was received "
						+ "within --for, a time of a topic has no instance or could not be read whole, nothing matches with --once",
				"2:the command line is wrong, or there is no terminal and no option that works without one",
				"3:a condition of --fail-if held, or could not be judged",
				"130, 143:ended by Ctrl-C (0 from the screen) or SIGTERM, without --fail-if; lines and frames that were begun are complete" },
		footer = { "", "Filters: terms with spaces between them, all of which must hold.",
				"  orders            a text in the name or in a label", "  http.*            a glob for the whole name",
				"  ~^jvm\\.(gc|mem)   a regular expression, in the name",
				"  name=http.client  exactly this name, or a glob", "  kind=gauge        counter, gauge or histogram",
				"  unit=seconds      a unit, or a glob", "  status=5*         a label whose value matches a glob",
				"  uri=~^/orders     a label whose value has a regular expression",
				"  label:name=main   a label that is called name, kind, unit or target",
				"  target=shop-*     a target that has such a name or address",
				"  !term             the term does not hold", "", "Examples:",
				"  metrics-tcp-observer                      watch what runs on this machine",
				"  metrics-tcp-observer ps                   list what runs on this machine",
				"  metrics-tcp-observer --once app1          write one table",
				"  metrics-tcp-observer a=h1:5000 b=h2:5000  watch two at once",
				"  metrics-tcp-observer shop=dns:shop.prod.svc:5000  watch all instances",
				"  metrics-tcp-observer --json | jq .name    write each event",
				"  metrics-tcp-observer --web                watch in a browser too",
				"  metrics-tcp-observer --report=run.html    write a report to send",
				"  metrics-tcp-observer --otlp http://c:4318 app1  send to a collector",
				"  metrics-tcp-observer --prometheus app1    be scraped by Prometheus",
				"  metrics-tcp-observer --compare a.bin b.bin  write what differs",
				"  metrics-tcp-observer --mcp app1           answer an assistant's requests",
				"  metrics-tcp-observer --kafka k:9092 app1  relay the stream into Apache Kafka",
				"  metrics-tcp-observer kafka:k:9092/metrics-tcp",
				"                                            watch what is relayed",
				"  metrics-tcp-observer --record run.bin     watch, and record the stream",
				"  metrics-tcp-observer --replay run.bin,10  replay it, ten times as fast" })
final class ObserverCommand implements Callable<Integer> {

	private final ProcessStreams streams;

	private final LocalStreams localStreams;

	private List<String> pinned = List.of();

	private @Nullable RelayOutput relay;

	private volatile @Nullable RunOutput output;

	// The number of files that the user named
	private int replayFiles;

	@Spec
	@SuppressWarnings("NullAway.Init")
	private CommandSpec spec;

	@Parameters(arity = "0..*", paramLabel = "[NAME=]HOST:PORT",
			description = "where exporters listen, and the names to give them, or aliases; "
					+ "if none is given, what ps finds or 127.0.0.1:5000. IPv6: [::1]:5000. "
					+ "dns:NAME:PORT are all addresses of a name, dns:_NAME its SRV records, and file:PATH the targets "
					+ "of a file, as they come and go, with ?share=1/3 one of three shares. "
					+ "Or kafka:HOST:PORT/TOPIC: what relays have put there, with ?from=-15m since then, "
					+ "and with ?from=-2h,to=-1h,speed=10 that hour again")
	private List<String> targets = new ArrayList<>();

	@Mixin
	private OutputOptions outputOptions = new OutputOptions();

	@Mixin
	private GateOptions gateOptions = new GateOptions();

	@Option(names = "--replay", arity = "1..*", paramLabel = "FILE[,SPEED]",
			description = "show a recording instead of targets, of one file and those in which it goes on or of several; "
					+ "SPEED is a factor, or max. - is the standard input")
	private @Nullable List<ReplaySource> replay;

	@Option(names = "--serve", paramLabel = "[HOST:]PORT",
			description = "with --replay: send it to each client, beginning when the first one connects")
	private @Nullable String serve;

	@Mixin
	private KafkaOptions kafkaOptions = new KafkaOptions();

	@Mixin
	private WebOptions webOptions = new WebOptions();

	@Mixin
	private CompareOptions compareOptions = new CompareOptions();

	@Mixin
	private ReportOptions reportOptions = new ReportOptions();

	@Mixin
	private OtlpOptions otlpOptions = new OtlpOptions();

	@Mixin
	private PrometheusOptions prometheusOptions = new PrometheusOptions();

	@Option(names = ObserverOptions.MAX_SERIES, paramLabel = "N",
			description = "keep at most N series; 10000 by default. With --kafka also: snapshots have the values of N of "
					+ "each target")
	private int maxSeries = ObserverModel.DEFAULT_MAX_SERIES;

	@Mixin
	private TlsOptions tlsOptions = new TlsOptions();

	@Option(names = "--config", paramLabel = "FILE",
			description = "aliases, pins and levels, in place of ~/.config/metrics-tcp/observer.conf")
	private @Nullable Path config;

	/**
	 * Creates a command.
	 * @param streams the standard streams of the process
	 * @param localStreams the streams of this machine
	 */
	ObserverCommand(ProcessStreams streams, LocalStreams localStreams) {
		this.streams = streams;
		this.localStreams = localStreams;
	}

	/**
	 * Returns the command that lists the streams of this machine.
	 */
	StreamList streamList() {
		// --config may be before ps
		return new StreamList(this.localStreams, () -> ConfigFile.read(this.config), this.streams);
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

	/**
	 * Whether the exit code says if conditions held, however the run was ended.
	 */
	boolean isGate() {
		return this.gateOptions.isGate();
	}

	@Override
	public Integer call() throws IOException {
		if (this.compareOptions.isComparison()) {
			return compare();
		}
		ObserverOptions options = options();
		if (options.source() instanceof Live live) {
			RunOutput output = begin(options, TimeSource.system());
			try (WebPage page = webPage(output)) {
				page.start();
				return new LiveRun(options, live, output).run();
			}
		}
		if (options.source() instanceof Relayed relayed) {
			KafkaRun run = new KafkaRun(options, relayed);
			RunOutput output = begin(options, run.clock());
			try (WebPage page = webPage(output)) {
				page.start();
				return run.run(output);
			}
		}
		return replay(options, (Replayed) options.source());
	}

	private int compare() throws IOException {
		List<String> files;
		CompareRun run;
		try {
			files = this.compareOptions.compared(this.spec.commandLine().getParseResult());
			ObserverOptions.require(this.maxSeries >= 1, ObserverOptions.MAX_SERIES + " must be at least 1");
			run = new CompareRun(this.streams, SeriesFilter.parse(this.outputOptions.filter()), this.maxSeries,
					this.outputOptions.format(false, false) == Format.JSON);
		}
		catch (IllegalArgumentException ex) {
			throw new ParameterException(this.spec.commandLine(), String.valueOf(ex.getMessage()), ex);
		}
		return run.run(files.get(0), files.get(1));
	}

	private int replay(ObserverOptions options, Replayed replayed) throws IOException {
		try (Recording recording = Recording.open(replayed.recording().files())) {
			// Of one table, nobody watches how it comes about
			double speed = (options.format() == Format.ONCE) ? ReplayClock.MAX_SPEED : replayed.recording().speed();
			ReplayClock clock = new ReplayClock(recording.beginning(), speed);
			RunOutput output = begin(options, clock);
			sayWhatFollows(replayed.recording().files(), output.session());
			ReplayRun run = new ReplayRun(recording, clock, options.maxSeries(), output,
					replayed.recording().readsInput());
			try (WebPage page = webPage(output)) {
				page.start();
				return run.run(replayed.server());
			}
		}
	}

	/**
	 * Says which files are read beside the one that the user named.
	 */
	private void sayWhatFollows(List<String> files, Session session) {
		if (files.size() == 2 && this.replayFiles == 1) {
			session.say("%s is read too.".formatted(files.get(1)));
		}
		else if (files.size() > 2 && this.replayFiles == 1) {
			session.say("%s to %s are read too.".formatted(files.get(1), files.get(files.size() - 1)));
		}
	}

	private RunOutput begin(ObserverOptions options, TimeSource time) throws IOException {
		ReportRun report = this.reportOptions.begin(options.filter(), time);
		boolean shown = this.webOptions.isWeb() || this.reportOptions.isReport() || options.format() == Format.MCP;
		RunOutput output = new RunOutput(options, report, this.streams, this.pinned,
				shown ? WebOptions.HISTORY_BYTES : 0, this.compareOptions.baseline(time, options.maxSeries()));
		if (this.relay != null) {
			output.relayTo(this.relay);
		}
		output.exportTo(new Exports(this.otlpOptions.run(options, output.session()),
				this.prometheusOptions.run(options, output.session())));
		this.output = output;
		return output;
	}

	private WebPage webPage(RunOutput output) {
		return new WebPage(this.webOptions.page(output.model(), output.baseline()), output.session());
	}

	private ObserverOptions options() throws IOException {
		try {
			check();
			ConfigFile config = ConfigFile.read(this.config);
			this.pinned = config.values(ConfigFile.PIN, (name) -> name);
			Source source = source(config);
			TimeSpan duration = this.outputOptions.duration(source.ends());
			this.prometheusOptions.check(source.beginsInThePast());
			boolean terminal = this.serve == null && !this.gateOptions.isGate() && !this.reportOptions.isReport()
					&& hasTerminal(source);
			Format format = this.outputOptions.format(terminal && TerminalType.hasScreen(), this.webOptions.isWeb());
			ObserverOptions.require(!terminal || format != Format.NONE || source.isRecorded(),
					ObserverOptions.NO_SCREEN);
			this.webOptions.check(format, this.serve != null);
			this.compareOptions.check(format, this.webOptions.isWeb());
			format = this.kafkaOptions.format(this.reportOptions.format(format, this.serve != null));
			if (!source.isRecorded() && !this.gateOptions.isGate()) {
				format = this.prometheusOptions.format(this.otlpOptions.format(format));
			}
			ObserverOptions options = new ObserverOptions(source, format, this.outputOptions.interval().duration(),
					SeriesFilter.parse(this.outputOptions.filter()), this.outputOptions.count(),
					(duration != null) ? duration.duration() : null, this.maxSeries, levels(config, format),
					this.gateOptions.conditions(duration));
			this.relay = this.kafkaOptions.relay(this.maxSeries);
			// Last, for they may ask the user
			if (this.targets.isEmpty() && this.replay == null) {
				options = options.watching(defaultTargets(config, format));
			}
			ObserverOptions.require(format != Format.MCP || !this.tlsOptions.asks(),
					"--mcp takes the standard input: give the password as --tls-password=PASSWORD");
			this.webOptions.readCertificates(this.streams);
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
		this.otlpOptions.check(this.replay != null, System.getenv());
		this.kafkaOptions.check(this.targets, this.replay != null);
		ObserverOptions.require(!this.tlsOptions.isTls() || !KafkaOptions.isTopic(this.targets),
				"--tls goes with exporters: connections to Kafka are secured by --kafka-config");
		ObserverOptions.require(!this.outputOptions.isRecorded() || this.replay == null,
				"--record and --replay exclude each other");
		ObserverOptions.require(this.replay == null || this.targets.isEmpty(), "--replay takes the place of targets");
		ObserverOptions.require(this.serve == null || this.replay != null, "--serve goes with --replay");
		ObserverOptions.require(!this.tlsOptions.isTls() || this.replay == null,
				"--tls goes with targets, and --replay takes their place");
	}

	private List<Target> defaultTargets(ConfigFile config, Format format) {
		return new DefaultTargets(this.localStreams.find(), config::targetAt, this.tlsOptions.isTls(),
				this.streams::say)
			.choose((this.streams.hasTerminal() && format != Format.MCP) ? this.streams::ask : null);
	}

	/**
	 * Returns the levels of file and command line. Those of the file are for the screen,
	 * and exclude nothing else.
	 */
	private List<Level> levels(ConfigFile config, Format format) {
		List<Level> levels = new ArrayList<>(config.values(ConfigFile.LEVEL, Level::parse));
		if (format != Format.SCREEN) {
			levels.clear();
		}
		levels.addAll(this.outputOptions.levels());
		return levels;
	}

	/**
	 * Whether there is a terminal for the screen, whose keys are read from the terminal
	 * itself if the recording takes the standard input.
	 */
	private boolean hasTerminal(Source source) {
		boolean takesInput = source instanceof Replayed replayed && replayed.recording().readsInput();
		if (!takesInput) {
			return this.streams.hasTerminal();
		}
		ObserverOptions.require(!this.streams.hasTerminal(),
				"--replay - reads a recording from the standard input, which is the terminal: pipe one in");
		return this.streams.hasTerminalBesideInput();
	}

	private Source source(ConfigFile config) {
		ObserverOptions.require(!this.outputOptions.isRecordedToOutput() || !this.streams.hasTerminal(),
				"--record - writes a recording to the standard output, which is the terminal: pipe it on");
		if (this.replay != null) {
			this.replayFiles = this.replay.size();
			// What only judges or reports a recording need not wait
			boolean hurries = (this.gateOptions.isGate() || this.reportOptions.isReport())
					&& this.outputOptions.format(false, this.webOptions.isWeb()) == Format.NONE;
			return new Replayed(ReplaySource.joined(this.replay, hurries ? ReplayClock.MAX_SPEED : 1),
					(this.serve != null) ? ListenAddress.parse("--serve", this.serve) : null);
		}
		if (KafkaOptions.isTopic(this.targets)) {
			return this.kafkaOptions.topic(this.targets.get(0), this.outputOptions.recording());
		}
		return new Live(config.targets(this.targets), config.sources(this.targets), null,
				this.outputOptions.recording());
	}

}
