package io.github.metricstcp.rollup.internal.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.metricstcp.kafka.testing.KafkaBroker;
import io.github.metricstcp.testing.Subprocess;

/**
 * A rollup in a JVM of its own, which notices soon that another one is gone.
 */
final class RollupProcess implements AutoCloseable {

	/**
	 * What brokers need, so that groups and transactions of those that were killed do not
	 * hold up the others.
	 */
	static final String[] BROKER = { "group.initial.rebalance.delay.ms=0", "group.min.session.timeout.ms=1000",
			"transaction.abort.timed.out.transaction.cleanup.interval.ms=200" };

	private static final String CONFIG = """
			commit.interval.ms=100
			consumer.heartbeat.interval.ms=500
			reconnect.backoff.max.ms=200
			consumer.session.timeout.ms=3000
			producer.transaction.timeout.ms=3000
			""";

	private final Subprocess process;

	private RollupProcess(Subprocess process) {
		this.process = process;
	}

	/**
	 * Returns the properties of Kafka's clients of such a rollup.
	 */
	static Map<String, String> properties() {
		return CONFIG.lines()
			.map((line) -> line.split("=", 2))
			.collect(Collectors.toMap((each) -> each[0], (each) -> each[1]));
	}

	/**
	 * Starts a rollup of windows of a second.
	 * @param broker the broker
	 * @param directory a directory for its properties
	 * @param arguments further arguments
	 */
	static RollupProcess start(KafkaBroker broker, Path directory, String... arguments) throws IOException {
		return start(broker, directory, Map.of(), arguments);
	}

	/**
	 * Starts a rollup of windows of a second.
	 * @param broker the broker
	 * @param directory a directory for its properties
	 * @param login further properties of Kafka's clients
	 * @param arguments further arguments
	 */
	static RollupProcess start(KafkaBroker broker, Path directory, Map<String, String> login, String... arguments)
			throws IOException {
		StringBuilder properties = new StringBuilder(CONFIG);
		login.forEach((name, value) -> properties.append(name).append('=').append(value).append('\n'));
		Path config = Files.writeString(Files.createDirectories(directory).resolve("kafka.properties"), properties);
		List<String> command = new ArrayList<>(Subprocess.java("-XX:TieredStopAtLevel=1", RollupMain.class.getName(),
				"--kafka-config", config.toString(), "--window", "1s"));
		command.addAll(List.of(arguments));
		command.add(broker.servers());
		return new RollupProcess(Subprocess.start(command));
	}

	/**
	 * Returns all that it has said.
	 */
	List<String> lines() {
		return this.process.lines();
	}

	/**
	 * Kills it, as {@code kill -9} does.
	 */
	void kill() throws InterruptedException {
		this.process.kill();
	}

	/**
	 * Asks it to end, as {@code kill} does.
	 * @return its exit code
	 */
	int terminate() throws InterruptedException {
		this.process.terminate();
		return this.process.exitCode();
	}

	/**
	 * Waits for its end.
	 * @return its exit code
	 */
	int exitCode() throws InterruptedException {
		return this.process.exitCode();
	}

	@Override
	public void close() {
		try {
			kill();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
