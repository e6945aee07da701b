package io.github.metricstcp.observer;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import io.github.metricstcp.observer.ObserverOptions.Format;
import io.github.metricstcp.observer.ObserverOptions.RecordingFile;
import io.github.metricstcp.observer.ObserverOptions.Relayed;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/**
 * The options of Apache Kafka. They are texts here, for the module that knows Kafka need
 * not be on the class path.
 */
final class KafkaOptions {

	private static final String KAFKA = "--kafka";

	private static final String CONFIG = "--kafka-config";

	private static final String TOPIC = "topic=";

	private static final String MEMORY = "memory=";

	private static final String HOST = "host=";

	// The beginning of a target that is a topic
	private static final String PREFIX = "kafka:";

	private static final String MODULE = "metrics-tcp-kafka";

	@Option(names = KAFKA, paramLabel = "BROKERS[,topic=NAME][,memory=SIZE][,host=NAME]",
			description = "relay the streams of all targets into Apache Kafka; BROKERS are HOST:PORT, separated by commas, "
					+ "the topic is metrics-tcp if none is given, SIZE what is kept at most while brokers do not take it, 64MB, "
					+ "and the host what takes the place of 127.0.0.1 in the addresses of targets, the name of this one")
	private @Nullable String kafka;

	@Option(names = CONFIG, paramLabel = "FILE",
			description = "with --kafka or a target kafka:BROKERS/TOPIC: properties of Kafka's clients, such as those for "
					+ "TLS and SASL")
	private @Nullable Path config;

	/**
	 * Checks what the options mean beside each other.
	 * @param targets the targets of the command line
	 * @param replayed whether a recording takes their place
	 * @throws IllegalArgumentException if they exclude each other, or Kafka can't be
	 * used, with a sentence that says why
	 */
	void check(List<String> targets, boolean replayed) {
		boolean topic = isTopic(targets);
		ObserverOptions.require(this.config == null || this.kafka != null || topic,
				CONFIG + " goes with " + KAFKA + " or a target " + PREFIX + "BROKERS/TOPIC");
		ObserverOptions.require(this.kafka == null || !replayed, KAFKA + " and --replay exclude each other");
		ObserverOptions.require(this.kafka == null || !topic,
				KAFKA + " relays exporters, and what is in a topic was relayed before");
		ObserverOptions.require(targets.stream().noneMatch(KafkaOptions::isNamedTopic),
				"a target " + PREFIX + " has no name of its own: its topic names the instances");
		ObserverOptions.require(!topic || targets.size() == 1,
				"a target " + PREFIX + " stands alone: its topic names the instances");
		ObserverOptions.require((this.kafka == null && !topic) || isThere(),
				"Kafka needs the module %s on the class path".formatted(MODULE));
	}

	private static boolean isThere() {
		try {
			Class.forName("io.github.metricstcp.kafka.KafkaRelay");
			return true;
		}
		catch (ClassNotFoundException ex) {
			return false;
		}
	}

	/**
	 * Whether the targets are those of a topic.
	 */
	static boolean isTopic(List<String> targets) {
		return targets.stream().anyMatch(KafkaOptions::isTopic);
	}

	private static boolean isTopic(String target) {
		return target.toLowerCase(Locale.ROOT).startsWith(PREFIX);
	}

	private static boolean isNamedTopic(String target) {
		int name = target.indexOf('=');
		return name >= 0 && isTopic(target.substring(name + 1));
	}

	/**
	 * Returns the form of the output beside a relay.
	 * @param format the form without one
	 */
	Format format(Format format) {
		return (this.kafka != null && format == Format.NONE) ? Format.RELAY : format;
	}

	/**
	 * Returns the topic that is read.
	 * @param target the target of the command line
	 * @param recording the file to record to, {@code null} for none
	 * @throws IllegalArgumentException if it is none, with a sentence that says why
	 */
	Relayed topic(String target, @Nullable RecordingFile recording) {
		return new Relayed(RelayOutput.source(PREFIX + target.substring(PREFIX.length()), this.config, Instant.now()),
				recording);
	}

	/**
	 * Returns the relay of the streams, {@code null} if there is none.
	 * @param maxSeries the number of series whose values a snapshot has
	 * @throws IllegalArgumentException if the option is wrong, with a sentence that says
	 * why
	 */
	@Nullable RelayOutput relay(int maxSeries) {
		if (this.kafka == null) {
			return null;
		}
		List<String> servers = new ArrayList<>();
		String topic = null;
		long memory = 0;
		String host = null;
		for (String part : Arrays.asList(this.kafka.split(",", -1))) {
			if (part.startsWith(TOPIC)) {
				topic = part.substring(TOPIC.length());
			}
			else if (part.startsWith(MEMORY)) {
				memory = memory(part.substring(MEMORY.length()));
			}
			else if (part.startsWith(HOST)) {
				host = part.substring(HOST.length());
			}
			else {
				ObserverOptions.require(part.indexOf('=') < 0,
						"%s takes BROKERS, %sNAME, %sSIZE and %sNAME, and not \"%s\"".formatted(KAFKA, TOPIC, MEMORY,
								HOST, part));
				servers.add(part);
			}
		}
		return RelayOutput.of(String.join(",", servers), topic, memory, host, this.config, maxSeries);
	}

	private static long memory(String text) {
		try {
			return ByteSize.parse(text).bytes();
		}
		catch (TypeConversionException ex) {
			throw new IllegalArgumentException("%s: %s".formatted(KAFKA, ex.getMessage()), ex);
		}
	}

}
