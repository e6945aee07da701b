package io.github.metricstcp.rollup.internal.command;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.metricstcp.kafka.KafkaSettings;
import io.github.metricstcp.rollup.KeptLabels;
import io.github.metricstcp.rollup.Rollup;
import io.github.metricstcp.rollup.RollupCounts;
import io.github.metricstcp.rollup.RollupListener;
import io.github.metricstcp.rollup.RollupSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The command line of the program.
 */
@Command(name = RollupCommand.NAME, mixinStandardHelpOptions = true, versionProvider = ProgramVersion.class,
		sortOptions = false, description = { "Sums up the metrics of a whole fleet, in Apache Kafka.", "" },
		parameterListHeading = "%nBrokers:%n", optionListHeading = "%nOptions:%n",
		exitCodeListHeading = "%nExit codes:%n",
		exitCodeList = { "1:failed: it could not go on", "2:the command line is wrong",
				"130, 143:ended by Ctrl-C or SIGTERM; what was read is written" },
		footer = { "", "Examples:", "  metrics-tcp-rollup k:9092                 one application of all instances",
				"  metrics-tcp-rollup --labels uri,status k:9092",
				"                                            merge all that differs in other labels",
				"  metrics-tcp-observer kafka:k:9092/metrics-tcp-rollup",
				"                                            watch it" })
final class RollupCommand implements Callable<Integer>, RollupListener {

	/**
	 * The name of the program, which each message begins with.
	 */
	static final String NAME = "metrics-tcp-rollup";

	/**
	 * Failed.
	 */
	static final int FAILURE = 1;

	/**
	 * The command line is wrong.
	 */
	static final int USAGE = 2;

	private static final int MAX_THREADS = 256;

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

	private final PrintStream err;

	private final CountDownLatch end = new CountDownLatch(1);

	private volatile boolean begun;

	private volatile boolean failed;

	private final AtomicBoolean running = new AtomicBoolean();

	@Spec
	@SuppressWarnings("NullAway.Init")
	private CommandSpec spec;

	@Parameters(paramLabel = "BROKERS", description = "brokers of Kafka to begin with: HOST:PORT, separated by commas")
	@SuppressWarnings("NullAway.Init")
	private String brokers;

	@Option(names = "--source", paramLabel = "TOPIC",
			description = "the topic that relays write to, which is read; metrics-tcp by default")
	private String source = KafkaSettings.DEFAULT_TOPIC;

	@Option(names = "--output", paramLabel = "TOPIC",
			description = "the topic that the stream of the fleet is written to; metrics-tcp-rollup by default")
	private String output = RollupSettings.DEFAULT_OUTPUT;

	@Option(names = "--sketches", paramLabel = "TOPIC",
			description = "the topic that the sketches of histograms are written to; that of --output with -sketches by default")
	private @Nullable String sketches;

	@Option(names = "--window", paramLabel = "TIME", description = "the length of a window, from 1s on; 10s by default")
	private @Nullable WholeSeconds window;

	@Option(names = "--grace", paramLabel = "TIME",
			description = "for how long events of a window are waited for after its end; 30s by default")
	private @Nullable WholeSeconds grace;

	@Option(names = "--labels", paramLabel = "NAME", split = ",",
			description = "keep these labels only, and none with --labels=; series that differ in others are merged. All are kept by default")
	private @Nullable Set<String> labels;

	@Option(names = "--without-labels", paramLabel = "NAME", split = ",",
			description = "keep all labels but these, such as pod")
	private @Nullable Set<String> withoutLabels;

	@Option(names = "--application-id", paramLabel = "ID",
			description = "the name that processes have in common which share the work; that of --output by default")
	private @Nullable String applicationId;

	@Option(names = "--threads", paramLabel = "N",
			description = "sum up on N threads, at most one for each partition; 1 by default")
	private int threads = 1;

	@Option(names = "--kafka-config", paramLabel = "FILE",
			description = "properties of Kafka's clients, such as those for TLS and SASL")
	private @Nullable Path config;

	/**
	 * Creates a command.
	 * @param err where messages go
	 */
	RollupCommand(PrintStream err) {
		this.err = err;
	}

	/**
	 * Ends the run in good order.
	 * @return whether one has begun, whose end is to be waited for
	 */
	boolean interrupt() {
		this.end.countDown();
		return this.begun;
	}

	/**
	 * Writes a message.
	 * @param sentence the message
	 */
	void say(String sentence) {
		// In one call: several threads write messages
		this.err.print(NAME + ": " + sentence + System.lineSeparator());
		this.err.flush();
	}

	@Override
	public void message(String sentence) {
		say(sentence);
	}

	@Override
	public void running() {
		// Once: it happens again whenever work is shared in another way
		if (this.running.compareAndSet(false, true)) {
			say("It sums up now. Ctrl-C ends it.");
		}
	}

	@Override
	public void failed() {
		this.failed = true;
		this.end.countDown();
	}

	@Override
	public Integer call() throws InterruptedException {
		RollupSettings settings = settings();
		this.begun = true;
		Rollup rollup = Rollup.start(settings, this);
		try (rollup) {
			this.end.await();
			if (!rollup.close(CLOSE_TIMEOUT)) {
				say("Brokers do not take what it has read last: that is read again.");
			}
		}
		sayWhatWasDone(rollup.counts());
		return this.failed ? FAILURE : 0;
	}

	private void sayWhatWasDone(RollupCounts counts) {
		say(String.format(Locale.ROOT, "It has ended: %,d events were read, and %,d windows of series were written.",
				counts.events(), counts.windows()));
		if (counts.late() > 0) {
			say(String.format(Locale.ROOT, "Events that came too late for their windows: %,d (--grace).",
					counts.late()));
		}
		if (counts.skipped() > 0) {
			say(String.format(Locale.ROOT,
					"Records that were skipped: %,d that no relay wrote, %,d of another version, %,d that are not whole.",
					counts.foreign(), counts.unknownVersions(), counts.broken()));
		}
		if (counts.missing() > 0) {
			say(String.format(Locale.ROOT, "Records that are missing in the topic: %,d.", counts.missing()));
		}
	}

	private RollupSettings settings() {
		try {
			check();
			RollupSettings.Builder builder = RollupSettings.builder(this.brokers)
				.source(this.source)
				.output(this.output)
				.sketches(sketches())
				.application(applicationId())
				.labels(keptLabels())
				.threads(this.threads);
			if (this.window != null) {
				builder.window(this.window.duration());
			}
			if (this.grace != null) {
				builder.grace(this.grace.duration());
			}
			if (this.config != null) {
				builder.properties(KafkaSettings.readProperties(this.config));
			}
			return builder.build();
		}
		catch (IllegalArgumentException ex) {
			throw new ParameterException(this.spec.commandLine(), String.valueOf(ex.getMessage()), ex);
		}
	}

	private void check() {
		require(this.window == null || !this.window.duration().isZero(), "--window must be at least 1s");
		require(this.threads >= 1 && this.threads <= MAX_THREADS, "--threads must be 1 to " + MAX_THREADS);
		require(this.labels == null || this.withoutLabels == null, "--labels and --without-labels exclude each other");
		require(!this.output.equals(this.source),
				"--output %s is the topic that is read: name another one".formatted(this.output));
		require(this.applicationId == null || this.applicationId.matches("[A-Za-z0-9._-]{1,150}"),
				"--application-id \"%s\" has other characters than letters, digits, ., _ and -, or more than 150 of them"
					.formatted(this.applicationId));
		require(!sketches().equals(this.source) && !sketches().equals(this.output),
				"--sketches %s is the topic of --source or --output: name another one".formatted(sketches()));
	}

	private static void require(boolean valid, String sentence) {
		if (!valid) {
			throw new IllegalArgumentException(sentence);
		}
	}

	private String sketches() {
		return (this.sketches != null) ? this.sketches : this.output + "-sketches";
	}

	private String applicationId() {
		return (this.applicationId != null) ? this.applicationId : this.output;
	}

	private KeptLabels keptLabels() {
		if (this.labels != null) {
			return KeptLabels.only(names("--labels", this.labels));
		}
		return (this.withoutLabels != null) ? KeptLabels.allBut(names("--without-labels", this.withoutLabels))
				: KeptLabels.all();
	}

	private static Set<String> names(String option, Set<String> names) {
		if (names.equals(Set.of(""))) {
			// --labels= keeps none
			return Set.of();
		}
		Set<String> trimmed = new LinkedHashSet<>();
		for (String name : names) {
			require(!name.isBlank(), "%s has a name that is empty: separate names by one comma".formatted(option));
			trimmed.add(name.strip());
		}
		return trimmed;
	}

}
