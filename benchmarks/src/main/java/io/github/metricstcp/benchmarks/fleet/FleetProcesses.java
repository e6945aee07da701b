package io.github.metricstcp.benchmarks.fleet;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.metricstcp.benchmarks.fleet.FleetReader.Taken;
import io.github.metricstcp.benchmarks.run.Processes;
import io.github.metricstcp.testing.Ports;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The processes that read a fleet, and how they are asked what they have taken.
 */
final class FleetProcesses {

	private static final long START_SECONDS = 60;

	private FleetProcesses() {
	}

	/**
	 * Returns the options of a JVM whose heap is all there at once, so that it is known
	 * what is outside of it.
	 */
	static List<String> options(int heap) {
		return List.of(Processes.executable("java"), "-XX:+UseSerialGC", "-Xms" + heap + "m", "-Xmx" + heap + "m",
				"-XX:+AlwaysPreTouch");
	}

	/**
	 * Starts a process of this class path with which a conversation is held.
	 * @param main its class
	 * @param heap its heap in megabytes
	 * @param args its arguments
	 */
	static Process start(Class<?> main, int heap, List<String> args) throws IOException {
		List<String> command = new ArrayList<>(options(heap));
		command.addAll(List.of("-Dorg.slf4j.simpleLogger.defaultLogLevel=error", "-cp", Processes.classPath(),
				main.getName()));
		command.addAll(args);
		return Processes.start(command);
	}

	/**
	 * The observer's executable jar with its page, as a user starts it.
	 *
	 * @param process the process
	 * @param port the port of its page
	 */
	record Observer(Process process, int port) implements AutoCloseable {

		/**
		 * Starts it.
		 * @param jar the jar
		 * @param ports the instances that it reads
		 * @param series the number of series of each instance
		 * @param heap its heap in megabytes
		 * @param directory for its list of targets
		 */
		static Observer start(Path jar, List<Integer> ports, int series, int heap, Path directory) throws IOException {
			Path targets = Files.write(directory.resolve("targets.txt"),
					ports.stream().map((port) -> "shop-%1$d=127.0.0.1:%1$d".formatted(port)).toList());
			int port = Ports.unused();
			List<String> command = new ArrayList<>(options(heap));
			command.addAll(List.of("-jar", jar.toString(), "--web=" + port, "--max-series",
					String.valueOf(ports.size() * series), "file:" + targets));
			Process process = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.redirectError(directory.resolve("observer.txt").toFile())
				.start();
			return new Observer(process, port);
		}

		/**
		 * Waits until the page answers.
		 */
		void await() throws InterruptedException {
			for (int i = 0; i < START_SECONDS * 10; i++) {
				try {
					taken();
					return;
				}
				catch (IllegalStateException ex) {
					TimeUnit.MILLISECONDS.sleep(100);
				}
			}
			throw new IllegalStateException("The page of the observer does not answer");
		}

		/**
		 * Asks what it has taken.
		 */
		Taken taken() {
			try {
				HttpResponse<String> response = HttpClient.newHttpClient()
					.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + "/api/v1/targets"))
						.build(), HttpResponse.BodyHandlers.ofString());
				long events = 0;
				for (JsonNode target : JsonMapper.shared().readTree(response.body()).path("targets")) {
					events += target.path("events").asLong();
				}
				return new Taken(events, 0);
			}
			catch (IOException ex) {
				throw new IllegalStateException("The page of the observer does not answer", ex);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new IllegalStateException(ex);
			}
		}

		@Override
		public void close() {
			Processes.kill(this.process);
		}

	}

}
