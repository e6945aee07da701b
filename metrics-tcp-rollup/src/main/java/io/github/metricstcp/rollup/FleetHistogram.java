package io.github.metricstcp.rollup;

import java.util.Map;
import java.util.TreeMap;

import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.SeriesKey;
import org.jspecify.annotations.Nullable;

/**
 * A histogram of the fleet: the samples of all instances in each window. A window whose
 * samples have become more after it was written has its sketch written again; its
 * quantiles are written once, so that no viewer goes back.
 */
final class FleetHistogram extends FleetSeries {

	/**
	 * The number of windows without samples after which statistics are not those of now.
	 */
	private static final int CURRENT_WINDOWS = 3;

	// Those that are open
	private final TreeMap<Long, Written> windows = new TreeMap<>();

	// As the frames that were written have it
	private long count;

	private long lastWritten = Long.MIN_VALUE;

	private @Nullable SampleStatistics statistics;

	FleetHistogram(SeriesKey key) {
		super(key);
	}

	@Override
	void merge(int source, ByteReader message, FleetChanges changes) {
		for (int i = message.readInt(); i > 0; i--) {
			long window = message.readVarint();
			SampleSet samples = SampleSet.of(message);
			if (changes.isClosed(window)) {
				changes.late(source, samples.count());
			}
			else {
				Written written = this.windows.computeIfAbsent(window, (added) -> new Written(new SampleSet()));
				written.samples.merge(samples);
				changes.changed(key(), window, written.toBytes());
			}
		}
	}

	@Override
	long pendingAfter(long window) {
		for (Map.Entry<Long, Written> each : this.windows.tailMap(window, false).entrySet()) {
			if (each.getValue().isPending()) {
				return each.getKey();
			}
		}
		return Long.MAX_VALUE;
	}

	@Override
	long room() {
		return this.windows.values().stream().mapToLong((each) -> each.samples.room()).sum();
	}

	@Override
	boolean isWritten(long window) {
		return this.windows.isEmpty();
	}

	@Override
	boolean write(long window, FleetStream stream) {
		long growth = 0;
		SampleSet last = null;
		for (Map.Entry<Long, Written> each : this.windows.headMap(window, true).entrySet()) {
			Written written = each.getValue();
			if (written.isPending()) {
				growth += written.samples.count() - written.count;
				written.count = written.samples.count();
				stream.sketch(each.getKey(), key(), unit(), written.samples);
				stream.changes().changed(key(), each.getKey(), written.toBytes());
				if (each.getKey() > this.lastWritten) {
					this.lastWritten = each.getKey();
					last = written.samples;
				}
			}
		}
		if (growth == 0) {
			return false;
		}
		SeriesKey output = countKey(stream);
		stream.increment(output, metadata(output, "count"), growth);
		this.count += growth;
		if (last != null) {
			this.statistics = SampleStatistics.of(last);
			writeStatistics(this.statistics, stream);
		}
		return true;
	}

	private void writeStatistics(SampleStatistics statistics, FleetStream stream) {
		String name = key().name();
		gauge(stream, name + ".p50", unit(), statistics.p50());
		gauge(stream, name + ".p90", unit(), statistics.p90());
		gauge(stream, name + ".p99", unit(), statistics.p99());
		gauge(stream, FleetNames.max(key(), stream::hasSeries), unit(), statistics.max());
		gauge(stream, name + ".mean", unit(), statistics.mean());
	}

	private SeriesKey countKey(FleetStream stream) {
		return output(Kind.COUNTER, FleetNames.count(key(), stream::hasSeries));
	}

	@Override
	void writeSnapshot(long window, FleetStream stream) {
		SeriesKey output = countKey(stream);
		stream.total(output, metadata(output, "count"), this.count);
		if (this.statistics != null && !hasOldValues(window)) {
			writeStatistics(this.statistics, stream);
		}
	}

	@Override
	boolean hasOldValues(long window) {
		return this.statistics != null && this.lastWritten < window - CURRENT_WINDOWS;
	}

	@Override
	void letGoOfOldValues() {
		this.statistics = null;
	}

	@Override
	void close(long window, FleetChanges changes) {
		this.windows.headMap(window, true).entrySet().removeIf((each) -> {
			boolean over = !each.getValue().isPending();
			if (over) {
				changes.removed(key(), each.getKey());
			}
			return over;
		});
	}

	@Override
	void writeTo(ByteWriter writer) {
		super.writeTo(writer);
		writer.writeVarint(this.count).writeSigned(this.lastWritten).writeByte((this.statistics != null) ? 1 : 0);
		if (this.statistics != null) {
			this.statistics.writeTo(writer);
		}
	}

	@Override
	void readFrom(ByteReader reader) {
		super.readFrom(reader);
		this.count = reader.readVarint();
		this.lastWritten = reader.readSigned();
		this.statistics = (reader.readByte() != 0) ? SampleStatistics.of(reader) : null;
	}

	@Override
	void readPart(long window, ByteReader reader) {
		long count = reader.readVarint();
		Written written = new Written(SampleSet.of(reader));
		written.count = count;
		this.windows.put(window, written);
	}

	/**
	 * The samples of a window, and how many of them were written.
	 */
	private static final class Written {

		private final SampleSet samples;

		private long count;

		private Written(SampleSet samples) {
			this.samples = samples;
		}

		private byte[] toBytes() {
			ByteWriter writer = new ByteWriter().writeVarint(this.count);
			this.samples.writeTo(writer);
			return writer.toBytes();
		}

		private boolean isPending() {
			return this.samples.count() > this.count;
		}

	}

}
