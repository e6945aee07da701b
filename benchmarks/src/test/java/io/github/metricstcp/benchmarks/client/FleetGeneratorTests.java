package io.github.metricstcp.benchmarks.client;

import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;

import io.github.metricstcp.benchmarks.run.EndedChildren;
import io.github.metricstcp.client.ClientThreads;
import io.github.metricstcp.client.MetricsTcpClient;
import io.github.metricstcp.client.TargetAddress;
import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.SeriesSnapshot;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.model.TargetSnapshot;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.client.model.Window;
import io.github.metricstcp.client.wire.Kind;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FleetGenerator}: that clients receive what it says that it has sent,
 * and that what is to fail does.
 */
@ExtendWith(EndedChildren.class)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FleetGeneratorTests {

	private static final int INSTANCES = 4;

	private static final int SERIES = 20;

	private final ObserverModel model = new ObserverModel(TimeSource.system(), INSTANCES * SERIES);

	private final ClientThreads threads = new ClientThreads(1);

	private final List<MetricsTcpClient> clients = new ArrayList<>();

	@AfterEach
	void close() {
		this.clients.forEach(MetricsTcpClient::close);
		this.threads.close();
	}

	@Test
	void whatIsSentArrives() throws Exception {
		try (FleetGenerator.Running fleet = FleetGenerator.start(INSTANCES, SERIES, 5_000, 0)) {
			connect(fleet);
			await(() -> fleet.counts().sent() > 10_000);
			FleetCounts counts = fleet.rate(0);
			assertThat(counts.connected()).isEqualTo(INSTANCES);
			assertThat(counts.unsent()).isZero();
			await(() -> samples() == counts.samples() && increments() == counts.increments());
			assertThat(this.model.series()).hasSize(INSTANCES * SERIES)
				.filteredOn((series) -> series.kind() == Kind.HISTOGRAM)
				.hasSize(INSTANCES * SERIES / 2);
			// Increments, values and samples of series at random
			assertThat(counts.increments()).isBetween(counts.sent() / 8, counts.sent() / 2);
			assertThat(counts.samples()).isBetween(counts.sent() / 4, counts.sent());
			assertThat(counts.cuts() + counts.ends()).isZero();
		}
	}

	@Test
	void connectionsAreCutAndInstancesEndAndComeBack() throws Exception {
		try (FleetGenerator.Running fleet = FleetGenerator.start(INSTANCES, SERIES, 1_000, 600)) {
			connect(fleet);
			await(() -> fleet.counts().cuts() >= 2 && fleet.counts().returns() >= 2);
			fleet.failures(0);
			await(() -> fleet.counts().connected() == INSTANCES);
			FleetCounts counts = fleet.rate(0);
			assertThat(counts.returns()).isEqualTo(counts.ends());
			await(() -> sum(TargetSnapshot::connections) >= INSTANCES + counts.cuts());
			// One that has ended begins anew
			await(() -> sum(TargetSnapshot::restarts) > 0);
			// Each one begins with its totals
			await(() -> increments() == counts.increments());
		}
	}

	@Test
	void whatAClientDoesNotTakeIsCounted() throws Exception {
		try (FleetGenerator.Running fleet = FleetGenerator.start(1, SERIES, 1_000_000, 0);
				Socket client = new Socket(InetAddress.getLoopbackAddress(), fleet.ports().get(0))) {
			await(() -> fleet.counts().unsent() > 0);
			assertThat(fleet.counts().connected()).isOne();
			assertThat(client.getInputStream().read()).isPositive();
		}
	}

	private void connect(FleetGenerator.Running fleet) {
		for (int port : fleet.ports()) {
			MetricsTcpClient client = MetricsTcpClient.builder(TargetAddress.parse("127.0.0.1:" + port))
				.threads(this.threads)
				.build(this.model.addTarget("shop-" + port));
			this.clients.add(client);
			client.start();
		}
	}

	private long increments() {
		return (long) this.model.series()
			.stream()
			.filter((series) -> series.kind() == Kind.COUNTER)
			.map((series) -> series.snapshot(Window.ALL))
			.mapToDouble(SeriesSnapshot::total)
			.sum();
	}

	private long samples() {
		return this.model.series()
			.stream()
			.filter((series) -> series.kind() == Kind.HISTOGRAM)
			.mapToLong((series) -> series.snapshot(Window.ALL).summary().count())
			.sum();
	}

	private int sum(ToIntFunction<TargetSnapshot> figure) {
		return this.model.targets().stream().map(TargetModel::snapshot).mapToInt(figure).sum();
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await().atMost(Duration.ofMinutes(1)).until(condition);
	}

}
