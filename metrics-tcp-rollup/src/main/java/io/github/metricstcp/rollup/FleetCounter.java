package io.github.metricstcp.rollup;

import java.util.TreeMap;

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

	private final TreeMap<Long, Long> growth = new TreeMap<>();

	private double rate;

	FleetCounter(SeriesKey key) {
		super(key);
	}

	@Override
	void merge(int source, ByteReader message, FleetChanges changes) {
		long base = message.readVarint();
		if (base != 0) {
			this.total += base;
			changes.rebased();
		}
		for (int i = message.readInt(); i > 0; i--) {
			this.growth.merge(place(message.readVarint()), message.readVarint(), Long::sum);
		}
	}

	/**
	 * Returns the window that growth is kept for: if there are too many, the one before.
	 */
	private long place(long window) {
		if (this.growth.size() < Fleet.MAX_WINDOWS) {
			return window;
		}
		Long before = this.growth.floorKey(window);
		return (before != null) ? before : this.growth.firstKey();
	}

	@Override
	long pendingAfter(long window) {
		Long next = this.growth.higherKey(window);
		return (next != null) ? next : Long.MAX_VALUE;
	}

	@Override
	long room() {
		return 100L * this.growth.size();
	}

	@Override
	boolean isWritten(long window) {
		return this.growth.isEmpty();
	}

	@Override
	boolean write(long window, FleetStream stream) {
		Long ofWindow = this.growth.get(window);
		long growth = 0;
		while (!this.growth.isEmpty() && this.growth.firstKey() <= window) {
			growth += this.growth.pollFirstEntry().getValue();
		}
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
		writer.writeVarint(this.growth.size());
		this.growth.forEach((window, amount) -> writer.writeVarint(window).writeVarint(amount));
	}

	@Override
	void readFrom(ByteReader reader) {
		super.readFrom(reader);
		this.total = reader.readVarint();
		this.written = reader.readByte() != 0;
		this.rate = reader.readDouble();
		for (int i = reader.readInt(); i > 0; i--) {
			this.growth.put(reader.readVarint(), reader.readVarint());
		}
	}

}
