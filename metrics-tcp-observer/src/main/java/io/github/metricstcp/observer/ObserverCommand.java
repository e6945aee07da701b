package io.github.metricstcp.observer;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.github.metricstcp.client.MetricsTcpClient;
import io.github.metricstcp.client.TargetAddress;
import io.github.metricstcp.client.TlsSettings;
import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.SeriesFilter;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.client.recording.Recorder;
import io.github.metricstcp.client.recording.Recording;
import io.github.metricstcp.client.recording.Replay;
import io.github.metricstcp.client.recording.ReplayClock;
import io.github.metricstcp.client.recording.ReplayServer;
import io.github.metricstcp.client.wire.MalformedStreamException;
import io.github.metricstcp.client.wire.StreamListener;
import io.github.metricstcp.client.wire.TeeListener;
import io.github.metricstcp.observer.internal.pipe.JsonOutput;
import io.github.metricstcp.observer.internal.pipe.SummaryOutput;
import io.github.metricstcp.observer.internal.ui.TerminalUi;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The command line, and what it sets going.
 */
@Command(name = ObserverCommand.NAME, mixinStandardHelpOptions = true, versionProvider = ObserverCommand.Version.class,
		sortOptions = false, subcommands = AutoComplete.GenerateCompletion.class, synopsisSubcommandLabel = "",
		description = { "Watches the metrics of running applications, event by event.", "" },
		parameterListHeading = "%nTargets:%n", optionListHeading = "%nOptions:%n", commandListHeading = "%nCommands:%n",
		exitCodeListHeading = "%nExit codes:%n",
		exitCodeList = { "0:done, or the reader of the output is gone", "1:failed, with a sentence that says why",
				"2:the command line is not right" },
		footer = { "", "Filters: terms with spaces between them, all of which must hold.",
				"  orders            a text in the name or in a label", "  http.*            a glob for the whole name",
				"  ~^jvm\\.(gc|mem)   a regular expression, in the name",
				"  status=5*         a label whose value matches a glob",
				"  uri=~^/orders     a label whose value has a regular expression",
				"  !term             the term does not hold", "", "Examples:",
				"  metrics-tcp-observer                      watch 127.0.0.1:5000",
				"  metrics-tcp-observer app1:5000 app2:5000  watch two at once",
				"  metrics-tcp-observer --json | jq .name    each event as it comes",
				"  metrics-tcp-observer --record run.bin     watch, and keep the stream",
				"  metrics-tcp-observer --replay run.bin,10  see it again, ten times as fast" })
final class ObserverCommand implements Callable<Integer> {

	static final String NAME = "metrics-tcp-observer";

	private static final String DEFAULT_TARGET = "127.0.0.1:5000";

	/**
	 * In place of a password: it is asked for.
	 */
	private static final String ASK = "";

	private static final int BUFFER = 1 << 16;

	private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(1);

	private final OutputStream out;

	private final PrintStream err;

	private final BooleanSupplier terminal;

	private volatile @Nullable Session session;

	private volatile @Nullable Thread screen;

	@Spec
	@SuppressWarnings("NullAway.Init")
	private CommandSpec spec;

	@Parameters(arity = "0..*", paramLabel = "HOST:PORT",
			description = "where exporters listen; 127.0.0.1:5000 if none is given. IPv6: [::1]:5000")
	private List<String> targets = new ArrayList<>();

	@Option(names = "--json", description = "write each event as a JSON object, one a line")
	private boolean json;

	@Option(names = "--summary", arity = "0..1", preprocessor = IntervalOrTarget.class, paramLabel = "INTERVAL",
			description = "write a JSON object for each interval and series; 10s if none is given")
	private @Nullable TimeSpan summary;

	@Option(names = "--filter", paramLabel = "FILTER", description = "only series that match; see below")
	private String filter = "";

	@Option(names = "--count", paramLabel = "N", description = "end after so many objects")
	private @Nullable Long count;

	@Option(names = "--for", paramLabel = "DURATION", description = "end after that time, such as 30s or 5m")
	private @Nullable TimeSpan duration;

	@Option(names = "--record", paramLabel = "FILE", description = "write the stream of one target to a file, as it is")
	private @Nullable Path record;

	@Option(names = "--rotate", paramLabel = "SIZE",
			description = "with --record: go on in FILE.1, FILE.2 and so on, each of about that size, such as 100MB")
	private @Nullable ByteSize rotate;

	@Option(names = "--replay", paramLabel = "FILE[,SPEED]",
			description = "show a recording instead of targets; SPEED is a factor, or max. - is the standard input")
	private @Nullable String replay;

	@Option(names = "--serve", paramLabel = "[HOST:]PORT",
			description = "with --replay: send it to whoever connects, from when the first one does")
	private @Nullable String serve;

	@Option(names = "--max-series", paramLabel = "N", description = "keep at most so many series; 10000 by default")
	private int maxSeries = ObserverModel.DEFAULT_MAX_SERIES;

	@Option(names = "--tls", description = "connect with TLS; so do the next four")
	private boolean tls;

	@Option(names = "--trust", paramLabel = "FILE",
			description = "certificates to trust, PEM or a key store; the JVM's by default")
	private @Nullable Path trust;

	@Option(names = "--cert", paramLabel = "FILE",
			description = "the client's certificate, PEM, or a key store that holds the key too")
	private @Nullable Path certificate;

	@Option(names = "--key", paramLabel = "FILE", description = "the client's private key, PEM (PKCS#8)")
	private @Nullable Path key;

	@Option(names = "--tls-password", arity = "0..1", preprocessor = AttachedPassword.class, paramLabel = "PASSWORD",
			description = "of the key and the key stores; asked for if no =PASSWORD is given here")
	private @Nullable String tlsPassword;

	/**
	 * Creates a command.
	 * @param out where what is asked for goes
	 * @param err where the rest is said
	 * @param terminal whether there is a terminal to show a screen on
	 */
	ObserverCommand(OutputStream out, PrintStream err, BooleanSupplier terminal) {
		this.out = new BufferedOutputStream(out, BUFFER);
		this.err = err;
		this.terminal = terminal;
	}

	/**
	 * Ends the run in good order.
	 * @return whether one has begun, whose end is to be waited for
	 */
	boolean interrupt() {
		Session session = this.session;
		if (session == null) {
			return false;
		}
		session.end();
		Thread screen = this.screen;
		if (screen != null) {
			screen.interrupt();
		}
		return true;
	}

	@Override
	public Integer call() throws IOException {
		Inputs inputs = check();
		boolean piped = this.json || this.summary != null || this.serve != null;
		boolean screen = !piped && this.terminal.getAsBoolean();
		if (!screen && !piped && this.record == null) {
			throw usage("There is no terminal to show the metrics on. Use --json to write each event to a pipe or a "
					+ "file, --summary for sums, or --record.");
		}
		require(!screen || this.duration == null,
				"--for goes with --json, --summary, --serve, or --record without a terminal");
		require(screen || this.json || this.summary != null || this.filter.isEmpty(),
				"--filter goes with the screen, --json or --summary: a stream is recorded and served as it is");
		return (inputs.replay != null) ? replay(inputs, inputs.replay, screen) : observe(inputs, screen);
	}

	private ParameterException usage(String sentence) {
		return new ParameterException(this.spec.commandLine(), sentence);
	}

	/**
	 * Returns what the command line means.
	 */
	private Inputs check() {
		require(!this.json || this.summary == null, "--json and --summary exclude each other");
		require(this.count == null || this.json || this.summary != null, "--count goes with --json or --summary");
		require(this.count == null || this.count >= 1, "--count must be at least 1");
		require(this.maxSeries >= 1, "--max-series must be at least 1");
		require(this.rotate == null || this.record != null, "--rotate goes with --record");
		require(this.record == null || this.targets.size() <= 1,
				"--record takes one target, for a recording does not say which one an event is from");
		require(this.record == null || this.replay == null, "--record and --replay exclude each other");
		require(this.replay == null || this.targets.isEmpty(), "--replay takes the place of targets");
		require(this.serve == null || this.replay != null, "--serve goes with --replay");
		require(this.serve == null || (!this.json && this.summary == null),
				"--serve excludes --json and --summary: connect to what it serves");
		require(this.tls
				|| (this.trust == null && this.certificate == null && this.key == null && this.tlsPassword == null),
				"--trust, --cert, --key and --tls-password go with --tls");
		require(this.tlsPassword == null || this.trust != null || this.certificate != null,
				"--tls-password goes with --trust or --cert");
		require(!this.tls || this.replay == null, "--tls goes with targets, and --replay takes their place");
		try {
			List<TargetAddress> addresses = new ArrayList<>();
			for (String target : this.targets.isEmpty() ? List.of(DEFAULT_TARGET) : this.targets) {
				addresses.add(TargetAddress.parse(target));
			}
			return new Inputs(addresses, SeriesFilter.parse(this.filter),
					(this.replay != null) ? ReplaySource.parse(this.replay) : null,
					(this.serve != null) ? serveAddress(this.serve) : null);
		}
		catch (IllegalArgumentException ex) {
			throw usage(String.valueOf(ex.getMessage()));
		}
	}

	private void require(boolean valid, String sentence) {
		if (!valid) {
			throw usage(sentence);
		}
	}

	private static InetSocketAddress serveAddress(String text) {
		if (text.matches("\\d{1,5}")) {
			int port = Integer.parseInt(text);
			if (port > 65535) {
				throw new IllegalArgumentException("--serve must be a port of 0 to 65535, or HOST:PORT");
			}
			return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
		}
		TargetAddress address = TargetAddress.parse(text);
		return new InetSocketAddress(address.host(), address.port());
	}

	private void sayOnErr(String sentence) {
		// In one call, for several threads speak
		this.err.print(NAME + ": " + sentence + System.lineSeparator());
		this.err.flush();
	}

	private int observe(Inputs inputs, boolean screen) throws IOException {
		// Before a recording begins, for which there may be no reason
		TlsSettings tls = tls();
		ObserverModel model = new ObserverModel(TimeSource.system(), this.maxSeries);
		Session session = new Session(screen ? model::notice : this::sayOnErr);
		this.session = session;
		if (!screen) {
			model.onNotice(session::say);
		}
		SummaryOutput summary = summary(model, inputs.filter, session);
		JsonOutput json = json(inputs.filter, session);
		List<MetricsTcpClient> clients = new ArrayList<>();
		List<ConnectionMessages> announcements = new ArrayList<>();
		try (Recorder recorder = recorder(session, screen)) {
			for (TargetAddress target : inputs.targets) {
				ConnectionMessages announced = new ConnectionMessages(session, target.toString());
				announcements.add(announced);
				StreamListener<?> listener = announced;
				if (screen || summary != null) {
					StreamListener<?> kept = model.addTarget(target.toString());
					listener = screen ? kept : both(announced, kept);
				}
				else if (json != null) {
					listener = both(announced, json.listener(target.toString()));
				}
				if (recorder != null) {
					listener = both(recorder, listener);
				}
				clients.add(client(target, tls, listener));
			}
			clients.forEach(MetricsTcpClient::start);
			if (screen) {
				show(model, inputs.filter);
			}
			else {
				awaitEnd(session, summary);
			}
		}
		// After the recording: what holds a client up, such as a pipe that nobody reads,
		// may do so for longer than the system lets us live
		clients.forEach(MetricsTcpClient::close);
		if (screen) {
			repeatNotices(model);
		}
		if (summary != null) {
			summary.finish();
		}
		if (!screen && announcements.stream().noneMatch(ConnectionMessages::everOpened) && this.duration != null) {
			session.say("No target was reached.");
			session.fail();
		}
		return session.exitCode();
	}

	private MetricsTcpClient client(TargetAddress target, @Nullable TlsSettings tls, StreamListener<?> listener) {
		return MetricsTcpClient.builder(target).maxSeries(this.maxSeries).tls(tls).build(listener);
	}

	/**
	 * Returns how connections are secured, {@code null} if they are not. Asks for the
	 * password if it is to.
	 */
	private @Nullable TlsSettings tls() throws IOException {
		if (!this.tls) {
			return null;
		}
		String password = ASK.equals(this.tlsPassword) ? askForPassword() : this.tlsPassword;
		TlsSettings tls = new TlsSettings(this.trust, this.certificate, this.key, password);
		try {
			tls.check();
		}
		catch (IllegalArgumentException ex) {
			throw usage(String.valueOf(ex.getMessage()));
		}
		return tls;
	}

	@SuppressWarnings("SystemConsoleNull") // Until Java 21 it is null
	private @Nullable String askForPassword() throws IOException {
		Console console = this.terminal.getAsBoolean() ? System.console() : null;
		if (console != null) {
			char[] password = console.readPassword("Password of the key and the key stores: ");
			return (password != null) ? new String(password) : null;
		}
		sayOnErr("The password is read from the standard input.");
		return new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
	}

	/**
	 * Says again what was said on the screen, which is gone.
	 */
	private void repeatNotices(ObserverModel model) {
		model.notices().forEach(this::sayOnErr);
	}

	private static <A, B> StreamListener<?> both(StreamListener<A> first, StreamListener<B> second) {
		return new TeeListener<>(first, second);
	}

	private @Nullable Recorder recorder(Session session, boolean screen) throws IOException {
		if (this.record == null) {
			return null;
		}
		boolean alone = !screen && !this.json && this.summary == null;
		return new Recorder(this.record, (this.rotate != null) ? this.rotate.bytes() : Recorder.UNLIMITED,
				this.maxSeries, (sentence) -> {
					session.say(sentence);
					session.fail();
					if (alone) {
						session.end();
					}
				});
	}

	private @Nullable JsonOutput json(SeriesFilter filter, Session session) {
		return this.json ? new JsonOutput(this.out, filter, maxCount(), this.maxSeries, session) : null;
	}

	private @Nullable SummaryOutput summary(ObserverModel model, SeriesFilter filter, Session session) {
		return (this.summary != null)
				? new SummaryOutput(this.out, model, filter, this.summary.duration(), maxCount(), session) : null;
	}

	private long maxCount() {
		return (this.count != null) ? this.count : Long.MAX_VALUE;
	}

	private void show(ObserverModel model, SeriesFilter filter) throws IOException {
		this.screen = Thread.currentThread();
		try {
			new TerminalUi(model, filter).run();
		}
		finally {
			this.screen = null;
			boolean unused = Thread.interrupted();
		}
	}

	/**
	 * Waits until the run is over, or the time is up, and writes summaries meanwhile.
	 */
	private void awaitEnd(Session session, @Nullable SummaryOutput summary) {
		if (summary != null) {
			summary.begin((this.duration != null) ? this.duration.duration() : null);
		}
		// After the summary's beginning, whose time is up then too
		long end = (this.duration != null) ? System.nanoTime() + this.duration.duration().toNanos() : 0;
		while (true) {
			long wait = LONGEST_WAIT;
			if (summary != null) {
				wait = Math.min(wait, Math.max(1, summary.nanosLeft()));
			}
			if (this.duration != null) {
				wait = Math.min(wait, Math.max(1, end - System.nanoTime()));
			}
			boolean over = session.await(wait);
			if (over) {
				return;
			}
			if (summary != null) {
				summary.tick();
			}
			if (this.duration != null && System.nanoTime() - end >= 0) {
				return;
			}
		}
	}

	private int replay(Inputs inputs, ReplaySource source, boolean screen) throws IOException {
		try (Recording recording = Recording.open(source.file())) {
			ReplayClock clock = new ReplayClock(recording.beginning(), source.speed());
			ObserverModel model = new ObserverModel(clock, this.maxSeries);
			Session session = new Session(screen ? model::notice : this::sayOnErr);
			this.session = session;
			if (!screen) {
				model.onNotice(session::say);
			}
			SummaryOutput summary = summary(model, inputs.filter, session);
			JsonOutput json = json(inputs.filter, session);
			try (ReplayServer server = server(inputs.serve, session)) {
				StreamListener<?> listener;
				if (server != null) {
					session.say("%s is replayed on %s:%d once somebody connects.".formatted(recording.name(),
							server.address().getAddress().getHostAddress(), server.address().getPort()));
					listener = server;
				}
				else if (json != null) {
					listener = json.listener(recording.name());
				}
				else {
					listener = model.addTarget(recording.name());
					if (summary != null) {
						listener = both(summary.ticker(), listener);
					}
				}
				Replay replay = new Replay(recording, clock, this.maxSeries);
				StreamListener<?> told = listener;
				Thread thread = new Thread(() -> play(replay, told, server, session, screen), "replay");
				thread.setDaemon(true);
				thread.start();
				if (screen) {
					show(model, inputs.filter);
				}
				else {
					awaitEnd(session, null);
				}
				replay.stop();
			}
			if (summary != null) {
				summary.finish();
			}
			if (screen) {
				repeatNotices(model);
			}
			return session.exitCode();
		}
	}

	private @Nullable ReplayServer server(@Nullable InetSocketAddress address, Session session) throws IOException {
		if (address == null) {
			return null;
		}
		ReplayServer server = new ReplayServer(address, this.maxSeries, (sentence) -> {
			session.say(sentence);
			session.fail();
		});
		CompletionStage<Void> unused = server.deserted().thenRun(session::end);
		return server;
	}

	private static void play(Replay replay, StreamListener<?> listener, @Nullable ReplayServer server, Session session,
			boolean screen) {
		try {
			if (server != null) {
				server.awaitClient();
			}
			String end = replay.run(listener);
			if (end != null) {
				session.say(end + ".");
			}
		}
		catch (MalformedStreamException ex) {
			session.say("The recording can't be read any further: %s.".formatted(ex.getMessage()));
			session.fail();
		}
		catch (IOException ex) {
			session.say("The recording can't be read: %s.".formatted(ex.getMessage()));
			session.fail();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (RuntimeException ex) {
			session.say("The recording can't be replayed any further: %s.".formatted(ex));
			session.fail();
		}
		finally {
			if (!screen) {
				session.end();
			}
		}
	}

	/**
	 * What the command line means.
	 *
	 * @param targets where to connect to
	 * @param filter which series are meant
	 * @param replay what is replayed, {@code null} for targets
	 * @param serve where a replay is served, {@code null} if it is not
	 */
	private record Inputs(List<TargetAddress> targets, SeriesFilter filter, @Nullable ReplaySource replay,
			@Nullable InetSocketAddress serve) {
	}

	/**
	 * The interval of a summary, which what follows is only if it is a duration:
	 * otherwise it is a target, and the interval is ten seconds.
	 */
	static final class IntervalOrTarget implements IParameterPreprocessor {

		@Override
		public boolean preprocess(Stack<String> arguments, CommandSpec command, ArgSpec option,
				Map<String, Object> info) {
			if (!isAttached(info) && (arguments.isEmpty() || !TimeSpan.isWrittenAs(arguments.peek()))) {
				arguments.push("10s");
			}
			return false;
		}

	}

	/**
	 * A password that is attached to its option: what follows the option is a target.
	 */
	static final class AttachedPassword implements IParameterPreprocessor {

		@Override
		public boolean preprocess(Stack<String> arguments, CommandSpec command, ArgSpec option,
				Map<String, Object> info) {
			if (!isAttached(info)) {
				arguments.push(ASK);
			}
			return false;
		}

	}

	private static boolean isAttached(Map<String, Object> info) {
		return "=".equals(info.get("separator"));
	}

	/**
	 * The version of the program and of what runs it.
	 */
	static final class Version implements IVersionProvider {

		@Override
		public String[] getVersion() {
			String version = ObserverCommand.class.getPackage().getImplementationVersion();
			return new String[] { "%s %s".formatted(NAME, (version != null) ? version : "(not packaged)"),
					"Java ${java.version}, ${os.name}" };
		}

	}

}
