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
	private final Map<Integer, WindowPages<GaugeValues>> values = new TreeMap<>();

	// What was written last
	private @Nullable GaugeValues written;

	// Whether viewers have a least and a greatest value
	private boolean extremes;

	FleetGauge(SeriesKey key) {
		super(key);
	}

	@Override
	void merge(int source, ByteReader message, FleetChanges changes) {
		WindowPages<GaugeValues> values = values(source);
		for (int i = message.readInt(); i > 0; i--) {
			long window = message.readVarint();
			if (values.values().size() >= Fleet.MAX_WINDOWS) {
				values.removeLast();
			}
			values.put(window, GaugeValues.of(message));
		}
		values.keep(changes);
	}

	private WindowPages<GaugeValues> values(int source) {
		return this.values.computeIfAbsent(source, (added) -> new WindowPages<>(key(), source,
				(writer, values) -> values.writeTo(writer), GaugeValues::of));
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
			WindowPages<GaugeValues> values = each.getValue();
			boolean left = !isOf(each.getKey()) && values.values().higherKey(window) == null;
			if (left) {
				values.removeAll();
				values.keep(changes);
			}
			return left;
		});
	}

	@Override
	long pendingAfter(long window) {
		long next = Long.MAX_VALUE;
		for (WindowPages<GaugeValues> each : this.values.values()) {
			Long higher = each.values().higherKey(window);
			next = (higher != null) ? Math.min(next, higher) : next;
		}
		return next;
	}

	@Override
	long room() {
		return this.values.values().stream().mapToLong((each) -> 150L * each.values().size()).sum();
	}

	@Override
	boolean isWritten(long window) {
		return pendingAfter(window) == Long.MAX_VALUE;
	}

	@Override
	boolean write(long window, FleetStream stream) {
		GaugeValues all = GaugeValues.NONE;
		for (WindowPages<GaugeValues> each : this.values.values()) {
			Map.Entry<Long, GaugeValues> last = each.values().floorEntry(window);
			if (last != null) {
				all = all.and(last.getValue());
				each.removeBefore(last.getKey());
				each.keep(stream.changes());
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
	void readPart(long part, ByteReader reader) {
		values(WindowPages.source(part)).read(reader);
	}

}
