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

	// Whether viewers have a least and a greatest value
	private boolean extremes;

	FleetGauge(SeriesKey key) {
		super(key);
	}

	@Override
	void merge(int source, ByteReader message, FleetChanges changes) {
		TreeMap<Long, GaugeValues> values = this.values.computeIfAbsent(source, (added) -> new TreeMap<>());
		for (int i = message.readInt(); i > 0; i--) {
			long window = message.readVarint();
			if (values.size() >= Fleet.MAX_WINDOWS) {
				values.pollLastEntry();
			}
			values.put(window, GaugeValues.of(message));
		}
		keep(source, values, changes);
	}

	private void keep(int source, Map<Long, GaugeValues> values, FleetChanges changes) {
		ByteWriter writer = new ByteWriter().writeVarint(values.size());
		values.forEach((window, each) -> each.writeTo(writer.writeVarint(window)));
		changes.changed(key(), source, writer.toBytes());
	}

	@Override
	void leave(int source, long window, FleetChanges changes) {
		super.leave(source, window, changes);
		removeLeft(window, changes);
	}

	/**
	 * Removes the values of partitions that have no instance any more, once they are
	 * written.
	 */
	private void removeLeft(long window, FleetChanges changes) {
		this.values.entrySet().removeIf((each) -> {
			boolean left = !isOf(each.getKey()) && each.getValue().higherKey(window) == null;
			if (left) {
				changes.removed(key(), each.getKey());
			}
			return left;
		});
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
	long room() {
		return this.values.values().stream().mapToLong((each) -> 150L * each.size()).sum();
	}

	@Override
	boolean isWritten(long window) {
		return pendingAfter(window) == Long.MAX_VALUE;
	}

	@Override
	boolean write(long window, FleetStream stream) {
		GaugeValues all = GaugeValues.NONE;
		for (Map.Entry<Integer, TreeMap<Long, GaugeValues>> each : this.values.entrySet()) {
			Map.Entry<Long, GaugeValues> last = each.getValue().floorEntry(window);
			if (last != null) {
				all = all.and(last.getValue());
				Map<Long, GaugeValues> past = each.getValue().headMap(last.getKey(), false);
				if (!past.isEmpty()) {
					past.clear();
					keep(each.getKey(), each.getValue(), stream.changes());
				}
			}
		}
		removeLeft(window, stream.changes());
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
			this.extremes = true;
			gauge(stream, name + ".min", unit(), values.min());
			gauge(stream, name + ".max", unit(), values.max());
		}
	}

	@Override
	void writeSnapshot(long window, FleetStream stream) {
		if (this.written != null) {
			writeValues(this.written, stream);
		}
	}

	@Override
	boolean hasOldValues(long window) {
		return this.extremes && this.written != null && this.written.instances() == 0;
	}

	@Override
	void letGoOfOldValues() {
		this.extremes = false;
	}

	@Override
	void writeTo(ByteWriter writer) {
		super.writeTo(writer);
		writer.writeByte((this.written == null) ? 0 : (this.extremes ? 2 : 1));
		if (this.written != null) {
			this.written.writeTo(writer);
		}
	}

	@Override
	void readFrom(ByteReader reader) {
		super.readFrom(reader);
		int flag = reader.readByte();
		this.extremes = flag == 2;
		this.written = (flag != 0) ? GaugeValues.of(reader) : null;
	}

	@Override
	void readPart(long source, ByteReader reader) {
		TreeMap<Long, GaugeValues> values = new TreeMap<>();
		for (int i = reader.readInt(); i > 0; i--) {
			values.put(reader.readVarint(), GaugeValues.of(reader));
		}
		this.values.put((int) source, values);
	}

}
