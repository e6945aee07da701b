package io.github.metricstcp.rollup;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The state of all instances of a partition in a store of Kafka Streams: for each a head,
 * and pages with the identities and with the values of its series.
 */
final class InstanceStore {

	private static final char HEAD = 'h';

	private static final char KEYS = 'k';

	private static final char VALUES = 'v';

	private static final Bytes ORIGIN = Bytes.wrap(new byte[] { 'o' });

	private final KeyValueStore<Bytes, byte[]> store;

	InstanceStore(KeyValueStore<Bytes, byte[]> store) {
		this.store = store;
	}

	boolean isEmpty() {
		try (KeyValueIterator<Bytes, byte[]> all = this.store.all()) {
			return !all.hasNext();
		}
	}

	byte @Nullable [] origin() {
		return this.store.get(ORIGIN);
	}

	void putOrigin(byte[] origin) {
		this.store.put(ORIGIN, origin);
	}

	private static Bytes key(char part, String instance, int page) {
		byte[] name = instance.getBytes(StandardCharsets.UTF_8);
		ByteBuffer key = ByteBuffer.allocate(1 + name.length + Integer.BYTES);
		return Bytes.wrap(key.put((byte) part).put(name).putInt(page).array());
	}

	void putHead(String instance, byte[] head) {
		this.store.put(key(HEAD, instance, 0), head);
	}

	void putKeys(String instance, int page, byte[] keys) {
		this.store.put(key(KEYS, instance, page), keys);
	}

	void putValues(String instance, int page, byte[] values) {
		this.store.put(key(VALUES, instance, page), values);
	}

	byte @Nullable [] keys(String instance, int page) {
		return this.store.get(key(KEYS, instance, page));
	}

	byte @Nullable [] values(String instance, int page) {
		return this.store.get(key(VALUES, instance, page));
	}

	void removeHead(String instance) {
		this.store.delete(key(HEAD, instance, 0));
	}

	void remove(String instance, int page) {
		this.store.delete(key(KEYS, instance, page));
		this.store.delete(key(VALUES, instance, page));
	}

	/**
	 * Calls back with each instance and its head.
	 */
	void forEach(BiConsumer<String, byte[]> heads) {
		Bytes from = Bytes.wrap(new byte[] { (byte) HEAD });
		Bytes to = Bytes.wrap(new byte[] { (byte) (HEAD + 1) });
		try (KeyValueIterator<Bytes, byte[]> all = this.store.range(from, to)) {
			while (all.hasNext()) {
				KeyValue<Bytes, byte[]> each = all.next();
				byte[] key = each.key.get();
				heads.accept(new String(key, 1, key.length - 1 - Integer.BYTES, StandardCharsets.UTF_8), each.value);
			}
		}
	}

}
