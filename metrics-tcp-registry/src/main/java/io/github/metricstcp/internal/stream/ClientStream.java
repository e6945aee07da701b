package io.github.metricstcp.internal.stream;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

import io.github.metricstcp.ClientCounts;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;

/**
 * One client's share of the stream, cut into chunks for its connection. Confined to the
 * event loop.
 * <p>
 * A client that keeps up gets each {@link Block} as it is. One that lags gets its events
 * one by one through an {@code onBackpressureBuffer} that drops the oldest. What it must
 * be told besides, metadata and values, waits as bits in sets and not in that buffer, and
 * is encoded when it is written, so that it takes no event's place. A counter or gauge
 * one of whose frames was dropped is put in these sets again: its live events are
 * absorbed from then on, until its value has been told. Without snapshots no value is
 * ever to be told, and what is dropped is lost.
 *
 * @since 0.1.0
 */
public final class ClientStream {

	private static final Logger logger = LoggerFactory.getLogger(ClientStream.class);

	/**
	 * How many bytes of a write are kept for values while events still wait.
	 */
	private static final int VALUES_WHILE_LAGGING = 8 * 1024;

	/**
	 * How many chunks are written before the event loop may turn to other clients.
	 */
	private static final int CHUNKS_IN_A_ROW = 16;

	/**
	 * How many chunks of events one of values counts as: it is encoded for this client
	 * alone, each value from another place of the memory, where events are encoded once
	 * for all clients.
	 */
	private static final int VALUE_CHUNK_WEIGHT = 8;

	private final EventStream stream;

	private final Flux<Chunk> chunks;

	/**
	 * Families whose metadata this client has not been told. Written before any event.
	 */
	private final PendingSet families = new PendingSet();

	/**
	 * Series whose value can be told now: none of their events waits in the buffer.
	 */
	private final PendingSet ripe = new PendingSet();

	/**
	 * Series whose value can be told once all that was in the buffer when this set was
	 * closed has left it.
	 */
	private final PendingSet closed = new PendingSet();

	/**
	 * Series that were hit since.
	 */
	private final PendingSet fresh = new PendingSet();

	private long pushed;

	private long left;

	private long closedAt;

	private boolean demand;

	private boolean gathering;

	/**
	 * Whether the event loop will gather again for this client, which can take more than
	 * it was given in a row. Until then each block that comes is followed by one chunk:
	 * no more is needed to keep pace, and more would delay the others.
	 */
	private boolean goesOnLater;

	private boolean drained;

	private boolean disconnected;

	private int eventsInFlight;

	private int bytesInFlight;

	/**
	 * The number of the last block that was offered.
	 */
	private long admitted;

	private long offered;

	private long sent;

	private long coalesced;

	private long dropped;

	private long bytesSent;

	private @Nullable Gatherer gatherer;

	ClientStream(EventStream stream, Flux<Block> fan, int limit) {
		this.stream = stream;
		Flux<QueuedFrames> admitted = fan.concatMapIterable(this::admit, Integer.MAX_VALUE);
		this.chunks = new Chunks(
				admitted.onBackpressureBuffer(limit, this::onDropped, BufferOverflowStrategy.DROP_OLDEST));
	}

	/**
	 * Returns what is to be written to the client, for one subscriber, on the event loop.
	 * It asks for one chunk when the last one has been written: that is when its events
	 * count as sent. Completes when the stream ends and all of it was handed over.
	 */
	public Flux<Chunk> chunks() {
		return this.chunks;
	}

	/**
	 * Returns what has become of this client's events so far. Called on the event loop.
	 */
	public ClientCounts deliveries() {
		return new ClientCounts(this.offered, this.sent, this.coalesced, this.dropped, waiting() + this.eventsInFlight,
				this.bytesSent);
	}

	/**
	 * Ends this client's share. Called on the event loop, any number of times.
	 */
	public void disconnect() {
		if (!this.disconnected) {
			this.disconnected = true;
			if (this.gatherer != null) {
				this.gatherer.cancel();
			}
			this.stream.disconnected(this);
		}
	}

	private long waiting() {
		return this.pushed - this.left;
	}

	private Iterable<QueuedFrames> admit(Block block) {
		this.offered += block.events();
		this.admitted = block.number();
		if (this.demand && waiting() == 0 && !hasToTell()) {
			this.pushed++;
			return block.whole();
		}
		List<QueuedFrames> frames;
		try {
			frames = hasDirty() ? absorbDirty(block.frames()) : block.frames();
		}
		catch (Throwable ex) {
			// Out of memory. Thrown, it would end this client's stream and nobody knew
			lost(block);
			this.stream.table.forEach(this::tell);
			logger.error("A client lost {} events of the metrics stream", block.events(), ex);
			return List.of();
		}
		this.pushed += frames.size();
		return frames;
	}

	private List<QueuedFrames> absorbDirty(List<QueuedFrames> frames) {
		List<QueuedFrames> clean = new ArrayList<>(frames.size());
		for (QueuedFrames frame : frames) {
			if (!isDirty(((Frame) frame).series)) {
				clean.add(frame);
			}
		}
		coalesced(frames.size() - clean.size());
		return clean;
	}

	/**
	 * Learns that a block failed, on its way to this client or before.
	 */
	void lose(Block block) {
		if (this.admitted != block.number()) {
			this.offered += block.events();
			lost(block);
		}
	}

	private void lost(Block block) {
		int samples = block.samples();
		int others = block.events() - samples;
		dropped(this.stream.snapshot ? samples : block.events());
		coalesced(this.stream.snapshot ? others : 0);
	}

	private void onDropped(QueuedFrames oldest) {
		this.left++;
		Series series = ((Frame) oldest).series;
		if (series.telling() == null || !this.stream.snapshot || series.abandoned) {
			dropped(1);
			return;
		}
		coalesced(1);
		// Of a series that is gone for good nothing is to be told any more
		if (series.index != Series.UNREGISTERED && !isDirty(series)) {
			this.fresh.add(series.index);
		}
	}

	private void dropped(int events) {
		this.dropped += events;
		this.stream.totals.dropped(events);
	}

	private void coalesced(int events) {
		this.coalesced += events;
		this.stream.totals.coalesced(events);
	}

	private boolean isDirty(Series series) {
		int index = series.index;
		return index != Series.UNREGISTERED
				&& (this.ripe.contains(index) || this.closed.contains(index) || this.fresh.contains(index));
	}

	private boolean hasDirty() {
		return !this.ripe.isEmpty() || !this.closed.isEmpty() || !this.fresh.isEmpty();
	}

	private boolean hasToTell() {
		return !this.families.isEmpty() || hasDirty();
	}

	/**
	 * Sees to it that this client, to which nothing has been offered yet, is told of all
	 * that there is.
	 */
	void tellAll(BitSet families, BitSet series) {
		this.families.addAll(families);
		if (this.stream.snapshot) {
			this.ripe.addAll(series);
		}
	}

	/**
	 * Sees to it that this client is told of a family.
	 */
	void tell(Family family) {
		this.families.add(family.index);
	}

	/**
	 * Forgets a family that has lost its last member.
	 */
	void forget(Family family) {
		this.families.remove(family.index);
	}

	/**
	 * Sees to it that this client is told the value of a series, after what waits now.
	 */
	void tell(Series series) {
		if (this.stream.snapshot && this.stream.isKnown(series) && !isDirty(series)) {
			if (waiting() == 0) {
				// All that were hit before, so that none of them comes after this one
				ripenAll();
				this.ripe.add(series.index);
			}
			else {
				this.fresh.add(series.index);
			}
		}
	}

	/**
	 * Learns that a series is being removed.
	 * @return whether this client still has to be told its last value
	 */
	boolean retire(Series series) {
		if (waiting() > 0) {
			// Some of it may wait, and be dropped
			tell(series);
		}
		return owes(series);
	}

	/**
	 * Whether this client still has to be told the metadata or the value of a series.
	 */
	boolean owes(Series series) {
		return isDirty(series) || (waiting() > 0 && this.families.contains(SeriesTable.familyOf(series).index));
	}

	/**
	 * Forgets a series, told or not.
	 */
	void forget(Series series) {
		int index = series.index;
		if (!this.ripe.remove(index) && !this.closed.remove(index)) {
			this.fresh.remove(index);
		}
	}

	/**
	 * Hands over what there is, if the last chunk was written.
	 */
	void gather() {
		Gatherer target = this.gatherer;
		if (this.gathering || target == null) {
			return;
		}
		this.gathering = true;
		try {
			int most = this.goesOnLater ? 1 : CHUNKS_IN_A_ROW;
			int row = 0;
			while (this.demand && row < most) {
				Chunk chunk = nextChunk(target);
				if (chunk == null) {
					if (this.drained) {
						this.demand = false;
						target.complete();
					}
					return;
				}
				this.demand = false;
				this.eventsInFlight = chunk.events;
				this.bytesInFlight = chunk.length();
				row += (chunk.valueBytes > Block.FULL_BYTES / 2) ? VALUE_CHUNK_WEIGHT : 1;
				target.next(chunk);
			}
		}
		catch (Throwable ex) {
			// This client's alone: it can connect again and be told everything
			target.fail(ex);
		}
		finally {
			this.gathering = false;
		}
		if (this.demand && !this.goesOnLater) {
			goOnLater(target);
		}
	}

	private void goOnLater(Gatherer target) {
		try {
			this.stream.later(this::goOn);
			this.goesOnLater = true;
		}
		catch (Throwable ex) {
			// Out of memory. Nobody would go on
			target.fail(ex);
		}
	}

	/**
	 * Whether there is more for this client, which can take it, than it was given.
	 */
	boolean goesOnLater() {
		return this.goesOnLater;
	}

	private void goOn() {
		this.goesOnLater = false;
		gather();
	}

	private @Nullable Chunk nextChunk(Gatherer source) {
		FrameWriter writer = this.stream.gathered;
		writer.clear();
		while (!this.families.isEmpty() && writer.length() < Block.FULL_BYTES) {
			Family family = this.stream.table.family(this.families.take());
			writer.frame(family.metadata);
			this.stream.told(family);
		}
		int events = 0;
		int valueBytes = 0;
		if (this.families.isEmpty()) {
			events = source.pull(writer, hasDirty() ? Block.FULL_BYTES - VALUES_WHILE_LAGGING : Block.FULL_BYTES);
			Block whole = source.whole;
			if (whole != null) {
				source.whole = null;
				return new Chunk(whole.writer, whole.events(), 0);
			}
			ripen();
			int before = writer.length();
			tellValues(writer);
			valueBytes = writer.length() - before;
		}
		return (writer.length() > 0) ? new Chunk(writer, events, valueBytes) : null;
	}

	private void ripen() {
		if (waiting() == 0) {
			ripenAll();
		}
		else if (this.left >= this.closedAt) {
			this.ripe.takeAll(this.closed);
			this.closed.takeAll(this.fresh);
			this.closedAt = this.pushed;
		}
	}

	private void ripenAll() {
		this.ripe.takeAll(this.closed);
		this.ripe.takeAll(this.fresh);
	}

	private void tellValues(FrameWriter writer) {
		int full = (waiting() == 0) ? Block.FULL_BYTES
				: Math.min(Block.FULL_BYTES, writer.length() + VALUES_WHILE_LAGGING);
		// At least one, however large the events were
		for (boolean first = true; !this.ripe.isEmpty() && (first || writer.length() < full); first = false) {
			Series series = this.stream.table.get(this.ripe.take());
			if (!tellPredecessors(series, writer, full)) {
				this.ripe.add(series.index);
				return;
			}
			this.stream.tell(series, writer);
		}
	}

	/**
	 * Tells the last values of those that had the identity of a series before it. They
	 * are ripe if it is: whatever hit them came first.
	 * @return {@code false} if there is no room for the series itself
	 */
	private boolean tellPredecessors(Series series, FrameWriter writer, int full) {
		Series first = series;
		while (first.predecessor != null) {
			first = first.predecessor;
		}
		while (first != series) {
			// Once told, it may be gone
			Series next = Objects.requireNonNull(first.successor);
			if (this.ripe.remove(first.index)) {
				this.stream.tell(first, writer);
				if (writer.length() >= full) {
					return false;
				}
			}
			first = next;
		}
		return true;
	}

	private void onWritten() {
		this.sent += this.eventsInFlight;
		this.bytesSent += this.bytesInFlight;
		this.stream.totals.sent(this.eventsInFlight, this.bytesInFlight);
		this.eventsInFlight = 0;
		this.bytesInFlight = 0;
	}

	/**
	 * The last operator: it pulls frames out of the client's buffer when the connection
	 * can take them, and never asks for one while a write is in flight.
	 */
	private final class Chunks extends FluxOperator<QueuedFrames, Chunk> {

		Chunks(Flux<QueuedFrames> source) {
			super(source);
		}

		@Override
		public void subscribe(CoreSubscriber<? super Chunk> actual) {
			this.source.subscribe(new Gatherer(actual));
		}

	}

	private final class Gatherer implements CoreSubscriber<QueuedFrames>, Subscription {

		private final CoreSubscriber<? super Chunk> actual;

		@SuppressWarnings("NullAway.Init")
		private Subscription upstream;

		@SuppressWarnings("NullAway.Init")
		private FrameWriter writer;

		private @Nullable Block whole;

		private int events;

		private boolean done;

		Gatherer(CoreSubscriber<? super Chunk> actual) {
			this.actual = actual;
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.upstream = subscription;
			if (ClientStream.this.disconnected) {
				subscription.cancel();
			}
			else {
				ClientStream.this.gatherer = this;
			}
			this.actual.onSubscribe(this);
		}

		/**
		 * Pulls what waits, up to a chunk.
		 * @param full when the chunk is full, in bytes
		 * @return how many single events were written
		 */
		private int pull(FrameWriter target, int full) {
			this.writer = target;
			this.events = 0;
			while (waiting() > 0 && this.events < Block.MAX_EVENTS && target.length() < full) {
				long room = 1L + (full - target.length()) / ClientStream.this.stream.largestFrame();
				this.upstream.request(Math.min(Math.min(waiting(), Block.MAX_EVENTS - this.events), room));
			}
			return this.events;
		}

		@Override
		public void onNext(QueuedFrames frames) {
			ClientStream.this.left++;
			if (!(frames instanceof Frame frame)) {
				this.whole = (Block) frames;
			}
			else if (frame.series.abandoned) {
				// Its metadata may not have been told
				dropped(1);
			}
			else {
				this.writer.frame(frame.bytes);
				this.events++;
			}
		}

		private void next(Chunk chunk) {
			this.actual.onNext(chunk);
		}

		private void complete() {
			if (!this.done) {
				this.done = true;
				this.actual.onComplete();
			}
		}

		private void fail(Throwable failure) {
			ClientStream.this.demand = false;
			this.upstream.cancel();
			onError(failure);
		}

		@Override
		public void onComplete() {
			ClientStream.this.drained = true;
			gather();
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
			onWritten();
			ClientStream.this.demand = true;
			gather();
		}

		@Override
		public void cancel() {
			this.done = true;
			ClientStream.this.demand = false;
			ClientStream.this.gatherer = null;
			this.upstream.cancel();
		}

	}

}
