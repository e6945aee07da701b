package io.github.metricstcp.observer;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

import io.github.metricstcp.client.model.TargetNames;
import io.github.metricstcp.client.wire.StreamListener;
import io.github.metricstcp.kafka.KafkaRelay;
import io.github.metricstcp.kafka.KafkaSettings;
import io.github.metricstcp.kafka.KafkaSource;
import org.jspecify.annotations.Nullable;

/**
 * The relay of a run's streams into Kafka.
 */
final class RelayOutput {

	private final KafkaRelay relay;

	private volatile @Nullable Session session;

	private RelayOutput(KafkaSettings settings, long memory, @Nullable String host, int maxSeries) {
		this.relay = new KafkaRelay(settings, memory, maxSeries, host, this::say);
	}

	private void say(String sentence) {
		Session session = this.session;
		if (session != null) {
			session.say(sentence);
		}
	}

	/**
	 * Returns a relay that is not started.
	 * @param servers the brokers
	 * @param topic the topic, {@code null} for the default
	 * @param memory the bytes that it may keep, 0 for the default
	 * @param host the name of this host, {@code null} for the one that it has
	 * @param config the file of properties, {@code null} for none
	 * @param maxSeries the number of series whose values a snapshot has
	 * @throws IllegalArgumentException if one of them is wrong, with a sentence that says
	 * why
	 */
	static RelayOutput of(String servers, @Nullable String topic, long memory, @Nullable String host,
			@Nullable Path config, int maxSeries) {
		KafkaSettings settings = new KafkaSettings(servers, (topic != null) ? topic : KafkaSettings.DEFAULT_TOPIC,
				properties(config));
		return new RelayOutput(settings, (memory > 0) ? memory : KafkaRelay.DEFAULT_MEMORY, host, maxSeries);
	}

	/**
	 * Returns the topic that a target stands for.
	 */
	static KafkaSource source(String target, @Nullable Path config, Instant now) {
		return KafkaSource.parse(target, properties(config), now);
	}

	private static Map<String, String> properties(@Nullable Path config) {
		return (config != null) ? KafkaSettings.readProperties(config) : Map.of();
	}

	/**
	 * Begins to send.
	 * @param session takes the sentences about the state of the relay
	 */
	void start(Session session) {
		this.session = session;
		this.relay.start();
	}

	/**
	 * Returns a listener that relays the streams of a target.
	 * @param target the names of the target
	 * @param other the listener that is called then, {@code null} for none
	 */
	StreamListener<?> listener(TargetNames target, @Nullable StreamListener<?> other) {
		StreamListener<?> relayed = this.relay.addTarget(target.address(), target.name());
		return (other != null) ? Listeners.both(relayed, other) : relayed;
	}

	/**
	 * Sends what is there. The run has failed if not all of it is taken.
	 */
	void close() {
		this.relay.close();
		Session session = this.session;
		if (session != null && this.relay.counts().waitingBytes() > 0) {
			session.fail();
		}
	}

}
