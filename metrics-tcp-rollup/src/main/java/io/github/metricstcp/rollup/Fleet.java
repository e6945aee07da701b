package io.github.metricstcp.rollup;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.SeriesKey;
import org.jspecify.annotations.Nullable;

/**
 * The series of the fleet, merged from all partitions. Confined to the thread of its
 * task.
 * <p>
 * A window is written once, when all that is read has come two seconds past its end. What
 * comes later, within the grace, is written with the next window. With a backlog, windows
 * wait for the slowest partition, as long as there is room for them.
 */
final class Fleet implements FleetChanges {

	/**
	 * The time after the end of a window for which it is waited: a relay has half a
	 * second of events in a record, and sums are sent each second.
	 */
	static final long WAIT = TimeUnit.SECONDS.toMillis(2);

	/**
	 * The number of series; others are left out.
	 */
	static final int MAX_SERIES = PartitionSums.MAX_SERIES;

	/**
	 * The number of windows that wait at the most.
	 */
	static final int MAX_WINDOWS = SeriesSum.MAX_WINDOWS;

	/**
	 * The time for which partitions wait for one another, whatever room that takes. If
	 * there is no room, windows of so much more are not waited for.
	 */
	static final long LEAST_WAIT = TimeUnit.MINUTES.toMillis(10);

	/**
	 * The time for which windows are written at a time, in nanoseconds: a fifth of what
	 * Kafka Streams gives a transaction by default.
	 */
	private static final long LONGEST_WRITE = TimeUnit.SECONDS.toNanos(2);

	private static final long NEVER = Long.MIN_VALUE;

	private final Windows windows;

	private final long grace;

	private final Tally tally;

	private final long room;

	private final FleetStore store;

	private final LongSupplier nanoTime;

	private final StateOrigin origin;

	// Whether the store has no origin yet
	private boolean isNew;

	private final FleetStream stream;

	private final Map<SeriesKey, FleetSeries> series = new HashMap<>();

	private final LeftOutSeries leftOut;

	private final FleetClock clock = new FleetClock();

	// The last window that was written, and the last one that nothing is added to

	private long written = NEVER;

	private long closed = NEVER;

	// Whether totals have changed in another way than by growth
	private boolean rebased;

	/**
	 * Creates the fleet, with what the store has of it.
	 * @param room the number of bytes that windows may take which wait, roughly
	 * @param target the name of the fleet
	 * @param output takes what is written
	 * @param now the time now, in milliseconds since the epoch
	 * @param nanoTime the time that passes, in nanoseconds
	 * @throws StateOrigin.OtherOriginException if the store is of other settings
	 */
	Fleet(RollupSettings settings, Tally tally, long room, String target, FleetStore store, FleetStream.Output output,
			long now, LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
		this.windows = new Windows(settings.window().toMillis());
		this.grace = settings.grace().toMillis();
		this.tally = tally;
		this.room = room;
		this.store = store;
		this.stream = new FleetStream(target, this.windows, this.series::containsKey, this, output);
		this.origin = new StateOrigin(settings);
		this.isNew = this.origin.require(store.origin(), store.isEmpty());
		byte[] state = store.state();
		if (state != null) {
			ByteReader reader = new ByteReader(state);
			this.written = reader.readSigned();
			this.closed = reader.readSigned();
			this.rebased = reader.readByte() != 0;
			this.clock.readFrom(reader, now);
			this.stream.readFrom(reader);
		}
		this.leftOut = new LeftOutSeries(store);
		store.forEachSeries((key, value) -> {
			FleetSeries read = FleetSeries.of(new ByteReader(key).readKey());
			read.readFrom(new ByteReader(value));
			this.series.put(read.key(), read);
		});
		store.forEachPart((key, part, value) -> {
			FleetSeries read = this.series.get(new ByteReader(key).readKey());
			if (read != null) {
				read.readPart(part, new ByteReader(value));
			}
		});
	}

	/**
	 * Takes the next message of a partition.
	 */
	void accept(byte[] key, byte[] value, long now) {
		if (this.isNew) {
			this.isNew = false;
			this.store.putOrigin(this.origin.toBytes());
		}
		if (key.length == 0) {
			this.clock.heard(ClockMessage.of(value), now);
			putState();
			return;
		}
		SeriesKey identity = new ByteReader(key).readKey();
		ByteReader message = new ByteReader(value);
		int source = message.readInt();
		int content = message.readByte();
		FleetSeries series = this.series.get(identity);
		if (content == SeriesSum.GONE) {
			leave(series, key, source);
			return;
		}
		boolean rebasedBefore = this.rebased;
		if (series == null) {
			if (this.series.size() >= MAX_SERIES || this.leftOut.has(key)) {
				this.leftOut.add(key, source);
				this.tally.full("the fleet");
				return;
			}
			series = add(identity);
		}
		series.accept(source, content, message, this);
		put(series);
		if (this.rebased != rebasedBefore) {
			putState();
		}
	}

	private void leave(@Nullable FleetSeries series, byte[] key, int source) {
		if (series == null) {
			this.leftOut.leave(key, source);
			return;
		}
		series.leave(source, this.written, this);
		put(series);
	}

	private FleetSeries add(SeriesKey key) {
		FleetSeries added = FleetSeries.of(key);
		this.series.put(key, added);
		// Metrics of a histogram have other names from now on
		SeriesKey histogram = new SeriesKey(Kind.HISTOGRAM, FleetNames.histogram(key), key.labels());
		this.rebased |= key.kind() != Kind.HISTOGRAM && this.series.containsKey(histogram);
		return added;
	}

	/**
	 * Writes what is to be written by now. To be called often.
	 */
	void tick(long now) {
		long time = time(now);
		if (time == NEVER) {
			return;
		}
		long upTo = this.windows.lastEnded(time - WAIT);
		boolean due = upTo > this.written;
		if (this.series.isEmpty() && !this.rebased) {
			pass(upTo);
			return;
		}
		if (due) {
			snapshotIfNeeded(now);
			writeUpTo(upTo, now);
		}
		else if (this.written != NEVER && !this.rebased) {
			due = snapshotIfNeeded(now);
		}
		close(time);
		if (due) {
			putState();
		}
	}

	/**
	 * Returns the time up to which windows are written: that of the slowest partition,
	 * unless there is no room for what waits for it.
	 */
	private long time(long now) {
		long time = this.clock.time(now);
		long latest = this.clock.latest();
		if (time == NEVER || latest - time <= LEAST_WAIT) {
			return time;
		}
		long bounded = Math.max(time, latest - MAX_WINDOWS * this.windows.millis());
		long room = this.series.values().stream().mapToLong(FleetSeries::room).sum();
		if (room > 2 * this.room) {
			// It comes faster than it would be given up
			bounded = Math.max(bounded, latest - LEAST_WAIT);
		}
		else if (room > this.room) {
			long reached = (this.written != NEVER) ? this.windows.end(this.written) + WAIT : time;
			bounded = Math.max(bounded, Math.min(Math.max(reached, time) + LEAST_WAIT, latest - LEAST_WAIT));
		}
		if (bounded > time) {
			this.tally.notWaitedFor(latest - time);
		}
		return bounded;
	}

	/**
	 * Lets windows pass without a word: there is no series, and viewers know.
	 */
	private void pass(long upTo) {
		if (this.written != NEVER && upTo > this.written) {
			this.written = upTo;
			putState();
		}
	}

	private boolean snapshotIfNeeded(long now) {
		if (!this.rebased && !this.stream.isSnapshotDue(now)) {
			return false;
		}
		long window = (this.written != NEVER) ? this.written : firstPending() - 1;
		this.stream.at((this.written != NEVER) ? this.windows.end(window) : this.windows.end(window + 1) - 1, now);
		boolean anew = this.rebased || (this.stream.mayEnd(now) && hasOldValues(window));
		if (anew) {
			letGoOfOldValues(window);
		}
		this.rebased = false;
		this.stream.snapshot(anew,
				() -> this.series.values().forEach((each) -> each.writeSnapshot(window, this.stream)));
		return true;
	}

	private boolean hasOldValues(long window) {
		return this.series.values().stream().anyMatch((each) -> each.hasOldValues(window));
	}

	private void letGoOfOldValues(long window) {
		for (FleetSeries each : this.series.values()) {
			if (each.hasOldValues(window)) {
				each.letGoOfOldValues();
				put(each);
			}
		}
	}

	private long firstPending() {
		long first = pendingAfter(NEVER);
		return (first != Long.MAX_VALUE) ? first : 0;
	}

	private long pendingAfter(long window) {
		long first = Long.MAX_VALUE;
		for (FleetSeries each : this.series.values()) {
			first = Math.min(first, each.pendingAfter(window));
		}
		return first;
	}

	/**
	 * Writes windows up to one, or some of them if there are very many: the rest follows
	 * at the next times, each in a transaction that is over in time.
	 */
	private void writeUpTo(long upTo, long now) {
		long begin = this.nanoTime.getAsLong();
		long window = Math.min(upTo, pendingAfter(this.written));
		while (window <= upTo && this.nanoTime.getAsLong() - begin < LONGEST_WRITE) {
			write(window, now);
			this.written = window;
			window = (window == upTo) ? upTo + 1 : Math.min(upTo, pendingAfter(window));
		}
	}

	private void write(long window, long now) {
		this.stream.at(this.windows.end(window), now);
		int number = 0;
		for (FleetSeries each : this.series.values()) {
			if (each.write(window, this.stream)) {
				number++;
				put(each);
			}
		}
		this.stream.cut();
		this.tally.windows(number);
	}

	private void close(long time) {
		long closed = Math.min(this.windows.lastEnded(time - this.grace), this.written);
		if (closed > this.closed) {
			this.closed = closed;
			this.series.values().forEach((each) -> each.close(closed, this));
			letGo();
			putState();
		}
	}

	/**
	 * Lets go of series that no instance has any more. A new session tells viewers.
	 */
	private void letGo() {
		this.rebased |= this.series.values().removeIf((each) -> {
			boolean over = each.isOver(this.written);
			if (over) {
				this.store.removeSeries(new ByteWriter().writeKey(each.key()).toBytes());
			}
			return over;
		});
	}

	private void put(FleetSeries series) {
		ByteWriter writer = new ByteWriter();
		series.writeTo(writer);
		this.store.putSeries(new ByteWriter().writeKey(series.key()).toBytes(), writer.toBytes());
	}

	private void putState() {
		ByteWriter writer = new ByteWriter();
		writer.writeSigned(this.written).writeSigned(this.closed).writeByte(this.rebased ? 1 : 0);
		this.clock.writeTo(writer);
		this.stream.writeTo(writer);
		this.store.putState(writer.toBytes());
	}

	@Override
	public boolean isClosed(long window) {
		return window <= this.closed;
	}

	@Override
	public void late(int source, long samples) {
		this.tally.late(source, samples);
	}

	@Override
	public void rebased() {
		this.rebased = true;
	}

	@Override
	public void changed(SeriesKey series, long part, byte[] state) {
		this.store.putPart(new ByteWriter().writeKey(series).toBytes(), part, state);
	}

	@Override
	public void removed(SeriesKey series, long part) {
		this.store.removePart(new ByteWriter().writeKey(series).toBytes(), part);
	}

}
