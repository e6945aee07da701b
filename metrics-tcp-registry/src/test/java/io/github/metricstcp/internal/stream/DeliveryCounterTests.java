package io.github.metricstcp.internal.stream;

import java.util.List;

import io.github.metricstcp.ClientCounts;
import io.github.metricstcp.DeliveryCounts;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DeliveryCounter} and {@link DeliveryTotals}.
 */
class DeliveryCounterTests {

	private final DeliveryTotals totals = new DeliveryTotals();

	private final DeliveryCounter counter = new DeliveryCounter(this.totals);

	@Test
	void eventsOfAChunkAreWaitingUntilItIsWritten() {
		Chunk chunk = chunk(10);
		this.counter.offered(3);
		this.counter.writing(chunk);
		assertThat(this.counter.counts(1)).isEqualTo(new ClientCounts(3, 0, 0, 0, 3, 0));
		assertThat(this.totals.counts()).isEqualTo(new DeliveryCounts(0, 0, 0, 0));
		this.counter.written();
		this.counter.written();
		assertThat(this.counter.counts(1)).isEqualTo(new ClientCounts(3, 2, 0, 0, 1, 10));
		assertThat(this.totals.counts()).isEqualTo(new DeliveryCounts(2, 0, 0, 10));
	}

	@Test
	void totalsAreThoseOfAllClients() {
		DeliveryCounter another = new DeliveryCounter(this.totals);
		this.counter.coalesced(1);
		another.coalesced(2);
		this.counter.dropped(3);
		another.dropped(4);
		another.writing(chunk(20));
		another.written();
		assertThat(this.counter.counts(0)).isEqualTo(new ClientCounts(0, 0, 1, 3, 0, 0));
		assertThat(this.totals.counts()).isEqualTo(new DeliveryCounts(2, 3, 7, 20));
	}

	/**
	 * Returns a chunk of two events.
	 */
	private static Chunk chunk(int length) {
		FrameWriter writer = new FrameWriter(length);
		writer.frame(new byte[length]);
		return new Chunk(writer, 2, 0, List.of());
	}

}
