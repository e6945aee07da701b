package io.github.metricstcp.kafka.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.metricstcp.testing.Ports;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * A broker in a JVM of its own, which can be killed and started again. It keeps its data
 * and its address.
 */
public final class KafkaBroker implements AutoCloseable {

	private static final int LAST_LINES = 50;

	private final Path directory;

	private final List<String> properties;

	private final int port = Ports.unused();

	private final int controllerPort = Ports.unused();

	private Process process;

	private KafkaBroker(Path directory, List<String> properties) {
		this.directory = directory;
		this.properties = properties;
	}

	/**
	 * Starts a broker.
	 * @param directory the directory of its data
	 * @param properties further properties, as {@code NAME=VALUE}
	 */
	public static KafkaBroker start(Path directory, String... properties) throws Exception {
		KafkaBroker broker = prepare(directory, properties);
		broker.start();
		return broker;
	}

	/**
	 * Returns a broker that is not running yet.
	 * @param directory the directory of its data
	 * @param properties further properties, as {@code NAME=VALUE}
	 */
	public static KafkaBroker prepare(Path directory, String... properties) {
		return new KafkaBroker(directory, List.of(properties));
	}

	/**
	 * Returns another broker of the same cluster, with node identifier 2, that is not
	 * running yet.
	 * @param directory the directory of its data
	 */
	public KafkaBroker prepareSecond(Path directory) {
		return prepare(directory, "process.roles=broker", "node.id=2",
				"controller.quorum.voters=1@127.0.0.1:" + this.controllerPort);
	}

	/**
	 * Starts the broker, and waits until it can be used.
	 */
	public void start() throws Exception {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-Xshare:auto",
						"-XX:TieredStopAtLevel=1", "-Dorg.slf4j.simpleLogger.defaultLogLevel=error", "-cp",
						System.getProperty("java.class.path"), KafkaBrokerMain.class.getName(),
						this.directory.toString(), String.valueOf(this.port), String.valueOf(this.controllerPort)));
		command.addAll(this.properties);
		this.process = new ProcessBuilder(command).redirectErrorStream(true).start();
		CountDownLatch started = new CountDownLatch(1);
		Deque<String> last = new ConcurrentLinkedDeque<>();
		Thread reader = new Thread(() -> read(this.process, started, last), "broker");
		reader.setDaemon(true);
		reader.start();
		if (!started.await(90, TimeUnit.SECONDS) || !this.process.isAlive()) {
			this.process.destroyForcibly();
			throw new IllegalStateException("The broker does not start: " + String.join("\n", last));
		}
	}

	private static void read(Process process, CountDownLatch started, Deque<String> last) {
		try (BufferedReader lines = new BufferedReader(
				new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				last.add(line);
				if (last.size() > LAST_LINES) {
					last.removeFirst();
				}
				if (line.equals("started")) {
					started.countDown();
				}
			}
		}
		catch (IOException ex) {
			// It has ended
		}
		started.countDown();
	}

	/**
	 * Returns the address of the broker.
	 */
	public String servers() {
		return "127.0.0.1:" + this.port;
	}

	/**
	 * Returns the process identifier of the broker.
	 */
	public long pid() {
		return this.process.pid();
	}

	/**
	 * Creates a topic of one replica.
	 */
	public void createTopic(String name, int partitions, Map<String, String> configs) throws Exception {
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers()))) {
			admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1).configs(configs)))
				.all()
				.get(30, TimeUnit.SECONDS);
		}
	}

	/**
	 * Returns the bytes that it keeps of a topic.
	 */
	public long size(String topic) throws Exception {
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers()))) {
			return admin.describeLogDirs(List.of(1))
				.allDescriptions()
				.get(30, TimeUnit.SECONDS)
				.values()
				.stream()
				.flatMap((directories) -> directories.values().stream())
				.flatMap((directory) -> directory.replicaInfos().entrySet().stream())
				.filter((replica) -> replica.getKey().topic().equals(topic))
				.mapToLong((replica) -> replica.getValue().size())
				.sum();
		}
	}

	/**
	 * Kills the broker, as {@code kill -9} does.
	 */
	public void kill() throws InterruptedException {
		this.process.destroyForcibly();
		if (!this.process.waitFor(30, TimeUnit.SECONDS)) {
			throw new IllegalStateException("The broker can't be killed");
		}
	}

	@Override
	public void close() {
		if (this.process != null) {
			// Its directory is deleted then
			this.process.destroyForcibly().onExit().orTimeout(30, TimeUnit.SECONDS).join();
		}
	}

}
