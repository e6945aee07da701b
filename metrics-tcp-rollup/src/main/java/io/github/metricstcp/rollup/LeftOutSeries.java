package io.github.metricstcp.rollup;

import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * The series that had no room in the fleet. Totals and metadata of them were dropped, and
 * partitions do not send those again. So they stay out, even if there is room, until no
 * partition has them any more. They are kept by hashes of their keys.
 */
final class LeftOutSeries {

	/**
	 * The number of those that are told apart. If there are more, nothing is let in any
	 * more that the fleet does not have.
	 */
	static final int MAX = PartitionSums.MAX_SERIES;

	private final FleetStore store;

	private int number;

	private boolean tooMany;

	/**
	 * Creates those that a store has.
	 */
	LeftOutSeries(FleetStore store) {
		this.store = store;
		this.number = store.leftOut();
		this.tooMany = this.number > MAX;
	}

	/**
	 * Returns whether a series stays out.
	 */
	boolean has(byte[] key) {
		return this.tooMany || (this.number > 0 && this.store.leftOut(hash(key)) != null);
	}

	/**
	 * Leaves out what a partition has sent of a series.
	 */
	void add(byte[] key, int source) {
		if (this.tooMany) {
			return;
		}
		long hash = hash(key);
		byte[] known = this.store.leftOut(hash);
		Set<Integer> sources = sources(known);
		if (sources.add(source)) {
			this.store.putLeftOut(hash, toBytes(sources));
		}
		if (known == null) {
			this.number++;
			this.tooMany = this.number > MAX;
		}
	}

	/**
	 * Notes that a partition has no instance any more with a series.
	 */
	void leave(byte[] key, int source) {
		long hash = hash(key);
		byte[] known = this.store.leftOut(hash);
		Set<Integer> sources = sources(known);
		if (this.tooMany || !sources.remove(source)) {
			return;
		}
		if (sources.isEmpty()) {
			this.number--;
			this.store.removeLeftOut(hash);
		}
		else {
			this.store.putLeftOut(hash, toBytes(sources));
		}
	}

	private static Set<Integer> sources(byte @Nullable [] written) {
		Set<Integer> sources = new TreeSet<>();
		if (written != null) {
			ByteReader reader = new ByteReader(written);
			while (!reader.atEnd()) {
				sources.add(reader.readInt());
			}
		}
		return sources;
	}

	private static byte[] toBytes(Set<Integer> sources) {
		ByteWriter writer = new ByteWriter();
		sources.forEach(writer::writeVarint);
		return writer.toBytes();
	}

	/**
	 * FNV-1a, of 64 bits.
	 */
	private static long hash(byte[] key) {
		long hash = 0xCBF29CE484222325L;
		for (byte each : key) {
			hash = (hash ^ (each & 0xFF)) * 0x100000001B3L;
		}
		return hash;
	}

}
