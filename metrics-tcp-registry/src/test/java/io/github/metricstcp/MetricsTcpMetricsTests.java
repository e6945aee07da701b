package io.github.metricstcp;

import io.github.metricstcp.testing.StreamClient;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link MetricsTcpMetrics}.
 */
class MetricsTcpMetricsTests {

	private final MetricsTcpExporter exporter = MetricsTcpExporter.builder().port(0).build();

	private final MeterRegistry other = new SimpleMeterRegistry();

	@BeforeEach
	void bind() {
		new MetricsTcpMetrics(this.exporter).bindTo(this.other);
		this.exporter.start();
	}

	@AfterEach
	void close() {
		this.exporter.close();
	}

	@Test
	void countsClients() {
		assertThat(clients()).isZero();
		try (StreamClient first = StreamClient.connect(this.exporter.address())) {
			try (StreamClient second = StreamClient.connect(this.exporter.address())) {
				await().until(() -> clients() == 2);
				assertThat(second.hasEnded()).isFalse();
			}
			await().until(() -> clients() == 1);
			assertThat(first.hasEnded()).isFalse();
		}
		await().until(() -> clients() == 0);
		this.exporter.stop();
		assertThat(clients()).isZero();
	}

	@Test
	void countsEventsDeliveriesAndBytes() {
		Counter counter = this.exporter.registry().counter("orders");
		counter.increment();
		assertThat(count("metrics.tcp.events", "accepted")).isZero();
		try (StreamClient first = StreamClient.connect(this.exporter.address());
				StreamClient second = StreamClient.connect(this.exporter.address())) {
			await().until(() -> clients() == 2);
			for (int i = 0; i < 10; i++) {
				counter.increment();
			}
			await().until(() -> Long.valueOf(11).equals(first.counter("orders"))
					&& Long.valueOf(11).equals(second.counter("orders")));
			await().untilAsserted(() -> assertThat(count("metrics.tcp.deliveries", "sent")).isEqualTo(20));
			assertThat(count("metrics.tcp.events", "accepted")).isEqualTo(10);
			assertThat((long) this.other.get("metrics.tcp.bytes").functionCounter().count())
				.isEqualTo(this.exporter.deliveries().bytes())
				.isGreaterThan(20 * 20);
		}
		assertThat(count("metrics.tcp.deliveries", "sent")).isEqualTo(20);
	}

	@Test
	void countsWhatIsCoalescedAndDropped() {
		try (StreamClient stalled = StreamClient.connectStalled(this.exporter.address())) {
			await().until(() -> clients() == 1);
			Counter counter = this.exporter.registry().counter("flood", "pad", "x".repeat(1000));
			await().until(() -> {
				for (int i = 0; i < 10_000; i++) {
					counter.increment();
					this.exporter.registry().summary("flood.samples").record(1);
				}
				return count("metrics.tcp.events", "coalesced") > 0 && count("metrics.tcp.events", "dropped") > 0
						&& count("metrics.tcp.deliveries", "coalesced") > 0
						&& count("metrics.tcp.deliveries", "dropped") > 0;
			});
			assertThat(count("metrics.tcp.events", "coalesced")).isEqualTo(this.exporter.events().coalesced());
			assertThat(count("metrics.tcp.events", "dropped")).isEqualTo(this.exporter.events().dropped());
			await().untilAsserted(() -> {
				DeliveryCounts deliveries = this.exporter.deliveries();
				assertThat(count("metrics.tcp.deliveries", "coalesced")).isEqualTo(deliveries.coalesced());
				assertThat(count("metrics.tcp.deliveries", "dropped")).isEqualTo(deliveries.dropped());
			});
			assertThat(stalled.hasEnded()).isFalse();
		}
	}

	@Test
	void metersAreDescribedAndHaveUnits() {
		assertThat(this.other.getMeters()).hasSize(12)
			.extracting(Meter::getId)
			.allSatisfy((id) -> assertThat(id.getDescription()).isNotBlank());
		assertThat(unit("metrics.tcp.clients")).isEqualTo("connections");
		assertThat(unit("metrics.tcp.connections")).isEqualTo("connections");
		assertThat(unit("metrics.tcp.events")).isEqualTo("events");
		assertThat(unit("metrics.tcp.deliveries")).isEqualTo("events");
		assertThat(unit("metrics.tcp.bytes")).isEqualTo("bytes");
	}

	private String unit(String name) {
		return this.other.get(name).meter().getId().getBaseUnit();
	}

	private double clients() {
		return this.other.get("metrics.tcp.clients").gauge().value();
	}

	private long count(String name, String outcome) {
		return (long) this.other.get(name).tag("outcome", outcome).functionCounter().count();
	}

}
