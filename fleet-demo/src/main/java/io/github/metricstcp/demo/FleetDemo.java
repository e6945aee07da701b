package io.github.metricstcp.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.metricstcp.kafka.testing.KafkaBrokerMain;

/**
 * A fleet on this machine: a broker of Kafka's, three shops, two relays, the rollup, and
 * a page with each shop and one with all of them together. Each is a process of its own.
 * When the demo ends, so do they.
 */
public final class FleetDemo {

	private static final String TOPIC = "metrics-tcp";

	private static final String ROLLUP_TOPIC = "metrics-tcp-rollup";

	private static final long START_NANOS = TimeUnit.SECONDS.toNanos(180);

	// Ctrl-C ends the broker too, which the rollup would wait for
	private static final long END_NANOS = TimeUnit.SECONDS.toNanos(4);

	private static final long PAUSE_MILLIS = 200;

	private static final long INTERRUPT_MILLIS = 500;

	private static final String SUMMED = "shop.orders.placed";

	private static final String STARTED_PAGE = "Live metrics: ";

	private final Path observer;

	private final Path rollup;

	private final Path sample;

	private final Ports ports;

	private final Path directory;

	// Guarded by itself: the end comes at any time
	private final List<Child> children = new ArrayList<>();

	// Guarded by children
	private boolean over;

	private FleetDemo(Path observer, Path rollup, Path sample, Ports ports, Path directory) {
		this.observer = observer;
		this.rollup = rollup;
		this.sample = sample;
		this.ports = ports;
		this.directory = directory;
	}

	/**
	 * Runs the demo until it is interrupted, or one of its processes ends.
	 * @param args the executable jars of the observer, the rollup and the sample; the
	 * first of six ports, 0 for any that are free
	 * @throws IOException if there is no directory for temporary files
	 * @throws InterruptedException if the thread is interrupted
	 */
	public static void main(String[] args) throws IOException, InterruptedException {
		try {
			Ports ports = Ports.of(args[3]);
			FleetDemo demo = new FleetDemo(Path.of(args[0]), Path.of(args[1]), Path.of(args[2]), ports,
					Files.createTempDirectory("fleet-demo"));
			Runtime.getRuntime().addShutdownHook(new Thread(demo::end, "end"));
			demo.run();
		}
		catch (DemoException ex) {
			System.err.println(ex.getMessage());
			System.exit(1);
		}
	}

	private void run() throws DemoException, InterruptedException {
		System.out.println(
				"Starting a broker, three shops, two relays, the rollup and two pages. This takes up to a minute.");
		Child broker = start("the broker",
				java(256, "-Dorg.slf4j.simpleLogger.defaultLogLevel=error", "-cp",
						System.getProperty("java.class.path"), KafkaBrokerMain.class.getName(),
						this.directory.resolve("broker").toString(), String.valueOf(this.ports.broker()),
						String.valueOf(this.ports.controller()), "num.partitions=3"),
				"started");
		for (int i = 0; i < Ports.SHOPS; i++) {
			start(shop(i), java(128, "-jar", this.sample.toString(), "--server.port=0",
					"--metrics-tcp.server.port=" + this.ports.shops().get(i), "--metrics-tcp.page.enabled=false"),
					"Started SampleApplication");
		}
		await(List.of(broker));
		String servers = "127.0.0.1:" + this.ports.broker();
		start("the first relay", java(96, "-jar", this.observer.toString(), "--kafka", servers, target(0), target(1)),
				"writes to topic");
		start("the second relay", java(96, "-jar", this.observer.toString(), "--kafka", servers, target(2)),
				"writes to topic");
		// The topic is there from then on
		await(children());
		start("the rollup", java(160, "-jar", this.rollup.toString(), "--window", "5s", servers), "sums up now");
		start("the page with each shop", page(this.ports.shopsPage(), TOPIC), STARTED_PAGE);
		start("the page of the fleet", page(this.ports.fleetPage(), ROLLUP_TOPIC), STARTED_PAGE);
		await(children());
		awaitSums();
		say();
		while (true) {
			check();
			TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
		}
	}

	private static String shop(int number) {
		return "shop-" + (char) ('a' + number);
	}

	private String target(int shop) {
		return shop(shop) + "=127.0.0.1:" + this.ports.shops().get(shop);
	}

	private List<String> page(int port, String topic) {
		return java(128, "-jar", this.observer.toString(), "--web=" + port, watched(topic));
	}

	private String watched(String topic) {
		return "kafka:127.0.0.1:%s/%s".formatted(this.ports.broker(), topic);
	}

	/**
	 * Returns the command line of a JVM that starts soon, takes little memory, and has
	 * its temporary files with those of the demo.
	 */
	private List<String> java(int heap, String... args) {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx" + heap + "m",
						"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
		command.addAll(List.of(args));
		return command;
	}

	private Child start(String name, List<String> command, String sign) throws DemoException {
		synchronized (this.children) {
			if (this.over) {
				throw new DemoException("Interrupted.");
			}
			Child child = new Child(name, command, sign);
			this.children.add(child);
			return child;
		}
	}

	private List<Child> children() {
		synchronized (this.children) {
			return List.copyOf(this.children);
		}
	}

	private void await(List<Child> starting) throws DemoException, InterruptedException {
		long begin = System.nanoTime();
		for (Child child : starting) {
			while (!child.hasStarted()) {
				check();
				if (System.nanoTime() - begin > START_NANOS) {
					throw child.late();
				}
				TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
			}
		}
	}

	/**
	 * Waits until the page of the fleet has the first sums.
	 */
	private void awaitSums() throws DemoException, InterruptedException {
		HttpRequest sums = HttpRequest
			.newBuilder(URI
				.create("http://127.0.0.1:%s/api/v1/snapshot?filter=%s".formatted(this.ports.fleetPage(), SUMMED)))
			.build();
		HttpClient client = HttpClient.newHttpClient();
		long begin = System.nanoTime();
		while (true) {
			check();
			try {
				if (client.send(sums, HttpResponse.BodyHandlers.ofString()).body().contains(SUMMED)) {
					return;
				}
			}
			catch (IOException ex) {
				// Not yet
			}
			if (System.nanoTime() - begin > START_NANOS) {
				throw new DemoException("The rollup has written nothing in time.");
			}
			TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
		}
	}

	/**
	 * Says so if a process has ended.
	 */
	private void check() throws DemoException, InterruptedException {
		for (Child child : children()) {
			if (!child.isAlive()) {
				// Ctrl-C may have reached it first
				TimeUnit.MILLISECONDS.sleep(INTERRUPT_MILLIS);
				synchronized (this.children) {
					throw child.ended();
				}
			}
		}
	}

	private void say() {
		System.out.printf("""

				Open in a browser:
				  http://127.0.0.1:%s/  each shop
				  http://127.0.0.1:%s/  all of them together, in windows of 5 s

				Or type in another terminal, in the directory of this project:
				  java -jar metrics-tcp-observer/target/metrics-tcp-observer.jar %s
				  java -jar metrics-tcp-observer/target/metrics-tcp-observer.jar %s

				Ctrl-C ends all of it.
				""", this.ports.shopsPage(), this.ports.fleetPage(), watched(TOPIC), watched(ROLLUP_TOPIC));
	}

	/**
	 * Ends all processes, those that use others first, and deletes their data.
	 */
	private void end() {
		synchronized (this.children) {
			this.over = true;
			long begin = System.nanoTime();
			try {
				// The broker, which was started first, after those that write to it
				for (int i = this.children.size() - 1; i > 0; i--) {
					this.children.get(i).end();
				}
				for (int i = this.children.size() - 1; i >= 0; i--) {
					this.children.get(i).end();
					this.children.get(i).awaitEnd(END_NANOS - (System.nanoTime() - begin));
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
		try (Stream<Path> files = Files.walk(this.directory)) {
			for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
				Files.delete(file);
			}
			System.out.println("All processes have ended, and their data is deleted.");
		}
		catch (IOException | UncheckedIOException ex) {
			System.err.println("%s can't be deleted: %s".formatted(this.directory, ex.getMessage()));
		}
	}

}
