package io.github.metricstcp.internal.stream;

import java.util.List;

import io.micrometer.core.instrument.Tags;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FrameTemplate}: whatever was written before, a frame is the one that
 * {@link FrameWriter} encodes.
 */
class FrameTemplateTests {

	private static final byte[] NAME = FrameWriter.nameField("orders.placed");

	private static final byte[] LABELS = FrameWriter.labelFields(Tags.of("channel", "app", "empty", ""));

	@Property
	void everyFrameIsAsIfEncodedAnew(@ForAll("operations") Operation operation,
			@ForAll("events") List<TimedValue> events) {
		FrameTemplate template = new FrameTemplate(NAME, LABELS, operation);
		FrameWriter copied = new FrameWriter(16);
		FrameWriter encoded = new FrameWriter(16);
		for (TimedValue event : events) {
			template.write(copied, event.epochNanos, event.bits);
			encoded.metric(NAME, LABELS, event.epochNanos, operation, event.bits);
			assertThat(copied.copy()).isEqualTo(encoded.copy());
		}
	}

	@Provide
	Arbitrary<Operation> operations() {
		return Arbitraries.of(Operation.class);
	}

	@Provide
	Arbitrary<List<TimedValue>> events() {
		// Few seconds, so that they repeat, and all lengths of nanoseconds and values
		Arbitrary<Long> seconds = Arbitraries.longs().between(-1, 2);
		Arbitrary<Long> nanos = Arbitraries.integers().between(0, 29).map((bits) -> (1L << bits) - 1);
		Arbitrary<Long> others = Arbitraries.longs().between(0, 999_999_999);
		Arbitrary<Long> bits = Arbitraries.oneOf(Arbitraries.longs().between(0, 300), Arbitraries.longs());
		return Combinators.combine(seconds, Arbitraries.oneOf(nanos, others), bits)
			.as((second, nano, value) -> new TimedValue(second * 1_000_000_000L + nano, value))
			.list()
			.ofMaxSize(50);
	}

	private record TimedValue(long epochNanos, long bits) {
	}

}
