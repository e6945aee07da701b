package io.github.metricstcp.sample;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.metricstcp.client.MetricsTcpClient;
import io.github.metricstcp.client.TargetAddress;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.client.wire.StreamListener;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An application that reads its own stream with the client library. It prints the threads
 * of both, and ends with 0 once it has read its own counter.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
class PlainApplication {

	private static final String COUNTER = "plain.orders";

	private static final long TOTAL = 3;

	public static void main(String[] args) throws InterruptedException {
		CountDownLatch read = new CountDownLatch(1);
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(PlainApplication.class)
			.properties("server.port=0", "metrics-tcp.server.port=0")
			.run(args)) {
			context.getBean(MeterRegistry.class).counter(COUNTER).increment(TOTAL);
			int port = context.getEnvironment().getRequiredProperty("local.metrics-tcp.port", Integer.class);
			try (MetricsTcpClient client = MetricsTcpClient.builder(new TargetAddress("127.0.0.1", port))
				.build(new TotalListener(read))) {
				client.start();
				boolean complete = read.await(1, TimeUnit.MINUTES);
				Thread.getAllStackTraces()
					.keySet()
					.forEach((thread) -> System.out.println("thread " + thread.getName()));
				System.out.println(complete ? "total read" : "total not read");
			}
		}
	}

	/**
	 * A listener that waits for the total of the counter.
	 */
	private static final class TotalListener implements StreamListener<SeriesKey> {

		private final CountDownLatch read;

		private long total;

		TotalListener(CountDownLatch read) {
			this.read = read;
		}

		@Override
		public SeriesKey series(SeriesKey key) {
			return key;
		}

		@Override
		public void event(SeriesKey series, Operation operation, long operand, long seconds, int nanos) {
			if (series.name().equals(COUNTER)) {
				this.total = (operation == Operation.SET_COUNTER) ? operand : this.total + operand;
				if (this.total == TOTAL) {
					this.read.countDown();
				}
			}
		}

	}

}
