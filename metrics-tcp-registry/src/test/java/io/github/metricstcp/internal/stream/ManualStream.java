package io.github.metricstcp.internal.stream;

import java.time.Duration;
import java.util.List;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Tag;

/**
 * A stream whose event loop runs when a test says so, for one test.
 */
final class ManualStream {

	final ManualEventLoop eventLoop = new ManualEventLoop();

	final EventStream stream;

	ManualStream(int bufferSize) {
		this(bufferSize, Clock.SYSTEM);
	}

	ManualStream(int bufferSize, Clock clock) {
		this.stream = new EventStream(bufferSize, true, Duration.ofMillis(1), clock);
		this.stream.open(this.eventLoop);
	}

	CounterSeries counter(String name, Tag... tags) {
		return this.stream.counter(descriptor(name, tags));
	}

	SampleSeries samples(String name, Tag... tags) {
		return this.stream.samples(descriptor(name, tags));
	}

	private static Descriptor descriptor(String name, Tag... tags) {
		return new Descriptor(name, List.of(tags), null, null);
	}

	/**
	 * Connects a client whose writes end at once.
	 */
	ManualClient connect() {
		return new ManualClient(this.stream.connect(), true);
	}

	/**
	 * Connects a client whose writes end when a test says so.
	 */
	ManualClient connectStalled() {
		return new ManualClient(this.stream.connect(), false);
	}

	/**
	 * Has a client read on until it has read everything.
	 */
	void readAll(ManualClient client) {
		while (client.isWriting()) {
			client.written();
			this.eventLoop.runAll();
		}
	}

}
