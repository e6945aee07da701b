package io.github.metricstcp.client.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.github.metricstcp.client.wire.FamilyKey;
import io.github.metricstcp.client.wire.Metadata;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.client.wire.StreamListener;
import org.jspecify.annotations.Nullable;

/**
 * One target, and the state that its streams have built up. Written by the thread that
 * reads the stream; public methods that are not of {@link StreamListener} may be called
 * by any.
 *
 * @since 0.1.0
 */
public final class TargetModel implements StreamListener<Series> {

	private static final VarHandle EVENTS;

	static {
		try {
			EVENTS = MethodHandles.lookup().findVarHandle(TargetModel.class, "events", long.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final SeriesTable table;

	private final TimeSource time;

	private final StreamStatus status;

	// Confined to the thread that reads the stream

	private final Map<SeriesKey, Series> series = new HashMap<>();

	private final Map<FamilyKey, Family> families = new HashMap<>();

	private final DiscardedSeries discarded;

	private final DiscardedSeriesCount discardedSeries = new DiscardedSeriesCount();

	private final LossMeters lossMeters = new LossMeters();

	private final TargetMarks marks;

	private long now;

	private boolean restartNoticed;

	// Of all targets, read with each batch of events
	private @Nullable SeriesEventListener listener;

	// Written by the thread that reads the stream, read by any

	private long events;

	// What follows is guarded by this

	private final SecondRing eventCounts = SecondRing.of(0);

	private final SecondRing byteCounts = SecondRing.of(0);

	private TargetState state = TargetState.CONNECTING;

	private long since;

	private @Nullable String peer;

	private @Nullable String reason;

	private @Nullable String remark;

	private @Nullable String gone;

	private long nextAttempt;

	private long bytes;

	private long unknown;

	private int restarts;

	private long second;

	private long eventsBefore;

	private long bytesBefore;

	TargetModel(TargetNames names, SeriesTable table, TimeSource time, MarkLog marks) {
		this.table = table;
		this.time = time;
		this.status = new StreamStatus(names);
		this.marks = new TargetMarks(marks, names.name());
		this.discarded = new DiscardedSeries(this.status, time);
		this.now = time.nanos();
		this.since = this.now;
		this.second = TimeSource.secondOf(this.now);
	}

	/**
	 * Returns the name of the target.
	 * @return the target as the user named it
	 */
	public String name() {
		return this.status.target().name();
	}

	StreamStatus status() {
		return this.status;
	}

	/**
	 * Returns all names of the target.
	 * @return the names
	 */
	public TargetNames names() {
		return this.status.target();
	}

	/**
	 * Changes the names of the target, such as the short one when others have come.
	 * @param names the names, of which {@link TargetNames#name() the first} is that of
	 * before
	 * @throws IllegalArgumentException if it is another one
	 */
	public void rename(TargetNames names) {
		if (!names.name().equals(name())) {
			throw new IllegalArgumentException("%s cannot be renamed to %s".formatted(name(), names.name()));
		}
		this.status.target(names);
	}

	/**
	 * Says that the target is not found any more, and will not be connected again, or
	 * that it was found again. As long as it is connected that is its remark, and the
	 * reason why it has ended afterwards.
	 * @param gone the reason, as a clause that does not name the target; {@code null} if
	 * it was found again
	 */
	public synchronized void gone(@Nullable String gone) {
		this.gone = gone;
	}

	/**
	 * Returns the events that the exporter itself says were not sent singly.
	 * @return the numbers since the target was connected
	 */
	public Losses losses() {
		return this.lossMeters.losses();
	}

	/**
	 * Returns the state of the target now.
	 * @return a snapshot, which does not change
	 */
	public synchronized TargetSnapshot snapshot() {
		advance(this.time.nanos());
		boolean over = this.gone != null && this.state != TargetState.CONNECTED;
		TargetState state = over ? TargetState.ENDED : this.state;
		boolean waiting = state == TargetState.WAITING;
		String remark = (this.gone != null && !over) ? this.gone : this.remark;
		long last = this.second - 1;
		return new TargetSnapshot(name(), state, this.since, this.peer, over ? this.gone : this.reason, remark,
				waiting ? this.nextAttempt : 0, (long) EVENTS.getOpaque(this), this.bytes, this.unknown,
				this.eventCounts.sum(last, 1), this.byteCounts.sum(last, 1), this.status.number(), this.restarts,
				losses(), this.discardedSeries.count());
	}

	@Override
	public synchronized void connecting() {
		state(TargetState.CONNECTING);
	}

	@Override
	public synchronized void opened(String peer) {
		state(TargetState.CONNECTED);
		this.peer = peer;
		this.reason = null;
		this.restartNoticed = false;
		if (this.status.number() > 0) {
			this.marks.reconnected(this.now);
		}
		this.status.opened(this.now);
	}

	@Override
	public synchronized void received(int bytes) {
		this.now = this.time.nanos();
		advance(this.now);
		this.bytes += bytes;
		this.listener = this.table.listener();
	}

	@Override
	public synchronized void quiet(@Nullable String remark) {
		this.remark = remark;
	}

	@Override
	public synchronized void closed(String reason, @Nullable Duration retryDelay) {
		this.status.closed();
		state((retryDelay != null) ? TargetState.WAITING : TargetState.ENDED);
		this.reason = reason;
		this.marks.closed(reason, this.now);
		this.nextAttempt = (retryDelay != null) ? this.now + retryDelay.toNanos() : 0;
	}

	private void state(TargetState state) {
		this.now = this.time.nanos();
		this.state = state;
		this.since = this.now;
		this.remark = null;
	}

	@Override
	public Series series(SeriesKey key) {
		Series existing = this.series.get(key);
		if (existing != null) {
			return existing;
		}
		if (!this.table.admit(key)) {
			this.discardedSeries.add(key);
			return unkept(key);
		}
		Family family = family(new FamilyKey(key.kind(), key.name()));
		Series added = switch (key.kind()) {
			case COUNTER -> new CounterSeries(key, family, this.status, this.time, this.table.history());
			case GAUGE -> new GaugeSeries(key, family, this.status, this.time, this.table.history());
			case HISTOGRAM -> histogram(key, family);
		};
		this.series.put(key, added);
		this.lossMeters.add(added);
		this.table.add(added);
		return added;
	}

	private Series histogram(SeriesKey key, Family family) {
		return key.name().equals(PauseSeries.NAME)
				? new PauseSeries(key, family, this.status, this.time, this.table.history(), this.marks)
				: new HistogramSeries(key, family, this.status, this.time, this.table.history());
	}

	/**
	 * Returns the object for a series that is not kept. What the exporter counts as lost
	 * is counted all the same.
	 */
	private Series unkept(SeriesKey key) {
		if (!this.lossMeters.needs(key)) {
			return this.discarded;
		}
		CounterSeries counter = new CounterSeries(key, new Family(), this.status, this.time, null);
		this.series.put(key, counter);
		this.lossMeters.add(counter);
		return counter;
	}

	@Override
	public void metadata(Metadata metadata) {
		FamilyKey key = metadata.family();
		boolean room = this.families.containsKey(key) || this.families.size() < this.table.maxSeries();
		Metadata kept = metadata.toKeep();
		if (room && kept != null) {
			family(key).metadata(kept);
		}
	}

	private Family family(FamilyKey key) {
		return this.families.computeIfAbsent(key, (absent) -> new Family());
	}

	@Override
	public void event(Series series, Operation operation, long operand, long seconds, int nanos) {
		EVENTS.setOpaque(this, this.events + 1);
		boolean restart = series.event(operation, operand, this.status.number(), this.now);
		if (restart && !this.restartNoticed) {
			// However many totals have fallen, it is one restart
			this.restartNoticed = true;
			synchronized (this) {
				this.restarts++;
				this.marks.restarted();
			}
		}
		SeriesEventListener listener = this.listener;
		if (listener != null && series != this.discarded) {
			listener.event(series, operation, operand, time(seconds, nanos));
		}
	}

	/**
	 * Returns the time of an event by the application's clock, or that of its reception
	 * if there is none that fits.
	 */
	private long time(long seconds, int nanos) {
		boolean fits = seconds > 0 && seconds < Long.MAX_VALUE / TimeSource.NANOS_PER_SECOND;
		return fits ? seconds * TimeSource.NANOS_PER_SECOND + nanos : this.now;
	}

	@Override
	public synchronized void unknown() {
		this.unknown++;
	}

	private void advance(long now) {
		long second = TimeSource.secondOf(now);
		if (second > this.second) {
			long events = (long) EVENTS.getOpaque(this);
			this.eventCounts.put(this.second, (double) (events - this.eventsBefore));
			this.byteCounts.put(this.second, (double) (this.bytes - this.bytesBefore));
			this.eventsBefore = events;
			this.bytesBefore = this.bytes;
			this.marks.losses(this.second, losses());
			this.second = second;
		}
	}

}
