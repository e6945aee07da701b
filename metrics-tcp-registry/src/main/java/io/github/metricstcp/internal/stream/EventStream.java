package io.github.metricstcp.internal.stream;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

import io.github.metricstcp.DeliveryCounts;
import io.github.metricstcp.IngressCounts;
import io.micrometer.core.instrument.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stream from the meters to the clients. Application threads record into series; an
 * event loop, lent by the server, streams what they record to the {@link ClientStream
 * clients}, in turns.
 *
 * @since 0.1.0
 */
public final class EventStream {

	private static final Logger logger = LoggerFactory.getLogger(EventStream.class);

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

	private static final long[] SWEEPS_AFTER_MILLIS = { 1000, 10_000 };

	final SeriesTable table = new SeriesTable();

	final Ingress ingress;

	private final EventClock clock;

	private final FanOut fanOut;

	private final SeriesLifecycle lifecycle;

	private final StreamTurn turn;

	private final TurnScheduler scheduler;

	private final Consumer<CounterSeries> flagged;

	private volatile Listener listener = new Listener() {
	};

	// What follows is confined to the event loop

	private boolean completed;

	private List<Future<?>> sweeps = List.of();

	/**
	 * Creates a stream without clients.
	 * @param bufferSize how many events wait in the ingress, and for each client, at the
	 * most; {@link #UNLIMITED} for no limit
	 * @param snapshot whether clients are sent the values of what there is when they
	 * connect, and of what they have lost; otherwise they are sent events and metadata
	 * alone
	 * @param linger how long events may wait for others before they are sent, zero for
	 * not at all
	 * @param clock the clock that events are stamped with
	 */
	public EventStream(int bufferSize, boolean snapshot, Duration linger, Clock clock) {
		int limit = (bufferSize == UNLIMITED) ? Ingress.UNLIMITED : bufferSize;
		this.clock = new EventClock(clock);
		this.ingress = new Ingress(limit, this.clock);
		this.fanOut = new FanOut(limit, snapshot, this.table, new ChunkWriter(this.table, this.clock), this::later,
				this::lastDisconnected);
		BlockEncoder encoder = new BlockEncoder(this.table.published, this.clock, this.fanOut);
		this.lifecycle = new SeriesLifecycle(this.table, this.ingress, encoder, this.fanOut);
		this.turn = new StreamTurn(this.table, this.ingress, encoder, this.lifecycle, this.fanOut);
		this.flagged = this.turn::flag;
		this.scheduler = new TurnScheduler(this.ingress.signal(), this.turn,
				new Linger(linger, this.ingress.urgentSize()));
	}

	/**
	 * Registers a counter. Returns at once: no I/O, at most a short lock.
	 * @param descriptor its name, labels and metadata
	 * @return the counter, to be incremented
	 */
	public CounterSeries counter(Descriptor descriptor) {
		return register(new CounterSeries(this.ingress, this.flagged, descriptor));
	}

	/**
	 * Registers a distribution of samples.
	 * @param descriptor its name, labels and metadata
	 * @return the distribution, to record samples in
	 */
	public SampleSeries samples(Descriptor descriptor) {
		return register(new SampleSeries(this.ingress, descriptor));
	}

	/**
	 * Registers a value that is polled.
	 * @param type {@link MetricType#COUNTER} or {@link MetricType#GAUGE}
	 * @param descriptor its name, labels and metadata
	 * @return the value, to be set
	 */
	public PolledSeries polled(MetricType type, Descriptor descriptor) {
		return register(new PolledSeries(this.ingress, descriptor, type));
	}

	private <S extends Series> S register(S series) {
		if (series.isTooLarge()) {
			logger.warn("Meter '{}' is not streamed: with its tags and description it takes more than {} bytes",
					series.descriptor, FrameWriter.MAX_FRAME_LENGTH);
			series.removed = true;
			return series;
		}
		this.lifecycle.register(series);
		return series;
	}

	/**
	 * Removes a series: a position in the stream. What was recorded before is sent, what
	 * its retired object records later is not.
	 * @param series a series of this stream
	 */
	public void remove(Series series) {
		if (!series.removed) {
			series.removed = true;
			this.lifecycle.remove(series);
		}
	}

	/**
	 * Sets the listener to the first client's coming and the last one's going.
	 * @param listener the listener, in place of the one before
	 */
	public void listener(Listener listener) {
		this.listener = listener;
	}

	/**
	 * Whether a client is connected.
	 * @return whether events are streamed
	 */
	public boolean isListening() {
		return this.ingress.listening;
	}

	/**
	 * Returns what became of the events recorded while a client was connected.
	 * @return the counts as they are now
	 */
	public IngressCounts counts() {
		return new IngressCounts(this.turn.accepted(), this.ingress.coalescedCount(), this.ingress.droppedCount());
	}

	/**
	 * Returns what became of the events on their way to clients.
	 * @return the counts as they are now
	 */
	public DeliveryCounts deliveries() {
		return this.fanOut.counts();
	}

	/**
	 * Returns the buffer size as given.
	 * @return a number of events, {@link #UNLIMITED} for no limit
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
		this.scheduler.open(eventLoop);
		this.fanOut.open();
		this.completed = false;
	}

	/**
	 * Connects a client: it will be sent the metadata and, with snapshots, the value of
	 * everything there is, then what is recorded from now on.
	 * @return the client's share of the stream
	 */
	public ClientStream connect() {
		boolean first = !this.fanOut.hasClients();
		if (first) {
			begin();
		}
		ClientStream client = this.fanOut.connect();
		if (first) {
			this.ingress.listening = true;
			this.listener.started(this.scheduler.eventLoop());
			sweep();
			this.sweeps = Arrays.stream(SWEEPS_AFTER_MILLIS).mapToObj(this::sweepLater).toList();
		}
		return client;
	}

	/**
	 * Reads the adders again for a thread that found no client and was held up before it
	 * added.
	 */
	private Future<?> sweepLater(long millis) {
		return this.scheduler.later(() -> {
			if (this.ingress.listening) {
				sweep();
			}
		}, millis);
	}

	private void begin() {
		this.lifecycle.acquire();
		this.clock.anchor();
		this.turn.settle();
		this.table.forEach((series) -> {
			if (series.isPolled()) {
				this.table.published.value(series.index, Double.NaN);
			}
			else {
				series.absorb(this.table.published);
			}
		});
	}

	private void lastDisconnected() {
		this.ingress.listening = false;
		try {
			this.listener.stopped();
			this.sweeps.forEach((sweep) -> sweep.cancel(false));
			later(this::end);
		}
		catch (RejectedExecutionException ex) {
			// The event loop has ended, and its tasks with it; closing does the rest
			logger.debug("The event loop has ended before the last client was disconnected", ex);
		}
	}

	/**
	 * Gives the table back, if no client has connected meanwhile.
	 */
	private void end() {
		if (this.fanOut.hasClients() || !this.lifecycle.isAcquired()) {
			return;
		}
		this.ingress.signal().awake();
		this.turn.settle();
		this.lifecycle.release();
	}

	private void later(Runnable task) {
		this.scheduler.later(task);
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
		if (this.fanOut.hasClients()) {
			sweep();
			this.scheduler.finish();
		}
		this.fanOut.complete();
	}

	/**
	 * Takes leave of the event loop, and of clients that are still connected.
	 */
	public void close() {
		this.fanOut.disconnectAll();
		end();
		this.scheduler.close();
	}

	/**
	 * Begins to read all unstreamed adders, for increments that a thread recorded as if
	 * no client were connected while the first one connected.
	 */
	public void sweep() {
		this.clock.anchor();
		this.turn.startSweep();
		this.scheduler.begin();
	}

	/**
	 * A listener to the first client's coming and the last one's going. Called on the
	 * event loop.
	 */
	public interface Listener {

		/**
		 * Called when the first client has connected.
		 * @param eventLoop runs tasks on the event loop
		 */
		default void started(ScheduledExecutorService eventLoop) {
		}

		/**
		 * Called when the last client has left.
		 */
		default void stopped() {
		}

	}

}
