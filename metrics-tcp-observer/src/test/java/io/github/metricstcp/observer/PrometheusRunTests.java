package io.github.metricstcp.observer;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.metricstcp.testing.RunningExporter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@code --prometheus}, with exporters and scrapes on real sockets.
 */
class PrometheusRunTests {

	private final InProcessObserver observer = new InProcessObserver();

	@TempDir
	private Path directory;

	@AfterEach
	void interrupt() {
		this.observer.interrupt();
	}

	@Test
	void aloneItOffersTheMetricsOfOneTargetWithoutAnotherLabel() throws Exception {
		try (RunningExporter exporter = RunningExporter.start()) {
			exporter.registry().counter("orders", "region", "eu").increment(42);
			CompletableFuture<Integer> run = this.observer.run("--prometheus=0", "shop=" + target(exporter));
			this.observer.awaitLine("orders_total{region=\"eu\"} 42.0");
			exporter.registry().timer("http.server.requests").record(30, TimeUnit.MILLISECONDS);
			this.observer.awaitLine("http_server_requests_seconds_bucket{le=\"0.05\"} 1");
			assertThat(this.observer.scrape()).contains("metrics_tcp_target_up{target=\"shop\"} 1.0\n");
			this.observer.interrupt();
			assertThat(run.get(20, TimeUnit.SECONDS)).isZero();
		}
		assertThat(this.observer.out()).isEmpty();
	}

	@Test
	void besideAnotherOutputItOffersTheSeriesThatMatchOfSeveralTargets() throws Exception {
		try (RunningExporter exporter = RunningExporter.start(); RunningExporter other = RunningExporter.start()) {
			exporter.registry().counter("orders").increment(1);
			exporter.registry().counter("other").increment(1);
			other.registry().counter("orders").increment(2);
			this.observer.start("--json", "--filter", "orders", "--prometheus=0", "a=" + target(exporter),
					"b=" + target(other));
			this.observer.awaitLine("orders_total{target=\"a\"} 1.0");
			this.observer.awaitLine("orders_total{target=\"b\"} 2.0");
			assertThat(this.observer.scrape()).doesNotContain("other_total");
		}
		RunningExporter.await().until(() -> this.observer.out().contains("\"name\":\"orders\""));
	}

	@Test
	void targetsThatAreFoundHaveTheirLabelAndVanishWhenTheyAreGone() throws Exception {
		try (RunningExporter exporter = RunningExporter.start()) {
			exporter.registry().counter("orders").increment(1);
			Path targets = Files.writeString(this.directory.resolve("targets.txt"), "a=" + target(exporter) + "\n");
			this.observer.start("--prometheus=0", "file:" + targets);
			this.observer.awaitLine("orders_total{target=\"a\"} 1.0");
		}
		this.observer.awaitLine("metrics_tcp_target_up{target=\"a\"} 0.0");
		assertThat(this.observer.scrape()).doesNotContain("orders_total");
	}

	@Test
	void besideThePageBothAreServed() throws Exception {
		try (RunningExporter exporter = RunningExporter.start()) {
			exporter.registry().counter("orders").increment(1);
			this.observer.start("--prometheus=0", "--web=0", target(exporter));
			this.observer.awaitLine("orders_total 1.0");
		}
		assertThat(this.observer.err()).contains("Live metrics: http://");
	}

	@Test
	void portThatIsInUseIsSaidWithTheRemedy() throws Exception {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			int exitCode = this.observer.run("--prometheus=" + taken.getLocalPort(), "127.0.0.1:1")
				.get(20, TimeUnit.SECONDS);
			assertThat(exitCode).isEqualTo(1);
			assertThat(this.observer.err())
				.contains("Prometheus cannot be given metrics at 127.0.0.1:" + taken.getLocalPort() + ": ",
						"Choose another with --prometheus=[HOST:]PORT, or any port that is free with --prometheus=0")
				.doesNotContain("\tat ");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					--prometheus=99999 a:1                                 | --prometheus must be a port of 0 to 65535, or HOST:PORT
					--json --prometheus-config f                           | --prometheus-config goes with --prometheus
					--replay f --prometheus                                | --prometheus goes with neither --replay nor ?from=: Prometheus takes values as those of now
					--prometheus kafka:b:1/t?from=-15m                     | --prometheus goes with neither --replay nor ?from=: Prometheus takes values as those of now
					--prometheus=no.such.host.invalid:1 a:1                | --prometheus: there is no address of the name no.such.host.invalid
					--prometheus --prometheus-config /no/such/file a:1     | /no/such/file can't be read: there is no such file
					""")
	void aWrongCommandLineIsSaidInASentence(String arguments, String sentence) throws Exception {
		assertThat(this.observer.run(arguments.split(" ")).get(20, TimeUnit.SECONDS)).isEqualTo(2);
		assertThat(this.observer.err().lines().findFirst()).hasValue("metrics-tcp-observer: " + sentence);
	}

	private static String target(RunningExporter exporter) {
		return "127.0.0.1:" + exporter.address().getPort();
	}

}
