package io.github.metricstcp.rollup;

import java.time.Duration;
import java.util.Map;

import io.github.metricstcp.kafka.KafkaSettings;

/**
 * What a rollup reads, what it writes, and how it sums up. Immutable.
 *
 * @since 0.1.0
 */
public final class RollupSettings {

	/**
	 * The default name of the topic that the stream of the fleet is written to.
	 */
	public static final String DEFAULT_OUTPUT = "metrics-tcp-rollup";

	/**
	 * The default name of the topic that sketches are written to.
	 */
	public static final String DEFAULT_SKETCHES = "metrics-tcp-rollup-sketches";

	/**
	 * The default name of the application, which those have in common that share the
	 * work.
	 */
	public static final String DEFAULT_APPLICATION = "metrics-tcp-rollup";

	/**
	 * The default length of a window.
	 */
	public static final Duration DEFAULT_WINDOW = Duration.ofSeconds(10);

	/**
	 * The default time for which late events are waited for: relays are late by half a
	 * second, and one that starts again, or has lost its brokers, by some more.
	 */
	public static final Duration DEFAULT_GRACE = Duration.ofSeconds(30);

	/**
	 * The time before its first start from which on a rollup reads. It has the snapshots
	 * of all sessions that go on.
	 */
	static final Duration BEFORE_START = Duration.ofMinutes(5);

	private final KafkaSettings source;

	private final Builder values;

	private RollupSettings(Builder builder) {
		this.values = new Builder(builder);
		this.source = new KafkaSettings(builder.brokers, builder.source, builder.properties);
		require(builder, builder.output, builder.source, "output");
		require(builder, builder.sketches, builder.source, "sketches");
		require(builder, builder.sketches, builder.output, "sketches");
		require(new KafkaSettings(builder.brokers, builder.application, Map.of()).topic().length() <= 150,
				"the name of the application has more than 150 characters");
		require(isWhole(builder.window) && builder.window.toSeconds() >= 1 && builder.window.toDays() < 1,
				"a window has whole seconds, at least 1 and less than a day");
		require(isWhole(builder.grace) && !builder.grace.isNegative() && builder.grace.toDays() < 1,
				"grace has whole seconds, less than a day");
		require(builder.threads >= 1 && builder.threads <= 256, "there are 1 to 256 threads");
	}

	private static void require(Builder builder, String topic, String other, String setting) {
		String valid = new KafkaSettings(builder.brokers, topic, Map.of()).topic();
		require(!valid.equals(other), "%s has the topic %s, which is in use already".formatted(setting, valid));
	}

	private static boolean isWhole(Duration duration) {
		return duration.equals(Duration.ofSeconds(duration.toSeconds()));
	}

	private static void require(boolean valid, String sentence) {
		if (!valid) {
			throw new IllegalArgumentException(sentence);
		}
	}

	/**
	 * Returns a builder of settings, all of which have defaults but the brokers.
	 * @param brokers the brokers to begin with, as {@code HOST:PORT}, separated by commas
	 * @return a builder
	 */
	public static Builder builder(String brokers) {
		return new Builder(brokers);
	}

	/**
	 * Returns the brokers to begin with.
	 * @return the brokers as {@code HOST:PORT}, separated by commas
	 */
	public String brokers() {
		return this.source.servers();
	}

	/**
	 * Returns the topic that is read.
	 * @return the name of the topic
	 */
	public String source() {
		return this.source.topic();
	}

	/**
	 * Returns the topic that the stream of the fleet is written to.
	 * @return the name of the topic
	 */
	public String output() {
		return this.values.output;
	}

	/**
	 * Returns the topic that sketches are written to.
	 * @return the name of the topic
	 */
	public String sketches() {
		return this.values.sketches;
	}

	/**
	 * Returns the length of a window.
	 * @return whole seconds
	 */
	public Duration window() {
		return this.values.window;
	}

	/**
	 * Returns the time for which events of a window are waited for after its end.
	 * @return whole seconds
	 */
	public Duration grace() {
		return this.values.grace;
	}

	/**
	 * Returns the labels that are kept.
	 * @return the labels
	 */
	public KeptLabels labels() {
		return this.values.labels;
	}

	/**
	 * Returns the name of the application: those that share the work have it in common.
	 * @return the name
	 */
	public String application() {
		return this.values.application;
	}

	/**
	 * Returns the number of threads that sum up.
	 * @return the number
	 */
	public int threads() {
		return this.values.threads;
	}

	/**
	 * Returns further properties of Kafka's clients, such as those for TLS and SASL.
	 * @return the properties; unmodifiable
	 */
	public Map<String, String> properties() {
		return this.source.properties();
	}

	/**
	 * A builder of settings.
	 *
	 * @since 0.1.0
	 */
	public static final class Builder {

		private final String brokers;

		private String source = KafkaSettings.DEFAULT_TOPIC;

		private String output = DEFAULT_OUTPUT;

		private String sketches = DEFAULT_SKETCHES;

		private Duration window = DEFAULT_WINDOW;

		private Duration grace = DEFAULT_GRACE;

		private KeptLabels labels = KeptLabels.all();

		private String application = DEFAULT_APPLICATION;

		private int threads = 1;

		private Map<String, String> properties = Map.of();

		private Builder(String brokers) {
			this.brokers = brokers;
		}

		private Builder(Builder other) {
			this.brokers = other.brokers;
			this.source = other.source;
			this.output = other.output;
			this.sketches = other.sketches;
			this.window = other.window;
			this.grace = other.grace;
			this.labels = other.labels;
			this.application = other.application;
			this.threads = other.threads;
			this.properties = other.properties;
		}

		/**
		 * Sets the topic that is read.
		 * @param source the name of the topic; {@link KafkaSettings#DEFAULT_TOPIC} by
		 * default
		 * @return this builder
		 */
		public Builder source(String source) {
			this.source = source;
			return this;
		}

		/**
		 * Sets the topic that the stream of the fleet is written to.
		 * @param output the name of the topic; {@link #DEFAULT_OUTPUT} by default
		 * @return this builder
		 */
		public Builder output(String output) {
			this.output = output;
			return this;
		}

		/**
		 * Sets the topic that sketches are written to.
		 * @param sketches the name of the topic; {@link #DEFAULT_SKETCHES} by default
		 * @return this builder
		 */
		public Builder sketches(String sketches) {
			this.sketches = sketches;
			return this;
		}

		/**
		 * Sets the length of a window.
		 * @param window whole seconds; 10 by default
		 * @return this builder
		 */
		public Builder window(Duration window) {
			this.window = window;
			return this;
		}

		/**
		 * Sets the time for which events of a window are waited for after its end.
		 * @param grace whole seconds; 30 by default
		 * @return this builder
		 */
		public Builder grace(Duration grace) {
			this.grace = grace;
			return this;
		}

		/**
		 * Sets the labels that are kept.
		 * @param labels the labels; all by default
		 * @return this builder
		 */
		public Builder labels(KeptLabels labels) {
			this.labels = labels;
			return this;
		}

		/**
		 * Sets the name of the application, which is in the names of its own topics and
		 * of its consumer group.
		 * @param application the name; {@link #DEFAULT_APPLICATION} by default
		 * @return this builder
		 */
		public Builder application(String application) {
			this.application = application;
			return this;
		}

		/**
		 * Sets the number of threads that sum up, of which no more work than the topics
		 * have partitions.
		 * @param threads the number; 1 by default
		 * @return this builder
		 */
		public Builder threads(int threads) {
			this.threads = threads;
			return this;
		}

		/**
		 * Sets further properties of Kafka's clients, such as those for TLS and SASL.
		 * @param properties the properties; none by default
		 * @return this builder
		 */
		public Builder properties(Map<String, String> properties) {
			this.properties = Map.copyOf(properties);
			return this;
		}

		/**
		 * Returns the settings.
		 * @return the settings
		 * @throws IllegalArgumentException if one is not as it must be, with a sentence
		 * that says why
		 */
		public RollupSettings build() {
			return new RollupSettings(this);
		}

	}

}
