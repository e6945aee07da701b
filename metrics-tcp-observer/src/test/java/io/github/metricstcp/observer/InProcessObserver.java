package io.github.metricstcp.observer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.metricstcp.testing.RunningExporter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * The program without a terminal, in the process of a test.
 */
final class InProcessObserver {

	private static final Pattern PROMETHEUS = Pattern.compile("For Prometheus: (http://\\S+/metrics)");

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	private final ByteArrayOutputStream err = new ByteArrayOutputStream();

	private final PrintStream messages = new PrintStream(this.err, true, StandardCharsets.UTF_8);

	private final ObserverCommand command = new ObserverCommand(
			new ProcessStreams(this.out, this.messages, () -> false, () -> false), new LocalStreams(List.of()));

	private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();

	/**
	 * Runs the program, once.
	 * @return its exit code, once it has ended
	 */
	CompletableFuture<Integer> run(String... arguments) {
		start(arguments);
		return this.exitCode;
	}

	/**
	 * Begins to run the program, once.
	 */
	void start(String... arguments) {
		CommandLine line = ObserverMain.commandLine(this.command);
		line.setErr(new PrintWriter(this.messages, true, StandardCharsets.UTF_8));
		Thread thread = new Thread(() -> this.exitCode.complete(line.execute(arguments)), "observer");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Ends the program as a signal would.
	 */
	void interrupt() {
		this.command.interrupt();
	}

	String out() {
		return this.out.toString(StandardCharsets.UTF_8);
	}

	String err() {
		return this.err.toString(StandardCharsets.UTF_8);
	}

	/**
	 * Returns the address that it has said for Prometheus, {@code null} before that.
	 */
	@Nullable URI prometheusAddress() {
		Matcher address = PROMETHEUS.matcher(err());
		return address.find() ? URI.create(address.group(1)) : null;
	}

	/**
	 * Returns what it offers to Prometheus, nothing as long as it does not.
	 */
	String scrape() {
		URI address = prometheusAddress();
		if (address == null) {
			return "";
		}
		try {
			return HttpClient.newHttpClient()
				.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
				.body();
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Waits until a line is offered to Prometheus.
	 */
	void awaitLine(String line) {
		RunningExporter.await().until(() -> scrape().contains(line + "\n"));
	}

}
