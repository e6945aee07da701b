package io.github.metricstcp.observer.internal.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EventTail}.
 */
class EventTailTests {

	private final ObserverModel model = new ObserverModel(() -> 0, 10);

	private final TargetModel target = this.model.addTarget("app:5000");

	private final Series orders = series("orders");

	private final Series others = series("others");

	private Series series(String name) {
		return this.target.series(new SeriesKey(Kind.COUNTER, name, Map.of()));
	}

	@Test
	void onlyEventsOfTheSeriesThatAreWantedAreKept() {
		EventTail tail = new EventTail(List.of(this.orders));
		tail.event(this.orders, Operation.INCREMENT_COUNTER, 1, 5);
		tail.event(this.others, Operation.INCREMENT_COUNTER, 2, 6);
		tail.want(List.of(this.orders, this.others));
		tail.event(this.others, Operation.SET_COUNTER, 3, 7);
		assertThat(tail.last(10).count()).isEqualTo(2);
		assertThat(tail.last(10).events()).containsExactly(
				new TailEvent(this.orders, Operation.INCREMENT_COUNTER, 1, 5),
				new TailEvent(this.others, Operation.SET_COUNTER, 3, 7));
	}

	@Test
	void theLastThousandAreKeptAndAllAreCounted() {
		EventTail tail = new EventTail(List.of(this.orders));
		for (int i = 0; i < 2500; i++) {
			tail.event(this.orders, Operation.INCREMENT_COUNTER, i, i);
		}
		assertThat(tail.last(3).events()).extracting(TailEvent::operand).containsExactly(2497L, 2498L, 2499L);
		List<TailEvent> all = tail.last(5000).events();
		assertThat(all).hasSize(1000);
		assertThat(all.get(0).operand()).isEqualTo(1500);
		assertThat(tail.last(0).count()).isEqualTo(2500);
		assertThat(tail.last(0).events()).isEmpty();
	}

	@Test
	void threadsOfSeveralStreamsMayWriteAtOnce() throws InterruptedException {
		EventTail tail = new EventTail(List.of(this.orders, this.others));
		List<Thread> threads = new ArrayList<>();
		for (Series each : List.of(this.orders, this.others)) {
			threads.add(new Thread(() -> {
				for (int i = 0; i < 100_000; i++) {
					tail.event(each, Operation.INCREMENT_COUNTER, i, i);
				}
			}));
		}
		threads.forEach(Thread::start);
		for (Thread thread : threads) {
			thread.join();
		}
		EventTail.Last last = tail.last(1000);
		assertThat(last.count()).isEqualTo(200_000);
		assertThat(last.events()).allMatch((event) -> event.operand() == event.time());
		assertThat(last.events().get(999).operand()).isEqualTo(99_999);
	}

}
