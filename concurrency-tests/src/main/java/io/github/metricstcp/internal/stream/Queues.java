package io.github.metricstcp.internal.stream;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.Clock;
import org.jspecify.annotations.Nullable;

/**
 * The pieces between the application's threads and the event loop, without the event
 * loop.
 */
final class Queues {

	final Queue<CounterSeries> flagged = new ConcurrentLinkedQueue<>();

	final PublishedState published = new PublishedState();

	final AtomicInteger wakeUps = new AtomicInteger();

	final Ingress ingress;

	Queues(int limit) {
		this.ingress = new Ingress(limit, new EventClock(Clock.SYSTEM));
		this.ingress.signal().onWakeUp(this.wakeUps::incrementAndGet);
		this.published.reset(0, 0);
	}

	CounterSeries counter() {
		CounterSeries counter = new CounterSeries(this.ingress, this.flagged::add,
				new Descriptor("counter", List.of(), null, null));
		counter.index = 0;
		return counter;
	}

	SampleSeries samples(String name) {
		return new SampleSeries(this.ingress, new Descriptor(name, List.of(), null, null));
	}

	/**
	 * Publishes one event, as the event loop does.
	 */
	@Nullable RecordedEvent poll() {
		RecordedEvent event = this.ingress.poll();
		if (event != null) {
			event.series.publish(this.published, event.value);
		}
		return event;
	}

	void drain() {
		while (poll() != null) {
			// Goes on
		}
	}

	/**
	 * Reads the adders whose flag is up, as the event loop does.
	 */
	void absorbFlagged() {
		for (CounterSeries series = this.flagged.poll(); series != null; series = this.flagged.poll()) {
			series.lowerFlag();
			series.absorb(this.published);
		}
	}

}
