package io.github.metricstcp.kafka.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.kafka.CatchUpClock;
import io.github.metricstcp.kafka.InstanceListener;
import io.github.metricstcp.kafka.KafkaReader;
import io.github.metricstcp.kafka.KafkaSettings;
import io.github.metricstcp.kafka.KafkaSource;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * A model that is filled from a topic.
 */
public final class Viewer implements AutoCloseable {

	private final List<String> said = new CopyOnWriteArrayList<>();

	private final ObserverModel model;

	private final KafkaReader reader;

	/**
	 * Creates a viewer of what comes from now on.
	 */
	public Viewer(String servers, String topic) {
		this(servers, topic, null);
	}

	/**
	 * Creates a viewer of what comes from a time on.
	 */
	public Viewer(String servers, String topic, Instant from) {
		CatchUpClock clock = new CatchUpClock(from);
		this.model = new ObserverModel(clock, 10_000);
		this.reader = new KafkaReader(new KafkaSource(new KafkaSettings(servers, topic, Map.of()), from), clock, 10_000,
				this.model::addTarget, this.said::add);
		this.reader.start();
	}

	/**
	 * Creates a viewer of what comes from now on, which is told.
	 * @param properties properties of the reader's consumer
	 * @param listener takes instances
	 */
	public Viewer(String servers, String topic, Map<String, String> properties, InstanceListener listener) {
		CatchUpClock clock = new CatchUpClock(null);
		this.model = new ObserverModel(clock, 10_000);
		this.reader = new KafkaReader(new KafkaSource(new KafkaSettings(servers, topic, properties), null), clock,
				10_000, (names) -> {
					listener.added(names);
					return this.model.addTarget(names);
				}, this.said::add);
		this.reader.start();
	}

	/**
	 * Waits for a condition, up to a minute.
	 */
	public static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
	}

	/**
	 * Returns what the reader has said.
	 */
	public List<String> said() {
		return this.said;
	}

	/**
	 * Returns what is known by now.
	 */
	public ObserverModel model() {
		return this.model;
	}

	/**
	 * Returns the reader of the topic.
	 */
	public KafkaReader reader() {
		return this.reader;
	}

	/**
	 * Returns the total of a counter of a target, -1 if it is not there.
	 */
	public long total(String target, String name) {
		return Models.total(this.model, target, name);
	}

	@Override
	public void close() {
		this.reader.close();
	}

}
