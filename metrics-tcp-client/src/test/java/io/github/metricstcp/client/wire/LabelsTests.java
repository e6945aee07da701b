package io.github.metricstcp.client.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Labels}: it is what an unmodifiable tree of the labels is, and its
 * texts are shared.
 */
class LabelsTests {

	private static final Map<String, String> MAP = Map.of("uri", "/orders", "method", "GET", "status", "200", "a", "");

	private final TreeMap<String, String> tree = new TreeMap<>(MAP);

	private final Labels labels = new Labels(MAP);

	@Test
	void labelsAreThoseOfATree() {
		assertThat(this.labels).isEqualTo(this.tree).hasSameHashCodeAs(this.tree).hasToString(this.tree.toString());
		assertThat(this.tree).isEqualTo(this.labels);
		assertThat(List.copyOf(this.labels.entrySet())).isEqualTo(List.copyOf(this.tree.entrySet()));
		assertThat(this.labels.firstKey()).isEqualTo("a");
		assertThat(this.labels.lastKey()).isEqualTo("uri");
		assertThat(this.labels.get("a")).isEmpty();
		assertThat(this.labels.get("b")).isNull();
		assertThat(this.labels.containsKey("status")).isTrue();
		assertThat(this.labels.containsKey("b")).isFalse();
		assertThat(this.labels.subMap("b", "t")).isEqualTo(this.tree.subMap("b", "t"));
		assertThat(this.labels.headMap("status")).isEqualTo(this.tree.headMap("status"));
		assertThat(this.labels.tailMap("status")).isEqualTo(this.tree.tailMap("status"));
	}

	@Test
	void noLabelsHaveNoKeys() {
		Labels none = new Labels(Map.of());
		assertThat(none).isEmpty();
		assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(none::firstKey);
		assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(none::lastKey);
	}

	@Test
	void labelsDoNotChange() {
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> this.labels.put("b", "c"));
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> this.labels.remove("uri"));
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(this.labels::clear);
	}

	@Test
	void seriesShareTheirTexts() throws MalformedStreamException {
		List<SeriesKey> keys = new ArrayList<>();
		FrameDecoder<SeriesKey> decoder = new FrameDecoder<>(new KeyListener() {

			@Override
			public SeriesKey series(SeriesKey key) {
				keys.add(key);
				return key;
			}

		}, FrameDecoder.DEFAULT_MAX_FRAME_LENGTH, 10);
		for (String uri : List.of("/orders", "/prices")) {
			SeriesKey key = new SeriesKey(Kind.COUNTER, "requests", Map.of("method", "GET", "uri", uri));
			decoder.decode(ByteBuffer.wrap(FrameEncoder.encode(key, Operation.INCREMENT_COUNTER, 1, 1, 1)));
		}
		SeriesKey first = keys.get(0);
		SeriesKey second = keys.get(1);
		assertThat(second.name()).isSameAs(first.name());
		assertThat(second.labels().get("method")).isSameAs(first.labels().get("method"));
		assertThat(second.labels().lastKey()).isSameAs(first.labels().lastKey());
		assertThat(second.labels()).containsEntry("uri", "/prices");
	}

}
