package io.github.metricstcp.rollup;

import java.util.Map;
import java.util.TreeMap;

import io.github.metricstcp.client.wire.SeriesKey;
import org.jspecify.annotations.Nullable;

/**
 * A gauge of the fleet: the values that its instances have at the end of each window.
 */
final class FleetGauge extends FleetSeries {

	// By partitions, and by the windows from which on they are those. One of the past is
	// kept
	private final Map<Integer, TreeMap<Long, GaugeValues>> values = new TreeMap<>();

	// What was written last
	private @Nullable GaugeValues written;

	FleetGauge(SeriesKey key) {
		super(key);
	}

	@Override
	void merge(int source, ByteReader message, FleetChanges changes) {
		TreeMap<Long, GaugeValues> values = this.values.computeIfAbsent(source, (added) -> new TreeMap<>());
		for (int i = message.readInt(); i > 0; i--) {
			values.put(message.readVarint(), GaugeValues.of(message));
		}
	}

	@Override
	void leave(int source, long window) {
		super.leave(source, window);
		removeLeft(window);
	}

	/**
	 * Removes the values of partitions that have no instance any more, once they are
	 * written.
	 */
	private void removeLeft(long window) {
		this.values.entrySet().removeIf((each) -> !isOf(each.getKey()) && each.getValue().higherKey(window) == null);
	}

	@Override
	long pendingAfter(long window) {
		long next = Long.MAX_VALUE;
		for (TreeMap<Long, GaugeValues> each : this.values.values()) {
			Long higher = each.higherKey(window);
			next = (higher != null) ? Math.min(next, higher) : next;
		}
		return next;
	}

	@Override
	boolean isWritten(long window) {
		return pendingAfter(window) == Long.MAX_VALUE;
	}

	@Override
	boolean write(long window, FleetStream stream) {
		GaugeValues all = GaugeValues.NONE;
		for (TreeMap<Long, GaugeValues> each : this.values.values()) {
			Map.Entry<Long, GaugeValues> last = each.floorEntry(window);
			if (last != null) {
				all = all.and(last.getValue());
				each.headMap(last.getKey(), false).clear();
			}
		}
		removeLeft(window);
		if (all.instances() == 0 && (this.written == null || this.written.instances() == 0)) {
			return false;
		}
		this.written = all;
		writeValues(all, stream);
		return true;
	}

	private void writeValues(GaugeValues values, FleetStream stream) {
		String name = key().name();
		gauge(stream, name + ".instances", "count", (double) values.instances());
		gauge(stream, name + ".sum", unit(), values.sum());
		if (values.instances() > 0) {
			gauge(stream, name + ".min", unit(), values.min());
			gauge(stream, name + ".max", unit(), values.max());
		}
	}

	@Override
	void writeSnapshot(FleetStream stream) {
		if (this.written != null) {
			writeValues(this.written, stream);
		}
	}

	@Override
	void writeTo(ByteWriter writer) {
		super.writeTo(writer);
		writer.writeByte((this.written != null) ? 1 : 0);
		if (this.written != null) {
			this.written.writeTo(writer);
		}
		writer.writeVarint(this.values.size());
		this.values.forEach((source, values) -> {
			writer.writeVarint(source).writeVarint(values.size());
			values.forEach((window, each) -> each.writeTo(writer.writeVarint(window)));
		});
	}

	@Override
	void readFrom(ByteReader reader) {
		super.readFrom(reader);
		this.written = (reader.readByte() != 0) ? GaugeValues.of(reader) : null;
		for (int i = reader.readInt(); i > 0; i--) {
			TreeMap<Long, GaugeValues> values = new TreeMap<>();
			this.values.put(reader.readInt(), values);
			for (int j = reader.readInt(); j > 0; j--) {
				values.put(reader.readVarint(), GaugeValues.of(reader));
			}
		}
	}

}
