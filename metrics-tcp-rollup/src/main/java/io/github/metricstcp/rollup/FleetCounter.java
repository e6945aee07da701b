package io.github.metricstcp.rollup;

import java.util.NavigableMap;

import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.SeriesKey;
import org.jspecify.annotations.Nullable;

/**
 * A counter of the fleet. Its total is the sum of all instances' totals, and what those
 * have counted that were there before: it does not fall when one is started again or
 * goes. It begins anew if all of them were let go of and one comes again.
 */
final class FleetCounter extends FleetSeries {

	private static final String COUNT = "count";

	// As the frames that were written have it
	private long total;

	private boolean written;

	private final WindowPages<Long> growth;

	private double rate;

	FleetCounter(SeriesKey key) {
		super(key);
		this.growth = new WindowPages<>(key, 0, ByteWriter::writeVarint, ByteReader::readVarint);
	}

	@Override
	void merge(int source, ByteReader message, FleetChanges changes) {
		long base = message.readVarint();
		if (base != 0) {
			this.total += base;
			changes.rebased();
		}
		for (int i = message.readInt(); i > 0; i--) {
			long window = place(message.readVarint());
			this.growth.put(window, this.growth.values().getOrDefault(window, 0L) + message.readVarint());
		}
		this.growth.keep(changes);
	}

	/**
	 * Returns the window that growth is kept for: if there are too many, the one before.
	 */
	private long place(long window) {
		NavigableMap<Long, Long> growth = this.growth.values();
		if (growth.size() < Fleet.MAX_WINDOWS) {
			return window;
		}
		Long before = growth.floorKey(window);
		return (before != null) ? before : growth.firstKey();
	}

	@Override
	long pendingAfter(long window) {
		Long next = this.growth.values().higherKey(window);
		return (next != null) ? next : Long.MAX_VALUE;
	}

	@Override
	long room() {
		return 100L * this.growth.values().size();
	}

	@Override
	boolean isWritten(long window) {
		return this.growth.values().isEmpty();
	}

	@Override
	boolean write(long window, FleetStream stream) {
		Long ofWindow = this.growth.values().get(window);
		long growth = 0;
		for (long each : this.growth.values().headMap(window, true).values()) {
			growth += each;
		}
		this.growth.removeBefore(window + 1);
		this.growth.keep(stream.changes());
		double rate = ((ofWindow != null) ? ofWindow : 0) / stream.windowSeconds();
		boolean wasZero = this.rate == 0;
		this.rate = rate;
		if (growth == 0 && this.written && rate == 0 && wasZero) {
			return false;
		}
		SeriesKey output = output(Kind.COUNTER, key().name());
		stream.increment(output, metadata(output, unit()), growth);
		this.total += growth;
		this.written = true;
		writeRate(stream);
		return true;
	}

	private void writeRate(FleetStream stream) {
		gauge(stream, key().name() + ".rate", rateUnit(), this.rate);
	}

	private @Nullable String rateUnit() {
		return ((unit() != null) ? unit() : COUNT) + "_per_second";
	}

	@Override
	void writeSnapshot(long window, FleetStream stream) {
		SeriesKey output = output(Kind.COUNTER, key().name());
		stream.total(output, metadata(output, unit()), this.total);
		if (this.written) {
			writeRate(stream);
		}
	}

	@Override
	void writeTo(ByteWriter writer) {
		super.writeTo(writer);
		writer.writeVarint(this.total).writeByte(this.written ? 1 : 0).writeDouble(this.rate);
	}

	@Override
	void readFrom(ByteReader reader) {
		super.readFrom(reader);
		this.total = reader.readVarint();
		this.written = reader.readByte() != 0;
		this.rate = reader.readDouble();
	}

	@Override
	void readPart(long part, ByteReader reader) {
		this.growth.read(reader);
	}

}
