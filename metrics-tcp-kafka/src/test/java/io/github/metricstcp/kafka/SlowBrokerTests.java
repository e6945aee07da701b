package io.github.metricstcp.kafka;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.kafka.PartitionRecords.Entry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a broker that takes less than comes, of a topic of several partitions.
 */
class SlowBrokerTests {

	// Of all four partitions
	private static final int TARGETS = 8;

	private static final int SERIES = 1_000;

	// Of each target, in a tenth of a second
	private static final int SAMPLES = 100;

	private static final int FRAME = FrameSource.event(Kind.HISTOGRAM, "latency", Map.of("channel", "web"),
			Operation.RECORD_HISTOGRAM, Double.doubleToRawLongBits(1), 1_000_000).length;

	private final AtomicLong time = new AtomicLong();

	private final RecordQueue queue = new RecordQueue(1 << 20, this.time::get);

	private final Set<TargetRelay> open = new HashSet<>();

	private long came;

	private long acknowledged;

	@Test
	void noMoreIsLostThanWhatIsTooMuchForIt() throws Exception {
		this.queue.spread(4);
		List<FrameSource> sources = IntStream.range(9, 9 + TARGETS).mapToObj(this::source).toList();
		long samples = 0;
		for (int i = 0; i < 600; i++) {
			for (FrameSource each : sources) {
				IntStream.range(0, SAMPLES).forEach((sample) -> each.sample("latency", sample));
				samples += SAMPLES;
				this.came += (long) SAMPLES * FRAME;
			}
			this.time.addAndGet(TimeUnit.MILLISECONDS.toNanos(100));
			this.open.forEach(TargetRelay::tick);
			acknowledgeHalf();
		}
		assertThat(this.queue.counts().droppedSamples()).isBetween(samples * 4 / 10, samples * 6 / 10);
	}

	private FrameSource source(int number) {
		FrameSource source = new FrameSource(new TargetRelay("10.0.0.%s:5000".formatted(number), "shop-" + number,
				SERIES, this.queue, this.open, this.time::get))
			.open();
		for (int i = 0; i < SERIES; i++) {
			source.label("orders", "series-" + i, 1);
		}
		return source;
	}

	private void acknowledgeHalf() throws InterruptedException {
		while (this.acknowledged < this.came / 2) {
			Entry entry = this.queue.take(0);
			if (entry == null) {
				return;
			}
			this.queue.acknowledged(entry);
			this.acknowledged += entry.batch().frames().length;
		}
	}

}
