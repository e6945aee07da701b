package io.github.metricstcp.internal.stream;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.github.metricstcp.IngressCounts;
import io.micrometer.core.instrument.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Sinks;

/**
 * The stream from the meters to the clients. Application threads record into an
 * {@link Ingress}; an event loop, lent by the server, polls it in turns, keeps what has
 * been published of each series, encodes each event once and fans blocks of them out to
 * the {@link ClientStream clients}.
 * <p>
 * All of that is confined to the event loop, and needs no locks, while a client is
 * connected. While none is, registering and removing series, which is all that happens,
 * is guarded by a lock; a position in the ingress orders the two worlds.
 *
 * @since 0.1.0
 */
public final class EventStream {

	private static final Logger logger = LoggerFactory.getLogger(EventStream.class);

	/**
	 * The largest frame that is sent, in bytes, as a guard for clients: 1 MiB.
	 */
	public static final int MAX_FRAME_LENGTH = 1024 * 1024;

	/**
	 * The buffer size that lifts the limit.
	 */
	public static final int UNLIMITED = -1;

	/**
	 * The largest buffer size that is a limit: 2^24, for which the ingress alone takes
	 * 128 MiB, and twice as much on a heap of 32 GB or more, where references are not
	 * compressed.
	 */
	public static final int MAX_BUFFER_SIZE = 1 << 24;

	/**
	 * How many full blocks make a turn, after which the event loop does its I/O.
	 */
	private static final int BLOCKS_A_TURN = 16;

	/**
	 * How often a turn may find nothing, after a short pause each time, before the event
	 * loop sleeps: waking it costs the thread that records far more than an event.
	 */
	private static final int EMPTY_TURNS = 6;

	private static final long PAUSE_NANOS = 20_000;

	/**
	 * How often the end of the stream waits for a thread that is about to record.
	 */
	private static final int LAST_PAUSES = 500;

	/**
	 * After how many events their room in the ingress is given back: each time costs
	 * those who record a cache miss.
	 */
	private static final int RELEASE_EVERY = 128;

	/**
	 * How many silent adders are read in a turn.
	 */
	private static final int SWEEP_A_TURN = 4096;

	private static final long[] SWEEPS_AFTER_MILLIS = { 1000, 10_000 };

	private static final ClientStream[] NO_CLIENTS = new ClientStream[0];

	final SeriesTable table = new SeriesTable();

	final DeliveryTotals totals = new DeliveryTotals();

	/**
	 * What a chunk is gathered into, for one client at a time.
	 */
	final FrameWriter gathered = new FrameWriter(64 * 1024);

	/**
	 * Whether clients are told values, and not only sent events.
	 */
	final boolean snapshot;

	private final EventClock clock;

	private final Ingress ingress;

	private final Queue<CounterSeries> flagged = new ConcurrentLinkedQueue<>();

	private final Queue<Change> changes = new ConcurrentLinkedQueue<>();

	private final Object ownership = new Object();

	/**
	 * Whether {@link #table} belongs to the event loop. Guarded by {@link #ownership}.
	 */
	private boolean owned;

	private final AtomicLong accepted = new AtomicLong();

	private volatile Listener listener = new Listener() {
	};

	private volatile @Nullable ScheduledExecutorService eventLoop;

	// What follows is confined to the event loop

	private final Block block = new Block();

	private Sinks.Many<Block> fan = newFan();

	private ClientStream[] clients = NO_CLIENTS;

	private int largestFrame = 128;

	private boolean turning;

	private boolean completed;

	private int emptyTurns;

	/**
	 * Whether a removed series has ever been let go of before all were told of it.
	 */
	private boolean abandoned;

	/**
	 * Where reading the silent adders goes on; beyond the end if there is nothing to do.
	 */
	private int sweep = Integer.MAX_VALUE;

	private List<Future<?>> sweeps = List.of();

	/**
	 * Creates a stream that nobody listens to yet.
	 * @param bufferSize how many events wait in the ingress, and for each client, at the
	 * most; {@link #UNLIMITED} for no limit
	 * @param snapshot whether clients are told the values of what there is when they
	 * connect, and of what they have lost; otherwise they are sent events and metadata
	 * alone
	 * @param clock the clock that events are stamped with
	 */
	public EventStream(int bufferSize, boolean snapshot, Clock clock) {
		this.snapshot = snapshot;
		this.clock = new EventClock(clock);
		this.ingress = new Ingress((bufferSize == UNLIMITED) ? Ingress.UNLIMITED : bufferSize, this.clock,
				this.flagged::add);
	}

	/**
	 * Registers a counter. Returns at once: no I/O, at most a short lock.
	 * @param descriptor its name, labels and metadata
	 */
	public CounterSeries counter(Descriptor descriptor) {
		return register(new CounterSeries(this.ingress, descriptor));
	}

	/**
	 * Registers a distribution of samples.
	 * @param descriptor its name, labels and metadata
	 */
	public SampleSeries samples(Descriptor descriptor) {
		return register(new SampleSeries(this.ingress, descriptor));
	}

	/**
	 * Registers a value that is polled.
	 * @param type {@link MetricType#COUNTER} or {@link MetricType#GAUGE}
	 * @param descriptor its name, labels and metadata
	 */
	public PolledSeries polled(MetricType type, Descriptor descriptor) {
		return register(new PolledSeries(this.ingress, descriptor, type));
	}

	private <S extends Series> S register(S series) {
		if (isTooLarge(series)) {
			logger.warn("Meter '{}' is not streamed: with its tags and description it takes more than {} bytes",
					series.descriptor, MAX_FRAME_LENGTH);
			series.removed = true;
			return series;
		}
		change(series, true);
		return series;
	}

	private static boolean isTooLarge(Series series) {
		return series.largestFrame() > MAX_FRAME_LENGTH || (series.descriptor.largestMetadata() > MAX_FRAME_LENGTH
				&& Family.metadata(series).length > MAX_FRAME_LENGTH);
	}

	/**
	 * Removes a series: a position in the stream. What was recorded before is sent, what
	 * its retired object records later is not.
	 * @param series a series of this stream
	 */
	public void remove(Series series) {
		if (!series.removed) {
			series.removed = true;
			change(series, false);
		}
	}

	private void change(Series series, boolean added) {
		synchronized (this.ownership) {
			if (this.owned) {
				this.changes.add(new Change(this.ingress.position(), series, added));
			}
			else {
				apply(series, added);
			}
		}
		this.ingress.wake();
	}

	/**
	 * Sets who is told when the first client connects and when the last one leaves.
	 */
	public void listener(Listener listener) {
		this.listener = listener;
	}

	/**
	 * Whether a client is connected.
	 */
	public boolean isListening() {
		return this.ingress.listening;
	}

	/**
	 * Returns what became of the events recorded while a client was connected.
	 */
	public IngressCounts counts() {
		return new IngressCounts(this.accepted.get(), this.ingress.coalescedCount(), this.ingress.droppedCount());
	}

	/**
	 * Returns what became of the events on their way to clients.
	 */
	public DeliveryTotals deliveries() {
		return this.totals;
	}

	/**
	 * Returns how many events wait in the ingress.
	 */
	int backlog() {
		return this.ingress.size();
	}

	/**
	 * Returns the buffer size as given: {@link #UNLIMITED} for no limit.
	 */
	public int bufferSize() {
		return (this.ingress.limit() == Ingress.UNLIMITED) ? UNLIMITED : this.ingress.limit();
	}

	/**
	 * Lends an event loop to the stream, so that clients can connect. All methods from
	 * here on are called on it.
	 * @param eventLoop a single thread
	 * @throws IllegalStateException if another one has been lent already
	 */
	public void open(ScheduledExecutorService eventLoop) {
		if (this.eventLoop != null) {
			throw new IllegalStateException("Another exporter streams this registry already");
		}
		this.eventLoop = eventLoop;
		this.fan = newFan();
		this.completed = false;
		// A turn that the last event loop never came to is gone with it
		this.turning = false;
		this.ingress.onWakeUp(() -> eventLoop.execute(this::wakeUp));
	}

	/**
	 * Connects a client: it will be told the metadata and, with snapshots, the value of
	 * everything there is, then sent what is recorded from now on.
	 */
	public ClientStream connect() {
		boolean first = (this.clients.length == 0);
		if (first) {
			begin();
		}
		ClientStream client = new ClientStream(this, this.fan.asFlux(), this.ingress.limit());
		client.tellAll(this.table.families(), this.table.published.known());
		this.clients = Arrays.copyOf(this.clients, this.clients.length + 1);
		this.clients[this.clients.length - 1] = client;
		if (first) {
			this.ingress.listening = true;
			this.listener.started(loop());
			sweep();
			this.sweeps = Arrays.stream(SWEEPS_AFTER_MILLIS).mapToObj(this::sweepLater).toList();
		}
		return client;
	}

	/**
	 * Reads the adders again for a thread that found nobody listening and was held up
	 * before it added.
	 */
	private Future<?> sweepLater(long millis) {
		return loop().schedule(() -> {
			if (this.ingress.listening) {
				sweep();
			}
		}, millis, TimeUnit.MILLISECONDS);
	}

	private void begin() {
		synchronized (this.ownership) {
			this.owned = true;
		}
		this.clock.anchor();
		settle();
		this.table.forEach((series) -> {
			if (series.isPolled()) {
				this.table.published.value(series.index, Double.NaN);
			}
			else {
				series.absorb(this.table.published);
			}
		});
	}

	void disconnected(ClientStream client) {
		this.clients = Arrays.stream(this.clients).filter((other) -> other != client).toArray(ClientStream[]::new);
		release(this.table.leaving());
		if (this.clients.length == 0) {
			this.ingress.listening = false;
			this.sweeps.forEach((sweep) -> sweep.cancel(false));
			this.listener.stopped();
			later(this::end);
		}
	}

	/**
	 * Gives the table back, if nobody has connected meanwhile.
	 */
	private void end() {
		if (this.clients.length > 0 || !isOwned()) {
			return;
		}
		this.ingress.awake();
		settle();
		synchronized (this.ownership) {
			applyChanges(Long.MAX_VALUE);
			this.owned = false;
		}
	}

	private boolean isOwned() {
		synchronized (this.ownership) {
			return this.owned;
		}
	}

	/**
	 * Takes what is left in the ingress into the published state, for nobody to see.
	 */
	private void settle() {
		while (fill()) {
			this.block.clear();
		}
		this.block.clear();
		for (CounterSeries series = this.flagged.poll(); series != null; series = this.flagged.poll()) {
			series.lowerFlag();
		}
	}

	/**
	 * Ends the stream for all clients, once they have been sent all that was recorded
	 * until now.
	 */
	public void complete() {
		if (this.completed) {
			return;
		}
		this.completed = true;
		this.ingress.listening = false;
		if (this.clients.length > 0) {
			sweep();
			boolean more = true;
			while (more) {
				more = work();
			}
			// For what stands behind an event that a thread was held up over
			for (int i = 0; !this.ingress.isEmpty() && i < LAST_PAUSES; i++) {
				LockSupport.parkNanos(PAUSE_NANOS);
				work();
			}
		}
		this.fan.tryEmitComplete();
	}

	/**
	 * Takes leave of the event loop, and of clients that are still connected.
	 */
	public void close() {
		for (ClientStream client : this.clients) {
			client.disconnect();
		}
		end();
		this.ingress.onWakeUp(() -> {
		});
		this.eventLoop = null;
	}

	/**
	 * Begins to read all silent adders, for increments that a thread recorded as if
	 * nobody listened while the first client connected.
	 */
	public void sweep() {
		this.clock.anchor();
		this.sweep = 0;
		beginTurns();
	}

	private ScheduledExecutorService loop() {
		return Objects.requireNonNull(this.eventLoop);
	}

	/**
	 * Runs a task after the event loop has done what I/O there is. Scheduled, because a
	 * plain task that puts itself back is run before any I/O.
	 */
	@SuppressWarnings("FutureReturnValueIgnored") // the task itself says what went wrong
	void later(Runnable task) {
		loop().schedule(() -> {
			try {
				task.run();
			}
			catch (Throwable ex) {
				logger.error("The metrics stream failed", ex);
			}
		}, 0, TimeUnit.NANOSECONDS);
	}

	int largestFrame() {
		return this.largestFrame;
	}

	private void beginTurns() {
		this.ingress.awake();
		if (!this.turning) {
			this.turning = true;
			turnLater();
		}
	}

	private void turnLater() {
		try {
			later(this::turn);
		}
		catch (Throwable ex) {
			// Out of memory: whoever records next has another go
			this.turning = false;
			this.ingress.sleep();
			throw ex;
		}
	}

	private void wakeUp() {
		if (!this.turning) {
			this.turning = true;
			turn();
		}
	}

	private void turn() {
		if (this.clients.length == 0) {
			this.turning = false;
			return;
		}
		boolean worked = true;
		try {
			worked = work();
		}
		catch (Throwable ex) {
			recover(ex);
		}
		if (worked || goesOnLater()) {
			this.emptyTurns = 0;
		}
		else if (++this.emptyTurns <= EMPTY_TURNS) {
			LockSupport.parkNanos(PAUSE_NANOS);
		}
		else {
			this.emptyTurns = 0;
			this.ingress.sleep();
			if (isIdle() || !this.ingress.awake()) {
				this.turning = false;
				return;
			}
		}
		turnLater();
	}

	/**
	 * Whether a client waits for nothing but its next turn: a pause would only hold it
	 * up.
	 */
	private boolean goesOnLater() {
		for (ClientStream client : this.clients) {
			if (client.goesOnLater()) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Goes on without the events that could not be streamed: with snapshots all clients
	 * are told all values anew, whatever they were.
	 */
	private void recover(Throwable failure) {
		try {
			logger.error("Failed to stream some events; {}", this.snapshot ? "all clients are told all values anew"
					: "they count as dropped, as there are no snapshots", failure);
			// Who has taken the block as it is gets it
			gather();
			for (ClientStream client : this.clients) {
				client.lose(this.block);
				this.table.forEach(client::tell);
			}
			this.block.clear();
			gather();
		}
		catch (Throwable ex) {
			logger.error("Failed to recover", ex);
		}
	}

	private boolean isIdle() {
		return this.ingress.isEmpty() && this.changes.isEmpty() && this.flagged.isEmpty();
	}

	/**
	 * Does one turn's work.
	 * @return whether there was any
	 */
	private boolean work() {
		boolean worked = false;
		boolean full = true;
		for (int i = 0; full && i < BLOCKS_A_TURN; i++) {
			full = fill();
			worked |= !this.block.isEmpty();
			flush();
		}
		if (!full) {
			worked |= applyChanges(this.ingress.polled());
		}
		worked |= absorbFlagged();
		worked |= sweepOn();
		flush();
		return worked;
	}

	/**
	 * Fills the block from the ingress.
	 * @return whether it is full: there may be more
	 */
	private boolean fill() {
		long before = this.accepted.getPlain();
		long taken = 0;
		try {
			for (int polled = 1; !this.block.isFull(); polled++) {
				RecordedEvent event = this.ingress.poll();
				if (event == null) {
					return false;
				}
				// Looked at after the poll: the event may be the first of a series just
				// added
				if (!this.changes.isEmpty()) {
					applyChanges(this.ingress.polled() - 1);
				}
				Series series = event.series;
				if (!series.retired) {
					taken++;
					encode(series, series.publish(this.table.published, event.value),
							this.clock.epochNanos(event.monotonicTime));
				}
				if (polled % RELEASE_EVERY == 0) {
					this.ingress.release();
				}
			}
			return true;
		}
		finally {
			this.accepted.lazySet(before + taken);
			this.ingress.release();
		}
	}

	private void encode(Series series, long bits, long epochNanos) {
		int before = this.block.writer.length();
		series.template.write(this.block.writer, this.table.published.timestamp(series.index, epochNanos), bits);
		this.block.end(series);
		this.largestFrame = Math.max(this.largestFrame, this.block.writer.length() - before);
	}

	private void flush() {
		if (this.block.isEmpty()) {
			return;
		}
		this.fan.tryEmitNext(this.block);
		gather();
		this.block.clear();
	}

	private void gather() {
		for (ClientStream client : this.clients) {
			client.gather();
		}
	}

	private boolean absorbFlagged() {
		boolean any = false;
		for (CounterSeries series = this.flagged.poll(); series != null; series = this.flagged.poll()) {
			any = true;
			series.lowerFlag();
			absorb(series);
		}
		return any;
	}

	private void absorb(Series series) {
		// Before anything is published: a client is told values when a block is flushed,
		// and would be sent the increment besides
		if (this.block.isFull()) {
			flush();
		}
		if (series.index == Series.UNREGISTERED || series.retired) {
			return;
		}
		long increment = series.absorb(this.table.published);
		if (increment > 0) {
			encode(series, increment, this.clock.epochNanos());
		}
	}

	private boolean sweepOn() {
		int end = (int) Math.min(this.table.size(), (long) this.sweep + SWEEP_A_TURN);
		boolean any = (this.sweep < end);
		for (; this.sweep < end; this.sweep++) {
			Series series = this.table.find(this.sweep);
			if (series != null) {
				absorb(series);
			}
		}
		return any;
	}

	/**
	 * Applies the changes up to a position, behind all events before it.
	 */
	private boolean applyChanges(long position) {
		boolean any = false;
		for (Change next = this.changes.peek(); next != null && next.position <= position; next = this.changes.peek()) {
			if (!any) {
				any = true;
				flush();
			}
			this.changes.remove();
			apply(next.series, next.added);
		}
		if (any) {
			gather();
		}
		return any;
	}

	private void apply(Series series, boolean added) {
		if (added) {
			add(series);
		}
		else {
			retire(series);
		}
	}

	private void retire(Series series) {
		boolean owed = false;
		if (this.clients.length > 0) {
			absorb(series);
			flush();
		}
		for (ClientStream client : this.clients) {
			owed |= client.retire(series);
		}
		if (!owed) {
			forget(series);
			return;
		}
		this.table.leave(series);
		// Bounded as events are: else a client that stalls keeps all meters that come and
		// go
		Series surplus = this.table.surplus(this.ingress.limit());
		if (surplus != null) {
			abandon(surplus);
		}
	}

	private void abandon(Series surplus) {
		if (!this.abandoned) {
			this.abandoned = true;
			logger.warn("More than {} removed meters wait for a client that lags to be told their last values "
					+ "(metrics-tcp.buffer-size). It is not told those of the eldest, '{}' first. This is logged once.",
					this.ingress.limit(), surplus.descriptor);
		}
		surplus.abandoned = true;
		forget(surplus);
	}

	private void add(Series series) {
		Series predecessor = this.table.predecessor(series);
		if (predecessor != null && predecessor.isPolled()) {
			// Told late, its last value would stand for the new one's
			forget(predecessor);
		}
		Family succeeded = this.table.succeeded(series);
		Family founded = this.table.add(series);
		for (ClientStream client : this.clients) {
			if (succeeded != null) {
				// Told later than the new one's, its metadata would stay
				client.forget(succeeded);
			}
			if (founded != null) {
				client.tell(founded);
			}
			client.tell(series);
		}
		if (succeeded != null) {
			this.table.succeed(succeeded, Objects.requireNonNull(founded));
		}
		if (this.clients.length > 0) {
			// For increments that found no room in the ingress, or nobody listening
			absorb(series);
			flush();
		}
	}

	private void forget(Series series) {
		for (ClientStream client : this.clients) {
			client.forget(series);
		}
		Family dissolved = this.table.remove(series);
		if (dissolved != null) {
			for (ClientStream client : this.clients) {
				client.forget(dissolved);
			}
		}
	}

	/**
	 * Lets go of series that were removed and whose last value everybody has been told.
	 */
	private void release(List<Series> leaving) {
		for (Series series : leaving) {
			if (Arrays.stream(this.clients).noneMatch((client) -> client.owes(series))) {
				forget(series);
			}
		}
	}

	/**
	 * Learns that a client has been told the metadata of a family.
	 */
	void told(Family family) {
		release(this.table.leaving(family));
	}

	boolean isKnown(Series series) {
		return this.table.published.known().get(series.index);
	}

	/**
	 * Writes the published value of a series, for one client.
	 */
	void tell(Series series, FrameWriter writer) {
		Operation telling = Objects.requireNonNull(series.telling());
		writer.metric(series.name, series.labels, this.table.published.timestamp(series.index, this.clock.epochNanos()),
				telling, series.told(this.table.published));
		if (series.retired) {
			release(List.of(series));
		}
	}

	private static Sinks.Many<Block> newFan() {
		return Sinks.unsafe().many().multicast().directBestEffort();
	}

	/**
	 * What wants to know whether anybody listens. Called on the event loop.
	 */
	public interface Listener {

		/**
		 * Called when the first client has connected.
		 * @param eventLoop what runs tasks on the event loop
		 */
		default void started(ScheduledExecutorService eventLoop) {
		}

		/**
		 * Called when the last client has left.
		 */
		default void stopped() {
		}

	}

	private record Change(long position, Series series, boolean added) {
	}

}
