package io.github.metricstcp.rollup;

import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;

import io.github.metricstcp.client.wire.SeriesKey;

/**
 * What a series has of a partition for windows that are to be written, in pages that are
 * kept apart: each has room in a record, and a change costs no more if many wait.
 *
 * @param <V> the type of what it has for a window
 */
final class WindowPages<V> {

	/**
	 * The number of windows in a page, as a power of two.
	 */
	private static final int PAGE = 6;

	private static final int PAGE_BITS = 40;

	private final SeriesKey series;

	private final int source;

	private final BiConsumer<ByteWriter, V> writer;

	private final Function<ByteReader, V> reader;

	private final NavigableMap<Long, V> values = new TreeMap<>();

	private final Set<Long> changed = new TreeSet<>();

	/**
	 * Creates pages without windows.
	 * @param source the number of the partition
	 */
	WindowPages(SeriesKey series, int source, BiConsumer<ByteWriter, V> writer, Function<ByteReader, V> reader) {
		this.series = series;
		this.source = source;
		this.writer = writer;
		this.reader = reader;
	}

	/**
	 * Returns the partition that a part of the state is of.
	 */
	static int source(long part) {
		return (int) (part >>> PAGE_BITS);
	}

	/**
	 * Returns the values by their windows, to be read only.
	 */
	NavigableMap<Long, V> values() {
		return this.values;
	}

	void put(long window, V value) {
		this.values.put(window, value);
		this.changed.add(window >> PAGE);
	}

	/**
	 * Removes the values of windows before one.
	 */
	void removeBefore(long window) {
		remove(this.values.headMap(window, false));
	}

	/**
	 * Removes the value of the last window.
	 */
	void removeLast() {
		remove(this.values.tailMap(this.values.lastKey(), true));
	}

	void removeAll() {
		remove(this.values);
	}

	private void remove(NavigableMap<Long, V> past) {
		past.keySet().forEach((window) -> this.changed.add(window >> PAGE));
		past.clear();
	}

	/**
	 * Keeps the pages that have changed.
	 */
	void keep(FleetChanges changes) {
		for (long page : this.changed) {
			long part = ((long) this.source << PAGE_BITS) | page;
			NavigableMap<Long, V> windows = this.values.subMap(page << PAGE, true, (page + 1) << PAGE, false);
			if (windows.isEmpty()) {
				changes.removed(this.series, part);
			}
			else {
				ByteWriter bytes = new ByteWriter();
				windows.forEach((window, value) -> this.writer.accept(bytes.writeVarint(window), value));
				changes.changed(this.series, part, bytes.toBytes());
			}
		}
		this.changed.clear();
	}

	/**
	 * Reads a page that was kept.
	 */
	void read(ByteReader page) {
		while (!page.atEnd()) {
			this.values.put(page.readVarint(), this.reader.apply(page));
		}
	}

}
