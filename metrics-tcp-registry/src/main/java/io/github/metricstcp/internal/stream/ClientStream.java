package io.github.metricstcp.internal.stream;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

import io.github.metricstcp.ClientCounts;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;

/**
 * One client's share of the stream, cut into chunks for its connection. Confined to the
 * event loop.
 * <p>
 * A client that keeps up gets each {@link Block} as it is. One that lags gets its events
 * one by one through an {@code onBackpressureBuffer} that drops the oldest. Metadata and
 * values wait in a {@link SnapshotBacklog} and not in that buffer, and are encoded when
 * they are written, so that they take no event's place. A counter or gauge one of whose
 * frames was dropped is put into that backlog again: its live events are left out from
 * then on, until its value has been sent. Without snapshots no value is ever in the
 * backlog, and what is dropped is lost.
 *
 * @since 0.1.0
 */
public final class ClientStream {

	private static final Logger logger = LoggerFactory.getLogger(ClientStream.class);

	private final boolean snapshot;

	private final SeriesTable table;

	private final ChunkWriter writer;

	private final Owner owner;

	private final DeliveryCounter counter;

	private final SnapshotBacklog backlog = new SnapshotBacklog();

	private final Flux<Chunk> chunks;

	private @Nullable ChunkSubscriber subscriber;

	private boolean disconnected;

	/**
	 * The number of the last block that was offered.
	 */
	private long admitted;

	/**
	 * Creates a client's share.
	 * @param blocks the events
	 * @param limit how many of them wait at the most
	 * @param snapshot whether the client is sent values, and not only events
	 * @param table the series and their values
	 * @param writer the buffer that chunks are made in
	 * @param owner the client's side of the fan-out
	 */
	ClientStream(Flux<Block> blocks, int limit, boolean snapshot, SeriesTable table, ChunkWriter writer, Owner owner) {
		this.snapshot = snapshot;
		this.table = table;
		this.writer = writer;
		this.owner = owner;
		this.counter = new DeliveryCounter(owner.totals());
		Flux<QueuedFrames> buffered = blocks.concatMapIterable(this::admit, Integer.MAX_VALUE)
			.onBackpressureBuffer(limit, this::onDropped, BufferOverflowStrategy.DROP_OLDEST);
		this.chunks = new ChunkSubscriber.Chunks(buffered, this::subscriber);
	}

	private ChunkSubscriber subscriber(CoreSubscriber<? super Chunk> actual) {
		ChunkSubscriber subscriber = new ChunkSubscriber(actual, this.backlog, this.counter, this.writer,
				this.owner::written, this.owner::later);
		if (this.disconnected) {
			subscriber.cancel();
		}
		this.subscriber = subscriber;
		return subscriber;
	}

	/**
	 * Returns the chunks to be written to the client, for one subscriber, on the event
	 * loop. It asks for one chunk when the last one has been written: that is when its
	 * events count as sent.
	 * @return the chunks; completes when the stream ends and all of it was handed over
	 */
	public Flux<Chunk> chunks() {
		return this.chunks;
	}

	/**
	 * Returns what has become of this client's events so far. Called on the event loop.
	 * @return the counts, read at one position of the stream
	 */
	public ClientCounts deliveries() {
		return this.counter.counts(this.backlog.waiting());
	}

	/**
	 * Ends this client's share. Called on the event loop, any number of times.
	 */
	public void disconnect() {
		if (!this.disconnected) {
			this.disconnected = true;
			if (this.subscriber != null) {
				this.subscriber.cancel();
			}
			this.owner.disconnected(this);
		}
	}

	private Iterable<QueuedFrames> admit(Block block) {
		this.counter.offered(block.events());
		this.admitted = block.number();
		ChunkSubscriber subscriber = this.subscriber;
		if (subscriber != null) {
			subscriber.expect(block.largestFrame());
			if (subscriber.hasDemand() && this.backlog.waiting() == 0 && this.backlog.isEmpty()) {
				this.backlog.enqueued(1);
				return block.whole();
			}
		}
		List<QueuedFrames> frames;
		try {
			frames = this.backlog.hasDirty() ? withoutDirty(block.frames()) : block.frames();
		}
		catch (Throwable ex) {
			// Out of memory. Thrown, it would end this client's stream and nobody knew
			lost(block);
			this.table.forEach(this::addValue);
			logger.error("A client lost {} events of the metrics stream", block.events(), ex);
			return List.of();
		}
		this.backlog.enqueued(frames.size());
		return frames;
	}

	private List<QueuedFrames> withoutDirty(List<QueuedFrames> frames) {
		List<QueuedFrames> clean = new ArrayList<>(frames.size());
		for (QueuedFrames frame : frames) {
			if (!isDirty(((Frame) frame).series)) {
				clean.add(frame);
			}
		}
		this.counter.coalesced(frames.size() - clean.size());
		return clean;
	}

	private void onDropped(QueuedFrames oldest) {
		this.backlog.dequeued();
		Series series = ((Frame) oldest).series;
		if (series.snapshotOperation() == null || !this.snapshot || series.evicted) {
			this.counter.dropped(1);
			return;
		}
		this.counter.coalesced(1);
		// Of a series that is gone for good no value is sent any more
		if (series.index != Series.UNREGISTERED) {
			this.backlog.addDropped(series.index);
		}
	}

	private boolean isDirty(Series series) {
		return series.index != Series.UNREGISTERED && this.backlog.isDirty(series.index);
	}

	/**
	 * Accounts for a block that failed, on its way to this client or before.
	 */
	void lose(Block block) {
		if (this.admitted != block.number()) {
			this.counter.offered(block.events());
			lost(block);
		}
	}

	private void lost(Block block) {
		int samples = block.samples();
		int others = block.events() - samples;
		this.counter.dropped(this.snapshot ? samples : block.events());
		this.counter.coalesced(this.snapshot ? others : 0);
	}

	/**
	 * Sees to it that this client, to which nothing has been offered yet, is sent all
	 * that there is.
	 */
	void addAll(BitSet families, BitSet series) {
		this.backlog.addFamilies(families);
		if (this.snapshot) {
			this.backlog.addReady(series);
		}
	}

	/**
	 * Sees to it that this client is sent the metadata of a family.
	 */
	void addFamily(Family family) {
		this.backlog.addFamily(family.index);
	}

	/**
	 * Forgets a family that is emptied, or replaced by another one.
	 */
	void removeFamily(Family family) {
		this.backlog.removeFamily(family.index);
	}

	/**
	 * Sees to it that this client is sent the value of a series, after what waits now.
	 */
	void addValue(Series series) {
		if (this.snapshot && this.table.isKnown(series) && !isDirty(series)) {
			this.backlog.add(series.index);
		}
	}

	/**
	 * Prepares for the removal of a series.
	 * @return whether this client still has to be sent its last value
	 */
	boolean retire(Series series) {
		if (this.backlog.waiting() > 0) {
			// Some of it may wait, and be dropped
			addValue(series);
		}
		return needsLastValue(series);
	}

	/**
	 * Whether this client still has to be sent the value of a series, or its metadata for
	 * events that wait.
	 */
	boolean needsLastValue(Series series) {
		return isDirty(series) || needsMetadata(series);
	}

	/**
	 * Whether events may wait for this client that must follow the metadata of a series,
	 * which it has not been sent.
	 */
	boolean needsMetadata(Series series) {
		return this.backlog.waiting() > 0 && this.backlog.hasFamily(this.table.familyOf(series).index);
	}

	/**
	 * Forgets a series, sent or not.
	 */
	void remove(Series series) {
		this.backlog.remove(series.index);
	}

	/**
	 * Hands over what there is, if the last chunk was written.
	 */
	void offerChunks() {
		if (this.subscriber != null) {
			this.subscriber.offerChunks();
		}
	}

	/**
	 * Whether there is more for this client, which can take it, than it was given.
	 */
	boolean isContinuationScheduled() {
		return this.subscriber != null && this.subscriber.isContinuationScheduled();
	}

	/**
	 * The side of the fan-out that a client sees. Called on the event loop.
	 */
	interface Owner {

		/**
		 * Returns the counts of all clients.
		 */
		DeliveryTotals totals();

		/**
		 * Called when a chunk has been made, before it is handed to the connection.
		 */
		void written(Chunk chunk);

		/**
		 * Runs a task after the event loop has done what I/O there is.
		 */
		void later(Runnable task);

		/**
		 * Called once, when a client's share has ended.
		 */
		void disconnected(ClientStream client);

	}

}
