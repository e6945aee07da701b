package io.github.metricstcp.internal.stream;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;

/**
 * The last operator of a client's stream: it pulls frames out of the client's buffer when
 * the connection can take them, makes chunks of them and of what the snapshot backlog
 * holds, and never asks for a frame while a write is in flight. Confined to the event
 * loop.
 */
final class ChunkSubscriber implements CoreSubscriber<QueuedFrames>, Subscription {

	/**
	 * Number of chunks that are written before the event loop may turn to other clients.
	 */
	private static final int BURST = 16;

	/**
	 * Number of chunks of events that one of values counts as: it is encoded for this
	 * client alone, each value from another place of the memory, where events are encoded
	 * once for all clients.
	 */
	private static final int VALUE_CHUNK_WEIGHT = 8;

	private final CoreSubscriber<? super Chunk> actual;

	private final SnapshotBacklog backlog;

	private final DeliveryCounter counter;

	private final ChunkWriter writer;

	private final Consumer<Chunk> written;

	private final Consumer<Runnable> later;

	private @Nullable Subscription upstream;

	private @Nullable Block whole;

	private int largestFrame = 1;

	private int events;

	private boolean demand;

	private boolean offering;

	/**
	 * Whether the event loop will offer again to this client, which can take more than
	 * one burst. Until then each block that comes is followed by one chunk: no more is
	 * needed to keep pace, and more would delay the others.
	 */
	private boolean continuationScheduled;

	private boolean drained;

	private boolean cancelled;

	private boolean done;

	/**
	 * Creates the operator's subscriber.
	 * @param actual the connection
	 * @param backlog the part of the snapshot that the client must still be sent
	 * @param counter the client's counts
	 * @param writer the buffer that chunks are made in
	 * @param written called with each chunk when it has been made, and no later than it
	 * is handed on
	 * @param later runs a task after the event loop has done its I/O
	 */
	ChunkSubscriber(CoreSubscriber<? super Chunk> actual, SnapshotBacklog backlog, DeliveryCounter counter,
			ChunkWriter writer, Consumer<Chunk> written, Consumer<Runnable> later) {
		this.actual = actual;
		this.backlog = backlog;
		this.counter = counter;
		this.writer = writer;
		this.written = written;
		this.later = later;
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		this.upstream = subscription;
		if (this.cancelled) {
			subscription.cancel();
		}
		this.actual.onSubscribe(this);
	}

	/**
	 * Whether the last chunk was written, so that another one can be.
	 */
	boolean hasDemand() {
		return this.demand;
	}

	/**
	 * Whether there is more for this client, which can take it, than it was given.
	 */
	boolean isContinuationScheduled() {
		return this.continuationScheduled;
	}

	/**
	 * Says that frames may wait that are as long as this.
	 */
	void expect(int largestFrame) {
		this.largestFrame = largestFrame;
	}

	/**
	 * Hands over what there is, if the last chunk was written.
	 */
	void offerChunks() {
		if (this.offering || this.cancelled) {
			return;
		}
		this.offering = true;
		try {
			int most = this.continuationScheduled ? 1 : BURST;
			int burst = 0;
			while (this.demand && burst < most) {
				Chunk chunk = nextChunk();
				if (chunk == null) {
					if (this.drained) {
						this.demand = false;
						complete();
					}
					return;
				}
				this.written.accept(chunk);
				this.demand = false;
				this.counter.writing(chunk);
				burst += (chunk.valueBytes > Block.FULL_BYTES / 2) ? VALUE_CHUNK_WEIGHT : 1;
				this.actual.onNext(chunk);
			}
		}
		catch (Throwable ex) {
			// This client's alone: it can connect again and be sent everything
			fail(ex);
		}
		finally {
			this.offering = false;
		}
		if (this.demand && !this.continuationScheduled) {
			scheduleContinuation();
		}
	}

	private void scheduleContinuation() {
		try {
			this.later.accept(this::goOn);
			this.continuationScheduled = true;
		}
		catch (Throwable ex) {
			// Out of memory. Nobody would go on
			fail(ex);
		}
	}

	private void goOn() {
		this.continuationScheduled = false;
		offerChunks();
	}

	private @Nullable Chunk nextChunk() {
		this.writer.begin(this.backlog);
		this.events = 0;
		int valueBytes = 0;
		if (!this.backlog.hasFamilies()) {
			pull(this.backlog.hasDirty() ? Block.FULL_BYTES - ChunkWriter.VALUES_WHILE_LAGGING : Block.FULL_BYTES);
			Block whole = this.whole;
			if (whole != null) {
				this.whole = null;
				return new Chunk(whole.writer, whole.events(), 0, List.of());
			}
			this.backlog.advance();
			valueBytes = this.writer.values(this.backlog);
		}
		return this.writer.end(this.events, valueBytes);
	}

	/**
	 * Pulls what waits, up to a chunk.
	 * @param full when the chunk is full, in bytes
	 */
	private void pull(int full) {
		Subscription upstream = this.upstream;
		while (upstream != null && this.backlog.waiting() > 0 && this.events < Block.MAX_EVENTS
				&& this.writer.length() < full) {
			long room = 1L + (full - this.writer.length()) / this.largestFrame;
			upstream.request(Math.min(Math.min(this.backlog.waiting(), Block.MAX_EVENTS - this.events), room));
		}
	}

	@Override
	public void onNext(QueuedFrames frames) {
		this.backlog.dequeued();
		if (!(frames instanceof Frame frame)) {
			this.whole = (Block) frames;
		}
		else if (frame.series.evicted) {
			// Its metadata may not have been sent
			this.counter.dropped(1);
		}
		else {
			this.writer.event(frame);
			this.events++;
		}
	}

	private void complete() {
		if (!this.done) {
			this.done = true;
			this.actual.onComplete();
		}
	}

	private void fail(Throwable failure) {
		this.demand = false;
		cancelUpstream();
		onError(failure);
	}

	@Override
	public void onComplete() {
		this.drained = true;
		offerChunks();
	}

	@Override
	public void onError(Throwable ex) {
		if (!this.done) {
			this.done = true;
			this.actual.onError(ex);
		}
	}

	@Override
	public void request(long n) {
		this.counter.written();
		this.demand = true;
		offerChunks();
	}

	@Override
	public void cancel() {
		this.done = true;
		this.demand = false;
		this.cancelled = true;
		cancelUpstream();
	}

	private void cancelUpstream() {
		if (this.upstream != null) {
			this.upstream.cancel();
		}
	}

	/**
	 * The operator.
	 */
	static final class Chunks extends FluxOperator<QueuedFrames, Chunk> {

		private final Function<CoreSubscriber<? super Chunk>, ChunkSubscriber> subscribers;

		Chunks(Flux<QueuedFrames> source, Function<CoreSubscriber<? super Chunk>, ChunkSubscriber> subscribers) {
			super(source);
			this.subscribers = subscribers;
		}

		@Override
		public void subscribe(CoreSubscriber<? super Chunk> actual) {
			this.source.subscribe(this.subscribers.apply(actual));
		}

	}

}
