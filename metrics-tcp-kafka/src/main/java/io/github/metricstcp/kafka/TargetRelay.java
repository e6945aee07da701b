package io.github.metricstcp.kafka;

import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

import io.github.metricstcp.client.recording.StreamRelay;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Metadata;
import io.github.metricstcp.client.wire.Operation;
import org.jspecify.annotations.Nullable;

/**
 * A listener that makes records of one target's streams. A record has the frames of half
 * a second, or as many as it has room for.
 * <p>
 * Each session begins with a snapshot, which the exporter itself sends. Others follow
 * every minute, and after records of the target were given up: they contain the sums of
 * the increments that are missing. The more often that happens, the longer they wait.
 */
final class TargetRelay extends StreamRelay {

	static final long SNAPSHOT_INTERVAL = TimeUnit.MINUTES.toNanos(1);

	// If brokers refuse each snapshot, not all that is sent must be snapshots
	static final long LEAST_INTERVAL = TimeUnit.SECONDS.toNanos(1);

	private static final long LINGER = TimeUnit.MILLISECONDS.toNanos(500);

	// A frame that means nothing: a record without any frame would look cut short
	private static final byte[] NO_EVENT = { 0 };

	private static final int LEAST_BUFFER = 1 << 10;

	private static final long MAX_SECONDS = Long.MAX_VALUE / TimeUnit.SECONDS.toNanos(1);

	private final String target;

	private final String alias;

	private final RecordQueue queue;

	private final Set<TargetRelay> openTargets;

	private final LongSupplier nanoTime;

	// Set by any thread: a record was given up
	private final AtomicBoolean snapshotNeeded = new AtomicBoolean();

	// What follows is guarded by this

	private boolean open;

	private long session;

	private long sequence;

	private long lastSnapshot;

	// Between those that follow a loss: twice as long each time that more is lost, or
	// snapshots would take the place of what they make up for
	private long interval = LEAST_INTERVAL;

	// Whether the event of the last frame is still to come
	private boolean withinFrame;

	// Whether the last frame is in no record
	private boolean frameDropped;

	private byte[] frames = new byte[LEAST_BUFFER];

	private int length;

	private Content content = Content.EVENTS;

	private int samples;

	private int events;

	private long begun;

	private long firstTime;

	private long lastTime;

	/**
	 * Creates a relay of a target that was not connected yet.
	 * @param target the address of the target
	 * @param alias the name that the user gave it
	 * @param maxSeries the number of series whose values a snapshot has
	 * @param queue where the records go
	 * @param openTargets those that are connected, of which this one is one by then
	 * @param nanoTime the time by which records are cut
	 */
	TargetRelay(String target, String alias, int maxSeries, RecordQueue queue, Set<TargetRelay> openTargets,
			LongSupplier nanoTime) {
		super(maxSeries);
		this.target = target;
		this.alias = alias;
		this.queue = queue;
		this.openTargets = openTargets;
		this.nanoTime = nanoTime;
	}

	@Override
	public synchronized void opened(String peer) {
		end("has been connected again");
		super.opened(peer);
		this.open = true;
		this.openTargets.add(this);
		// No other relay's session has the same number
		this.session = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis())
				+ ThreadLocalRandom.current().nextLong(TimeUnit.MILLISECONDS.toNanos(1));
		this.sequence = 0;
		this.content = Content.SNAPSHOT;
		this.lastSnapshot = this.nanoTime.getAsLong();
		this.snapshotNeeded.set(false);
		this.withinFrame = false;
		// At once, so that consumers know of the session before it has an event
		append(NO_EVENT, 0, NO_EVENT.length);
	}

	@Override
	public synchronized void frame(byte[] bytes, int offset, int length) {
		// An empty frame has no event
		this.withinFrame = length > 1;
		this.frameDropped = !append(bytes, offset, length);
	}

	/**
	 * Appends a frame to the record that is being made, or to a new one.
	 * @return whether there is a record that it fits into
	 */
	private boolean append(byte[] bytes, int offset, int length) {
		int limit = this.queue.maxFrames();
		if (length > limit) {
			return false;
		}
		if (this.length + length > limit) {
			cut(null);
		}
		if (this.length == 0) {
			this.begun = this.nanoTime.getAsLong();
		}
		if (this.length + length > this.frames.length) {
			this.frames = Arrays.copyOf(this.frames,
					Math.min(RecordQueue.MAX_FRAMES, Math.max(2 * this.frames.length, this.length + length)));
		}
		System.arraycopy(bytes, offset, this.frames, this.length, length);
		this.length += length;
		return true;
	}

	@Override
	public synchronized void event(Value series, Operation operation, long operand, long seconds, int nanos) {
		super.event(series, operation, operand, seconds, nanos);
		this.withinFrame = false;
		boolean sample = operation.kind() == Kind.HISTOGRAM;
		if (this.frameDropped) {
			this.queue.dropFrame(sample);
			return;
		}
		if (sample) {
			this.samples++;
		}
		else {
			this.events++;
		}
		if (seconds > 0 && seconds < MAX_SECONDS) {
			long time = TimeUnit.SECONDS.toNanos(seconds) + nanos;
			this.firstTime = (this.firstTime == 0) ? time : Math.min(this.firstTime, time);
			this.lastTime = Math.max(this.lastTime, time);
		}
	}

	@Override
	public synchronized void metadata(Metadata metadata) {
		super.metadata(metadata);
		this.withinFrame = false;
	}

	@Override
	public synchronized void unknown() {
		this.withinFrame = false;
	}

	@Override
	public synchronized void closed(String reason, @Nullable Duration retryDelay) {
		end(reason);
	}

	/**
	 * Ends the session, if there is one.
	 */
	synchronized void end(String reason) {
		if (this.open) {
			this.open = false;
			this.openTargets.remove(this);
			cut(null);
			this.content = Content.END;
			append(NO_EVENT, 0, NO_EVENT.length);
			cut(reason);
		}
	}

	/**
	 * Hands over what has waited for long enough, and a snapshot if it is due. To be
	 * called often.
	 */
	synchronized void tick() {
		if (!this.open || this.withinFrame) {
			// What a snapshot has must be what the frames before it have made
			return;
		}
		long now = this.nanoTime.getAsLong();
		snapshotIfDue(now);
		if (this.length > 0 && now - this.begun >= LINGER) {
			cut(null);
		}
	}

	private void snapshotIfDue(long now) {
		long since = now - this.lastSnapshot;
		boolean lost = this.snapshotNeeded.get();
		if (!lost && since >= this.interval) {
			this.interval = LEAST_INTERVAL;
		}
		boolean due = since >= (lost ? this.interval : SNAPSHOT_INTERVAL);
		// Without room it would push out what is to be healed
		if (due && this.queue.hasRoom(this.target)) {
			this.interval = lost ? Math.min(SNAPSHOT_INTERVAL, 2 * this.interval) : LEAST_INTERVAL;
			snapshot();
			this.lastSnapshot = now;
		}
	}

	private void snapshot() {
		cut(null);
		// First: a record of the snapshot itself may be given up
		this.snapshotNeeded.set(false);
		this.content = Content.SNAPSHOT;
		append(NO_EVENT, 0, NO_EVENT.length);
		writeState((frame) -> append(frame, 0, frame.length));
		cut(null);
	}

	private void cut(@Nullable String reason) {
		if (this.length == 0) {
			return;
		}
		RecordDescription description = new RecordDescription(this.target, this.alias, this.session, this.sequence,
				this.firstTime, this.lastTime, this.content, reason);
		byte[] cut = Arrays.copyOf(this.frames, this.length);
		FrameBatch batch = new FrameBatch(description, cut, System.currentTimeMillis(), this.samples, this.events,
				() -> this.snapshotNeeded.set(true));
		if (this.length < this.frames.length / 4) {
			// A target that has become quiet need not keep what a busy one needs
			this.frames = new byte[Math.max(LEAST_BUFFER, this.frames.length / 2)];
		}
		this.sequence++;
		this.length = 0;
		this.content = Content.EVENTS;
		this.samples = 0;
		this.events = 0;
		this.firstTime = 0;
		this.lastTime = 0;
		this.queue.add(batch);
	}

}
