package io.github.metricstcp.internal.stream;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.metricstcp.proto.Event;
import io.github.metricstcp.proto.Metric;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/**
 * A client whose writes end when a test says so, or at once.
 */
final class ManualClient extends BaseSubscriber<Chunk> {

	final ClientStream stream;

	/**
	 * The total of each counter as the client has it.
	 */
	final Map<String, Long> totals = new HashMap<>();

	/**
	 * All totals that the client has had, one after another.
	 */
	final List<Long> received = new ArrayList<>();

	/**
	 * The names of which the client was sent metadata, and those of what it was sent.
	 */
	final Set<String> described = new HashSet<>();

	final Set<String> named = new HashSet<>();

	/**
	 * Number of live events that the client was sent.
	 */
	int events;

	int largestChunk;

	boolean completed;

	@Nullable Throwable failure;

	private final boolean readsAtOnce;

	private boolean writing;

	ManualClient(ClientStream stream, boolean readsAtOnce) {
		this.stream = stream;
		this.readsAtOnce = readsAtOnce;
		stream.chunks().subscribe(this);
	}

	@Override
	protected void hookOnSubscribe(Subscription subscription) {
		request(1);
	}

	@Override
	protected void hookOnNext(Chunk chunk) {
		this.writing = true;
		this.events += chunk.events;
		this.largestChunk = Math.max(this.largestChunk, chunk.length());
		read(chunk);
		if (this.readsAtOnce) {
			written();
		}
	}

	@Override
	protected void hookOnComplete() {
		this.completed = true;
	}

	@Override
	protected void hookOnError(Throwable failure) {
		this.failure = failure;
	}

	private void read(Chunk chunk) {
		ByteArrayInputStream in = new ByteArrayInputStream(chunk.bytes(), 0, chunk.length());
		try {
			for (Event event = Event.parseDelimitedFrom(in); event != null; event = Event.parseDelimitedFrom(in)) {
				if (event.hasMetadata()) {
					this.described.add(event.getMetadata().getName());
					continue;
				}
				Metric metric = event.getMetric();
				this.named.add(metric.getName());
				if (metric.hasSetCounter()) {
					this.totals.put(metric.getName(), metric.getSetCounter());
				}
				else if (metric.hasIncrementCounter()) {
					this.totals.merge(metric.getName(), metric.getIncrementCounter(), Long::sum);
				}
				this.received.add(this.totals.get(metric.getName()));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	boolean isWriting() {
		return this.writing;
	}

	void written() {
		if (this.writing) {
			this.writing = false;
			request(1);
		}
	}

}
