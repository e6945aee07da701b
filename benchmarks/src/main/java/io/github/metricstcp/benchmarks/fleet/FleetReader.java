package io.github.metricstcp.benchmarks.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.metricstcp.benchmarks.run.Conversation;
import io.github.metricstcp.client.ClientThreads;
import io.github.metricstcp.client.MetricsTcpClient;
import io.github.metricstcp.client.TargetAddress;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.client.wire.StreamListener;
import io.github.metricstcp.kafka.KafkaRelay;
import io.github.metricstcp.kafka.KafkaSettings;
import io.github.metricstcp.kafka.RelayCounts;

/**
 * A process that reads the streams of a fleet, with the threads that the observer has for
 * that. Either it only counts the events, or it is a relay.
 */
final class FleetReader {

	private FleetReader() {
	}

	/**
	 * Reads until its input ends, and says for each word how many events it has taken.
	 * @param args the brokers, or {@code -} to count only; the topic; the number of
	 * series of each instance; the ports of the instances
	 */
	public static void main(String[] args) {
		Conversation parent = Conversation.withParent();
		int series = Integer.parseInt(args[2]);
		List<String> ports = List.of(args).subList(3, args.length);
		if (args[0].equals("-")) {
			LongAdder events = new LongAdder();
			read(ports, series, (port) -> new Counting(events));
			answer(parent, () -> new Taken(events.sum(), 0));
		}
		else {
			KafkaSettings settings = new KafkaSettings(args[0], args[1], Map.of());
			KafkaRelay relay = new KafkaRelay(settings, KafkaRelay.DEFAULT_MEMORY, series, FleetReader::say);
			read(ports, series, (port) -> relay.addTarget("127.0.0.1:" + port, "shop-" + port));
			relay.start();
			answer(parent, () -> {
				RelayCounts counts = relay.counts();
				return new Taken(counts.events(), counts.droppedSamples() + counts.summedEvents());
			});
			relay.close();
		}
	}

	private static void say(String sentence) {
		// What it drops is printed with the other figures
		if (!sentence.contains(": connected, ") && !sentence.contains(" dropped so far")) {
			System.err.println(sentence);
		}
	}

	private static void read(List<String> ports, int series, Function<String, StreamListener<?>> listeners) {
		ClientThreads threads = new ClientThreads(Math.max(2, Runtime.getRuntime().availableProcessors()));
		List<MetricsTcpClient> clients = new ArrayList<>();
		for (String port : ports) {
			clients.add(MetricsTcpClient.builder(TargetAddress.parse("127.0.0.1:" + port))
				.maxSeries(series)
				.threads(threads)
				.build(listeners.apply(port)));
		}
		clients.forEach(MetricsTcpClient::start);
	}

	private static void answer(Conversation parent, Supplier<Taken> taken) {
		while (parent.word() != null) {
			parent.answer(taken.get());
		}
	}

	/**
	 * What was taken so far.
	 *
	 * @param events the events, of a relay those that brokers have acknowledged
	 * @param dropped the events that were dropped after they were read
	 */
	record Taken(long events, long dropped) {

	}

	/**
	 * A listener that counts events.
	 */
	private static final class Counting implements StreamListener<SeriesKey> {

		private final LongAdder events;

		private Counting(LongAdder events) {
			this.events = events;
		}

		@Override
		public SeriesKey series(SeriesKey key) {
			return key;
		}

		@Override
		public void event(SeriesKey series, Operation operation, long operand, long seconds, int nanos) {
			this.events.increment();
		}

	}

}
