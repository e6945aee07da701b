package io.github.metricstcp.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.metricstcp.client.model.ObserverModel;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * A model that is filled from a topic.
 */
final class Viewer implements AutoCloseable {

	final List<String> said = new CopyOnWriteArrayList<>();

	final ObserverModel model;

	final KafkaReader reader;

	/**
	 * Creates a viewer of what comes from now on.
	 */
	Viewer(String servers, String topic) {
		this(servers, topic, null);
	}

	Viewer(String servers, String topic, Instant from) {
		CatchUpClock clock = new CatchUpClock(from);
		this.model = new ObserverModel(clock, 10_000);
		this.reader = new KafkaReader(new KafkaSource(new KafkaSettings(servers, topic, Map.of()), from), clock, 10_000,
				this.model::addTarget, this.said::add);
		this.reader.start();
	}

	static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
	}

	long total(String target, String name) {
		return Models.total(this.model, target, name);
	}

	@Override
	public void close() {
		this.reader.close();
	}

}
