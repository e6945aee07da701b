package io.github.metricstcp.rollup;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.BiConsumer;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The state of the series of a fleet in a store of Kafka Streams: their own, what they
 * have for open windows, and which had no room.
 */
final class FleetStore {

	private static final byte STATE = 'a';

	private static final byte SERIES = 's';

	private static final byte PART = 'w';

	private static final byte LEFT_OUT = 'x';

	private static final Bytes STATE_KEY = Bytes.wrap(new byte[] { STATE });

	private static final Bytes ORIGIN_KEY = Bytes.wrap(new byte[] { 'o' });

	private final KeyValueStore<Bytes, byte[]> store;

	FleetStore(KeyValueStore<Bytes, byte[]> store) {
		this.store = store;
	}

	boolean isEmpty() {
		try (KeyValueIterator<Bytes, byte[]> all = this.store.all()) {
			return !all.hasNext();
		}
	}

	byte @Nullable [] origin() {
		return this.store.get(ORIGIN_KEY);
	}

	void putOrigin(byte[] origin) {
		this.store.put(ORIGIN_KEY, origin);
	}

	byte @Nullable [] state() {
		return this.store.get(STATE_KEY);
	}

	void putState(byte[] state) {
		this.store.put(STATE_KEY, state);
	}

	void putSeries(byte[] key, byte[] series) {
		this.store.put(seriesKey(key), series);
	}

	void removeSeries(byte[] key) {
		this.store.delete(seriesKey(key));
	}

	private static Bytes seriesKey(byte[] key) {
		return Bytes.wrap(ByteBuffer.allocate(1 + key.length).put(SERIES).put(key).array());
	}

	void putPart(byte[] key, long part, byte[] state) {
		this.store.put(partKey(key, part), state);
	}

	void removePart(byte[] key, long part) {
		this.store.delete(partKey(key, part));
	}

	private static Bytes partKey(byte[] key, long part) {
		ByteBuffer bytes = ByteBuffer.allocate(1 + key.length + Long.BYTES);
		return Bytes.wrap(bytes.put(PART).put(key).putLong(part).array());
	}

	/**
	 * Returns the number of series that have no room.
	 */
	int leftOut() {
		int[] number = { 0 };
		forEach(LEFT_OUT, (key, value) -> number[0]++);
		return number[0];
	}

	byte @Nullable [] leftOut(long hash) {
		return this.store.get(leftOutKey(hash));
	}

	void putLeftOut(long hash, byte[] sources) {
		this.store.put(leftOutKey(hash), sources);
	}

	void removeLeftOut(long hash) {
		this.store.delete(leftOutKey(hash));
	}

	private static Bytes leftOutKey(long hash) {
		return Bytes.wrap(ByteBuffer.allocate(1 + Long.BYTES).put(LEFT_OUT).putLong(hash).array());
	}

	void forEachSeries(BiConsumer<byte[], byte[]> series) {
		forEach(SERIES, (key, value) -> series.accept(Arrays.copyOfRange(key, 1, key.length), value));
	}

	void forEachPart(PartConsumer parts) {
		forEach(PART, (key, value) -> {
			int end = key.length - Long.BYTES;
			parts.accept(Arrays.copyOfRange(key, 1, end), ByteBuffer.wrap(key).getLong(end), value);
		});
	}

	private void forEach(byte part, BiConsumer<byte[], byte[]> entries) {
		Bytes from = Bytes.wrap(new byte[] { part });
		Bytes to = Bytes.wrap(new byte[] { (byte) (part + 1) });
		try (KeyValueIterator<Bytes, byte[]> all = this.store.range(from, to)) {
			while (all.hasNext()) {
				KeyValue<Bytes, byte[]> each = all.next();
				entries.accept(each.key.get(), each.value);
			}
		}
	}

	/**
	 * Takes parts of the state of series.
	 */
	interface PartConsumer {

		void accept(byte[] key, long part, byte[] state);

	}

}
