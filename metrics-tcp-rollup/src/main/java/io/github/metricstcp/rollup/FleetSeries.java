package io.github.metricstcp.rollup;

import java.util.Set;
import java.util.TreeSet;

import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Metadata;
import io.github.metricstcp.client.wire.SeriesKey;
import org.jspecify.annotations.Nullable;

/**
 * One series of the fleet: its windows that are open, and what was written of it.
 */
abstract sealed class FleetSeries permits FleetCounter, FleetGauge, FleetHistogram {

	private final SeriesKey key;

	private @Nullable String unit;

	private @Nullable String description;

	// The partitions that have instances with it
	private final Set<Integer> sources = new TreeSet<>();

	FleetSeries(SeriesKey key) {
		this.key = key;
	}

	static FleetSeries of(SeriesKey key) {
		return switch (key.kind()) {
			case COUNTER -> new FleetCounter(key);
			case GAUGE -> new FleetGauge(key);
			case HISTOGRAM -> new FleetHistogram(key);
		};
	}

	SeriesKey key() {
		return this.key;
	}

	@Nullable String unit() {
		return this.unit;
	}

	/**
	 * Merges the message of one partition.
	 * @param source the number of the partition
	 * @param content what the message has
	 * @param message what is behind that
	 */
	void accept(int source, int content, ByteReader message, FleetChanges changes) {
		this.sources.add(source);
		if (content == SeriesSum.METADATA_AND_CHANGES) {
			this.unit = message.readOptionalText();
			this.description = message.readOptionalText();
		}
		merge(source, message, changes);
	}

	/**
	 * Notes that a partition has no instance any more with the series.
	 * @param window the last window that was written
	 */
	void leave(int source, long window, FleetChanges changes) {
		this.sources.remove(source);
	}

	/**
	 * Returns whether a partition has an instance with the series.
	 */
	boolean isOf(int source) {
		return this.sources.contains(source);
	}

	/**
	 * Returns whether nothing is to be written any more: no partition has it, and all
	 * that has come is written.
	 * @param window the last window that was written
	 */
	boolean isOver(long window) {
		return this.sources.isEmpty() && isWritten(window);
	}

	abstract boolean isWritten(long window);

	abstract void merge(int source, ByteReader message, FleetChanges changes);

	/**
	 * Returns the first window after one for which something is to be written.
	 * @return the window, {@link Long#MAX_VALUE} if there is none
	 */
	abstract long pendingAfter(long window);

	/**
	 * Returns the number of bytes that its windows take, roughly.
	 */
	abstract long room();

	/**
	 * Writes what has come up to a window and was not written, unless there is nothing.
	 * @return whether there was anything
	 */
	abstract boolean write(long window, FleetStream stream);

	/**
	 * Writes totals and values, as they were written last, as far as they are those of
	 * now.
	 * @param window the last window that was written
	 */
	abstract void writeSnapshot(long window, FleetStream stream);

	/**
	 * Returns whether viewers have values that are not those of now, and are not followed
	 * by others.
	 * @param window the last window that was written
	 */
	boolean hasOldValues(long window) {
		return false;
	}

	/**
	 * Notes that viewers do not have old values any more.
	 */
	void letGoOfOldValues() {
	}

	/**
	 * Lets go of windows that nothing is added to any more.
	 */
	void close(long window, FleetChanges changes) {
	}

	void writeTo(ByteWriter writer) {
		writer.writeOptionalText(this.unit).writeOptionalText(this.description).writeVarint(this.sources.size());
		this.sources.forEach(writer::writeVarint);
	}

	void readFrom(ByteReader reader) {
		this.unit = reader.readOptionalText();
		this.description = reader.readOptionalText();
		for (int i = reader.readInt(); i > 0; i--) {
			this.sources.add(reader.readInt());
		}
	}

	/**
	 * Reads a part of its state that is kept apart.
	 */
	void readPart(long part, ByteReader reader) {
	}

	/**
	 * Returns the identity of a metric that is written.
	 */
	SeriesKey output(Kind kind, String name) {
		return new SeriesKey(kind, name, this.key.labels());
	}

	/**
	 * Returns the metadata of a metric that is written.
	 */
	Metadata metadata(SeriesKey output, @Nullable String unit) {
		return new Metadata(output.kind(), output.name(), unit, this.description);
	}

	void gauge(FleetStream stream, String name, @Nullable String unit, double value) {
		SeriesKey output = output(Kind.GAUGE, name);
		stream.gauge(output, metadata(output, unit), value);
	}

}
