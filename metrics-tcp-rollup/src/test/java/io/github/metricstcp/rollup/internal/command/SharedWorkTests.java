package io.github.metricstcp.rollup.internal.command;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.metricstcp.rollup.KeptLabels;
import io.github.metricstcp.rollup.Rollup;
import io.github.metricstcp.rollup.RollupSettings;
import org.junit.jupiter.api.Test;

/**
 * Tests of rollups that go on side by side.
 */
class SharedWorkTests extends KilledProcesses {

	// So many that there are some in each partition
	private static final int MANY = 16;

	private final List<String> said = new CopyOnWriteArrayList<>();

	@Test
	void theyShareThePartitionsAndNothingIsMissingOrTwice() throws Exception {
		broker.createTopic(this.source, PARTITIONS, Map.of());
		try (Fleet fleet = new Fleet(broker.servers(), this.source, MANY);
				FleetReader reader = reader();
				Rollup first = rollup(1);
				Rollup second = rollup(2)) {
			recordUntilSome(fleet, reader);
			recordUntilRead(fleet, first);
			recordUntilRead(fleet, second);
			assertAll(fleet, reader, () -> this.said);
		}
	}

	/**
	 * Records until a rollup has read some of what is recorded from now on.
	 */
	private static void recordUntilRead(Fleet fleet, Rollup rollup) {
		long before = rollup.counts().events();
		await().until(() -> {
			fleet.record(200);
			return rollup.counts().events() > before;
		});
	}

	private Rollup rollup(int threads) {
		return Rollup.start(RollupSettings.builder(broker.servers())
			.source(this.source)
			.output(this.output)
			.sketches(this.output + "-sketches")
			.application(this.output)
			.window(Duration.ofSeconds(1))
			.labels(KeptLabels.allBut(Set.of("pod")))
			.threads(threads)
			.properties(RollupProcess.properties())
			.build(), this.said::add);
	}

}
