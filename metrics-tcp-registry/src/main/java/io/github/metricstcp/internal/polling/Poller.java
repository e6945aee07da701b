package io.github.metricstcp.internal.polling;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.metricstcp.SlowedMeter;
import io.github.metricstcp.internal.stream.EventStream;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Meter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads gauges and functions at regular intervals while a client is connected, at once
 * when the first one connects, on a thread of its own: they are the application's code,
 * and may take long, throw or hang. Reading keeps to a {@link PollingBudget budget}.
 * <p>
 * The event loop keeps the time. When it sees a function hang, it leaves that thread to
 * it, and another one goes on with the others.
 *
 * @since 0.1.0
 */
public final class Poller implements EventStream.Listener {

	private static final Logger logger = LoggerFactory.getLogger(Poller.class);

	/**
	 * Time that closing waits for the last poll: as long as for any function.
	 */
	private static final Duration LAST_POLL_TIMEOUT = PollingRound.FUNCTION_TIMEOUT;

	/**
	 * The longest frequency that does not overflow a scheduler's arithmetic.
	 */
	private static final Duration NEVER = Duration.ofDays(365);

	private final EventStream stream;

	private final long period;

	private final PollingPlanner planner;

	private final Map<Meter.Id, List<PolledValue>> values = new ConcurrentHashMap<>();

	private final Map<Meter.Id, PolledMeasurements> measurements = new ConcurrentHashMap<>();

	private final AtomicBoolean closed = new AtomicBoolean();

	/**
	 * The event loop while a client is connected.
	 */
	private volatile @Nullable ScheduledExecutorService eventLoop;

	// What follows is confined to the event loop

	private @Nullable PollingSession session;

	private int sessions;

	/**
	 * Creates a poller.
	 * @param stream where values are sent
	 * @param frequency how often to read values, a positive duration
	 * @param clock the clock that measures how long reading takes
	 */
	public Poller(EventStream stream, Duration frequency, Clock clock) {
		this.stream = stream;
		this.period = Math.min(TimeUnit.NANOSECONDS.convert(frequency), NEVER.toNanos());
		this.planner = new PollingPlanner(clock, this.period, this::readings);
	}

	/**
	 * Adds the values of a meter.
	 * @param id the meter
	 * @param polled its values
	 */
	public void add(Meter.Id id, List<PolledValue> polled) {
		this.values.put(id, polled);
	}

	/**
	 * Adds the measurements of a custom meter.
	 * @param id the meter
	 * @param polled its measurements
	 */
	public void add(Meter.Id id, PolledMeasurements polled) {
		this.measurements.put(id, polled);
	}

	/**
	 * Removes a meter, and its series from the stream. Does nothing if it has no values.
	 * @param id the meter
	 */
	public void remove(Meter.Id id) {
		remove(this.values.remove(id));
		PolledMeasurements removed = this.measurements.remove(id);
		if (removed != null) {
			remove(removed.remove());
		}
	}

	private void remove(@Nullable List<PolledValue> removed) {
		if (removed != null) {
			removed.forEach((value) -> this.stream.remove(value.series));
		}
	}

	/**
	 * Returns the meters that are not read in each round, with the costs and intervals of
	 * their slow functions.
	 * @return the meters, the most costly first
	 */
	public List<SlowedMeter> slowed() {
		List<SlowedMeter> slowed = new ArrayList<>();
		this.values.forEach((id, each) -> addSlowed(slowed, id, each));
		this.measurements.forEach((id, each) -> addSlowed(slowed, id, readings(each)));
		slowed.sort(Comparator.comparing(SlowedMeter::cost).reversed());
		return slowed;
	}

	private static void addSlowed(List<SlowedMeter> slowed, Meter.Id id, List<? extends Reading> readings) {
		long nanos = 0;
		long interval = 0;
		for (Reading reading : readings) {
			ReadingCost.Slowed each = reading.cost.slowed();
			if (each != null) {
				nanos += each.nanos();
				interval = Math.max(interval, each.interval());
			}
		}
		if (interval > 0) {
			slowed.add(new SlowedMeter(id, Duration.ofNanos(nanos), Duration.ofNanos(interval)));
		}
	}

	/**
	 * Returns all readings: of a custom meter its measurements first, and then the values
	 * that are known of them.
	 */
	private List<Reading> readings() {
		List<Reading> readings = new ArrayList<>();
		this.values.values().forEach(readings::addAll);
		this.measurements.values().forEach((each) -> readings.addAll(readings(each)));
		return readings;
	}

	private static List<Reading> readings(PolledMeasurements measurements) {
		List<Reading> readings = new ArrayList<>();
		readings.add(measurements);
		readings.addAll(measurements.values());
		return readings;
	}

	@Override
	public void started(ScheduledExecutorService eventLoop) {
		// Before looking whether this is closed: closing does it the other way round
		this.eventLoop = eventLoop;
		if (!this.closed.get()) {
			this.session = new PollingSession(this.sessions++, this.stream, this.period, this.planner, eventLoop);
		}
	}

	@Override
	public void stopped() {
		PollingSession last = this.session;
		this.session = null;
		this.eventLoop = null;
		if (last != null) {
			last.end();
		}
	}

	/**
	 * Polls a last time if a client is connected, and waits for that as long as for any
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
			if (!polled.await(LAST_POLL_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS)) {
				logger.warn("Not all gauges and functions could be polled a last time within {} s",
						LAST_POLL_TIMEOUT.toSeconds());
			}
		}
		catch (RejectedExecutionException ex) {
			// The event loop has ended, and no client is connected
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

}
