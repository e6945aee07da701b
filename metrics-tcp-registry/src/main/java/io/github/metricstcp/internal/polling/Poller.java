package io.github.metricstcp.internal.polling;

import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.github.metricstcp.internal.stream.EventStream;
import io.micrometer.core.instrument.Meter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads gauges and functions at regular intervals while a client is connected, at once
 * when the first one connects, on a thread of its own: they are the application's code,
 * and may take long, throw or hang.
 * <p>
 * The event loop keeps the time. When it sees a function hang, it leaves that thread to
 * it, and another one goes on with the others.
 */
public final class Poller implements EventStream.Listener {

	private static final Logger logger = LoggerFactory.getLogger(Poller.class);

	/**
	 * How long a function may take before the others go on without it.
	 */
	private static final Duration PATIENCE = Duration.ofSeconds(2);

	/**
	 * What is longer than this would overflow a scheduler's arithmetic.
	 */
	private static final Duration NEVER = Duration.ofDays(365);

	private static final long BUSY_PAUSE_NANOS = 1_000_000;

	private static final AtomicInteger threadNumber = new AtomicInteger();

	private final EventStream stream;

	private final Duration frequency;

	private final Map<Meter.Id, List<PolledValue>> values = new ConcurrentHashMap<>();

	private final AtomicBoolean closed = new AtomicBoolean();

	/**
	 * The event loop while somebody listens.
	 */
	private volatile @Nullable ScheduledExecutorService eventLoop;

	// What follows is confined to the event loop

	private @Nullable Session session;

	private int sessions;

	public Poller(EventStream stream, Duration frequency) {
		this.stream = stream;
		this.frequency = frequency;
	}

	public void add(Meter.Id id, List<PolledValue> polled) {
		this.values.put(id, polled);
	}

	public void remove(Meter.Id id) {
		List<PolledValue> removed = this.values.remove(id);
		if (removed != null) {
			removed.forEach((value) -> this.stream.remove(value.series));
		}
	}

	@Override
	public void started(ScheduledExecutorService eventLoop) {
		// Before looking whether this is closed: closing does it the other way round
		this.eventLoop = eventLoop;
		if (!this.closed.get()) {
			this.session = new Session(this.sessions++, eventLoop);
		}
	}

	@Override
	public void stopped() {
		if (this.session != null) {
			this.session.end();
			this.session = null;
		}
		this.eventLoop = null;
	}

	/**
	 * Polls a last time if somebody listens, and waits for that as long as for any
	 * function; then no more.
	 */
	public void close() {
		if (this.closed.getAndSet(true)) {
			return;
		}
		ScheduledExecutorService lastEventLoop = this.eventLoop;
		if (lastEventLoop == null) {
			return;
		}
		CountDownLatch polled = new CountDownLatch(1);
		try {
			lastEventLoop.execute(() -> closeSession(polled));
			if (!polled.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
				logger.warn("Gauges and functions could not all be polled a last time within {} s",
						PATIENCE.toSeconds());
			}
		}
		catch (RejectedExecutionException ex) {
			// The event loop has ended, and nobody is connected
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void closeSession(CountDownLatch polled) {
		if (this.session == null) {
			polled.countDown();
		}
		else {
			this.session.pollLast(polled::countDown);
		}
	}

	/**
	 * Polling from the first client's coming to the last one's going.
	 */
	private final class Session {

		private final int number;

		private final ExecutorService threads = new ThreadPoolExecutor(0, Integer.MAX_VALUE,
				frequencyNanos() + PATIENCE.toNanos(), TimeUnit.NANOSECONDS, new SynchronousQueue<>(),
				Poller::newThread);

		private final ScheduledFuture<?> polling;

		private final ScheduledFuture<?> watching;

		private @Nullable Round round;

		Session(int number, ScheduledExecutorService eventLoop) {
			this.number = number;
			this.polling = eventLoop.scheduleAtFixedRate(() -> guard(this::poll), 0, frequencyNanos(),
					TimeUnit.NANOSECONDS);
			this.watching = eventLoop.scheduleAtFixedRate(() -> guard(this::watch), PATIENCE.toNanos(),
					PATIENCE.toNanos() / 2, TimeUnit.NANOSECONDS);
		}

		private long frequencyNanos() {
			return Math.min(TimeUnit.NANOSECONDS.convert(Poller.this.frequency), NEVER.toNanos());
		}

		private void poll() {
			Poller.this.stream.sweep();
			if (this.round == null || this.round.isOver()) {
				begin(new Round(this.number, Poller.this.values.values()));
			}
		}

		/**
		 * Polls once more, whatever the round under way has read already, then never.
		 */
		private void pollLast(Runnable whenDone) {
			this.polling.cancel(false);
			guard(Poller.this.stream::sweep);
			if (this.round != null) {
				this.round.end();
			}
			begin(Round.last(this.number, Poller.this.values.values(), whenDone));
		}

		private void begin(Round next) {
			this.round = next;
			try {
				this.threads.execute(next);
			}
			catch (RejectedExecutionException | OutOfMemoryError ex) {
				// No thread to be had now; the next poll tries again
				next.end();
				logger.warn("Cannot poll gauges and functions", ex);
			}
		}

		private void watch() {
			Round next = (this.round != null) ? this.round.abandonIfHanging() : null;
			if (next != null) {
				begin(next);
			}
		}

		private void end() {
			this.polling.cancel(false);
			this.watching.cancel(false);
			if (this.round != null) {
				this.round.end();
			}
			// Not shutdownNow: what is being read is the application's, not ours to
			// interrupt
			this.threads.shutdown();
		}

	}

	/**
	 * Runs a task that must not fail, or it would never be run again.
	 */
	private static void guard(Runnable task) {
		try {
			task.run();
		}
		catch (Throwable ex) {
			logger.error("Failed to poll gauges and functions; they are polled again", ex);
		}
	}

	private static Thread newThread(Runnable task) {
		Thread thread = new Thread(task, "metrics-tcp-poller-" + threadNumber.incrementAndGet());
		thread.setDaemon(true);
		return thread;
	}

	/**
	 * Reading all values once, or the rest of them.
	 */
	private static final class Round implements Runnable {

		private final int session;

		/**
		 * Whether no other round comes after this one.
		 */
		private final boolean last;

		private final Runnable whenDone;

		// Guarded by this
		private final Iterator<PolledValue> rest;

		/**
		 * What another thread was reading when it was its turn.
		 */
		private final Queue<PolledValue> busy;

		// Guarded by this
		private boolean over;

		// Guarded by this
		private @Nullable PolledValue reading;

		// Guarded by this
		private long readingSince;

		Round(int session, Collection<List<PolledValue>> values) {
			this(session, all(values), new ConcurrentLinkedQueue<>(), false, () -> {
			});
		}

		private Round(int session, Iterator<PolledValue> rest, Queue<PolledValue> busy, boolean last,
				Runnable whenDone) {
			this.session = session;
			this.rest = rest;
			this.busy = busy;
			this.last = last;
			this.whenDone = whenDone;
		}

		static Round last(int session, Collection<List<PolledValue>> values, Runnable whenDone) {
			return new Round(session, all(values), new ConcurrentLinkedQueue<>(), true, whenDone);
		}

		private static Iterator<PolledValue> all(Collection<List<PolledValue>> values) {
			return values.stream().flatMap(List::stream).toList().iterator();
		}

		@Override
		public void run() {
			try {
				for (PolledValue value = next(); value != null; value = next()) {
					if (!poll(value)) {
						this.busy.add(value);
					}
				}
				if (this.last) {
					pollBusy();
				}
			}
			finally {
				end();
			}
		}

		/**
		 * Polls what another thread was reading, and may have read before it changed for
		 * the last time.
		 */
		private void pollBusy() {
			long begin = System.nanoTime();
			for (PolledValue value = nextBusy(); value != null; value = nextBusy()) {
				while (!poll(value)) {
					if (isOver() || System.nanoTime() - begin >= PATIENCE.toNanos()) {
						return;
					}
					LockSupport.parkNanos(BUSY_PAUSE_NANOS);
				}
			}
		}

		/**
		 * Polls a value, unless another thread is reading it.
		 */
		private boolean poll(PolledValue value) {
			if (!value.begin(this.session)) {
				return false;
			}
			int reader = this.session;
			while (reader != PolledValue.NOBODY) {
				try {
					poll(value, reader);
				}
				finally {
					reader = value.end();
				}
			}
			return true;
		}

		private void poll(PolledValue value, int reader) {
			try {
				value.send(read(value), reader);
			}
			catch (Throwable ex) {
				if (value.warn()) {
					warn(value, ex);
				}
			}
		}

		private double read(PolledValue value) {
			reading(value);
			try {
				return value.read();
			}
			finally {
				reading(null);
				// A function that interrupts its thread means itself
				Thread.interrupted();
			}
		}

		private static void warn(PolledValue value, Throwable failure) {
			try {
				logger.warn("Failed to poll the meter '{}'; it is tried again, this is logged once", value.meterName,
						failure);
			}
			catch (Throwable ex) {
				logger.warn("Failed to poll the meter '{}' with a {} that can't be logged", value.meterName,
						failure.getClass().getName());
			}
		}

		private synchronized void reading(@Nullable PolledValue value) {
			this.reading = value;
			this.readingSince = System.nanoTime();
		}

		private synchronized @Nullable PolledValue next() {
			return (!this.over && this.rest.hasNext()) ? this.rest.next() : null;
		}

		private synchronized @Nullable PolledValue nextBusy() {
			return this.over ? null : this.busy.poll();
		}

		/**
		 * Ends the round for good, unless another one goes on with the rest.
		 */
		synchronized void end() {
			if (!this.over) {
				this.over = true;
				this.whenDone.run();
			}
		}

		synchronized boolean isOver() {
			return this.over;
		}

		/**
		 * Ends the round for its thread if that has been reading one value for too long.
		 * @return what goes on with the rest on another thread, {@code null} if the round
		 * has not been ended
		 */
		synchronized @Nullable Round abandonIfHanging() {
			PolledValue hanging = this.reading;
			if (this.over || hanging == null || System.nanoTime() - this.readingSince <= PATIENCE.toNanos()) {
				return null;
			}
			this.over = true;
			if (hanging.warn()) {
				logger.warn("Polling the meter '{}' takes more than {} s; the other meters go on without it. "
						+ "Its function must not block.", hanging.meterName, PATIENCE.toSeconds());
			}
			return new Round(this.session, this.rest, this.busy, this.last, this.whenDone);
		}

	}

}
