package io.github.metricstcp.observer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConnectionMessages}.
 */
class ConnectionMessagesTests {

	private final List<String> said = new ArrayList<>();

	private final ConnectionMessages messages = new ConnectionMessages(new Session(this.said::add), "shop:5000", false);

	@Test
	void eachSilenceOfABusyStreamIsSaid() {
		this.messages.opened("shop:5000");
		for (int i = 0; i < 2; i++) {
			this.messages.frame(new byte[1], 0, 1);
			this.messages.quiet("nothing received for more than 30 s");
		}
		assertThat(this.said).containsExactly("shop:5000 is connected.",
				"shop:5000: nothing received for more than 30 s.", "shop:5000: nothing received for more than 30 s.");
	}

	@Test
	void reasonOfEachFailedAttemptIsSaidOnce() {
		for (int i = 0; i < 2; i++) {
			this.messages.connecting();
			this.messages.closed("unknown host", Duration.ofSeconds(1));
		}
		assertThat(this.said).containsExactly("shop:5000: unknown host; trying again.");
	}

	@Test
	void dropsAreSeenThoughTheDecoderRemembersNoneOfTheMeters() {
		this.messages.opened("shop:5000");
		drop("metrics.tcp.events", 1000);
		drop("metrics.tcp.deliveries", 7);
		drop("metrics.tcp.events", 1000);
		assertThat(this.said).hasSize(1);
		drop("metrics.tcp.deliveries", 8);
		drop("metrics.tcp.deliveries", 9);
		assertThat(this.said).hasSize(2);
		assertThat(this.said.get(1)).startsWith("shop:5000: the exporter drops samples: ");
	}

	@Test
	void dropsBetweenTwoConnectionsAreOthers() {
		for (long total : new long[] { 1000, 2000 }) {
			this.messages.opened("shop:5000");
			drop("metrics.tcp.events", total);
			this.messages.closed("has closed the connection", Duration.ofSeconds(1));
		}
		assertThat(this.said).noneMatch((each) -> each.contains("drops samples"));
	}

	@Test
	void anIncrementOfDropsIsPartOfTheNextTotal() {
		this.messages.opened("shop:5000");
		SeriesKey key = new SeriesKey(Kind.COUNTER, "metrics.tcp.events", Map.of("outcome", "dropped"));
		ConnectionMessages.Drops drops = this.messages.series(key);
		this.messages.event(drops, Operation.SET_COUNTER, 3, 0, 0);
		this.messages.event(drops, Operation.INCREMENT_COUNTER, 5, 0, 0);
		this.messages.event(drops, Operation.SET_COUNTER, 8, 0, 0);
		assertThat(this.said).hasSize(1);
		this.messages.event(drops, Operation.SET_COUNTER, 9, 0, 0);
		assertThat(this.said).hasSize(2);
	}

	private void drop(String name, long total) {
		// As a decoder does whose series are others
		SeriesKey key = new SeriesKey(Kind.COUNTER, name, Map.of("outcome", "dropped"));
		this.messages.event(this.messages.series(key), Operation.SET_COUNTER, total, 0, 0);
	}

	@Test
	void aRemarkThatIsWithdrawnIsNoMessage() {
		this.messages.opened("shop:5000");
		this.messages.frame(new byte[1], 0, 1);
		this.messages.quiet("nothing received for more than 30 s");
		this.messages.quiet(null);
		assertThat(this.said).containsExactly("shop:5000 is connected.",
				"shop:5000: nothing received for more than 30 s.");
	}

	@Test
	void questionHasItsOwnEnd() {
		this.messages.opened("shop:5000");
		this.messages.closed("closed before sending anything: is this the metrics port?", Duration.ofSeconds(1));
		this.messages.closed("nothing received: is this the metrics port?", null);
		assertThat(this.said).containsExactly("shop:5000 is connected.",
				"shop:5000: closed before sending anything: is this the metrics port? Trying again.",
				"shop:5000: nothing received: is this the metrics port?");
	}

}
