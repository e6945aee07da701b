package io.github.metricstcp.client.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Metadata;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.client.wire.StreamListener;
import org.jspecify.annotations.Nullable;

/**
 * One target, and what its streams told. Written by the thread that reads the stream;
 * what is public and not of {@link StreamListener} may be called by any.
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

	private final ObserverModel model;

	private final String name;

	// Confined to the thread that reads the stream

	private final Map<SeriesKey, Series> series = new HashMap<>();

	private final Map<FamilyKey, Family> families = new HashMap<>();

	private final DiscardedSeries unkept;

	private long now;

	private boolean restartNoticed;

	// Written by the thread that reads the stream, read by any

	private long events;

	private volatile int stream;

	private volatile boolean open;

	private volatile long firstOpened = Long.MAX_VALUE;

	// What follows is guarded by this

	private final SecondRing eventCounts = new SecondRing();

	private final SecondRing byteCounts = new SecondRing();

	private TargetState state = TargetState.CONNECTING;

	private long since;

	private @Nullable String peer;

	private @Nullable String reason;

	private long nextAttempt;

	private long bytes;

	private long unknown;

	private int restarts;

	private long second;

	private long eventsBefore;

	private long bytesBefore;

	TargetModel(ObserverModel model, String name) {
		this.model = model;
		this.name = name;
		this.now = model.time().nanos();
		this.since = this.now;
		this.second = Series.secondOf(this.now);
		this.unkept = new DiscardedSeries(this, new SeriesKey(Kind.COUNTER, "", Map.of()));
	}

	/**
	 * Returns the target as the user named it.
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Returns what is known now.
	 */
	public synchronized TargetSnapshot snapshot() {
		advance(time().nanos());
		boolean waiting = this.state == TargetState.WAITING;
		long last = this.second - 1;
		return new TargetSnapshot(this.name, this.state, this.since, this.peer, this.reason,
				waiting ? this.nextAttempt : 0, (long) EVENTS.getOpaque(this), this.bytes, this.unknown,
				this.eventCounts.sum(last, 1), this.byteCounts.sum(last, 1), this.stream, this.restarts);
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
		// Not atomic: one thread writes
		int stream = this.stream + 1;
		this.stream = stream;
		this.firstOpened = Math.min(this.firstOpened, this.now);
		this.open = true;
	}

	@Override
	public synchronized void received(int bytes) {
		this.now = time().nanos();
		advance(this.now);
		this.bytes += bytes;
	}

	@Override
	public synchronized void closed(String reason, @Nullable Duration retryDelay) {
		this.open = false;
		state((retryDelay != null) ? TargetState.WAITING : TargetState.ENDED);
		this.reason = reason;
		this.nextAttempt = (retryDelay != null) ? this.now + retryDelay.toNanos() : 0;
	}

	private void state(TargetState state) {
		this.now = time().nanos();
		this.state = state;
		this.since = this.now;
	}

	@Override
	public Series series(SeriesKey key) {
		Series existing = this.series.get(key);
		if (existing != null) {
			return existing;
		}
		if (!this.model.admit(key)) {
			return this.unkept;
		}
		Family family = family(key.kind(), key.name());
		Series added = switch (key.kind()) {
			case COUNTER -> new CounterSeries(this, key, family);
			case GAUGE -> new GaugeSeries(this, key, family);
			case HISTOGRAM -> new HistogramSeries(this, key, family);
		};
		this.series.put(key, added);
		this.model.added(added);
		return added;
	}

	@Override
	public void metadata(Metadata metadata) {
		FamilyKey key = new FamilyKey(metadata.kind(), metadata.name());
		boolean room = this.families.containsKey(key) || this.families.size() < this.model.maxSeries();
		Metadata kept = metadata.toKeep();
		if (room && kept != null) {
			family(metadata.kind(), metadata.name()).metadata(kept);
		}
	}

	private Family family(Kind kind, String name) {
		return this.families.computeIfAbsent(new FamilyKey(kind, name), (absent) -> new Family());
	}

	@Override
	public void event(Series series, Operation operation, long operand, long seconds, int nanos) {
		EVENTS.setOpaque(this, this.events + 1);
		series.event(operation, operand, this.stream, this.now);
	}

	@Override
	public synchronized void unknown() {
		this.unknown++;
	}

	private void advance(long now) {
		long second = Series.secondOf(now);
		if (second > this.second) {
			long events = (long) EVENTS.getOpaque(this);
			this.eventCounts.put(this.second, (double) (events - this.eventsBefore), 0);
			this.byteCounts.put(this.second, (double) (this.bytes - this.bytesBefore), 0);
			this.eventsBefore = events;
			this.bytesBefore = this.bytes;
			this.second = second;
		}
	}

	TimeSource time() {
		return this.model.time();
	}

	/**
	 * Returns when the bytes came that are being decoded.
	 */
	long now() {
		return this.now;
	}

	long firstOpened() {
		return this.firstOpened;
	}

	boolean isLive(int stream) {
		return this.open && this.stream == stream;
	}

	/**
	 * Takes notice of a total that had fallen when the stream began. It is one restart,
	 * however many totals fell.
	 */
	void restarted() {
		if (!this.restartNoticed) {
			this.restartNoticed = true;
			synchronized (this) {
				this.restarts++;
			}
		}
	}

	/**
	 * What tells the families of a target apart.
	 */
	private record FamilyKey(Kind kind, String name) {
	}

}
