package io.github.metricstcp.benchmarks.page;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * A process that opens the streams of some pages, as browsers do, and reads them, or does
 * not. Of each document that is read it knows how late it came: the time from when it was
 * made until it was read as a whole.
 */
public final class PageReaders {

	private static final String TIME = "\"time\":";

	private static final int RECONNECT_SECONDS = 20;

	private PageReaders() {
	}

	/**
	 * Opens pages until a line is read from the standard input, and prints what came.
	 * @param args the port; the query of the stream; the number of pages; whether they
	 * are read
	 * @throws IOException if there is no server
	 */
	public static void main(String[] args) throws IOException {
		int port = Integer.parseInt(args[0]);
		Queue<Double> latenesses = new ConcurrentLinkedQueue<>();
		for (int i = 0; i < Integer.parseInt(args[2]); i++) {
			Thread thread = new Thread(
					Boolean.parseBoolean(args[3]) ? () -> read(port, args[1], latenesses) : () -> stall(port, args[1]),
					"page-" + i);
			thread.setDaemon(true);
			thread.start();
		}
		System.out.println("open");
		int unused = System.in.read();
		System.out.println(summary(latenesses));
	}

	private static Socket open(int port, String query) throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
		socket.getOutputStream()
			.write("GET /api/v1/live?%s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(query)
				.getBytes(StandardCharsets.US_ASCII));
		return socket;
	}

	private static void read(int port, String query, Queue<Double> latenesses) {
		try (Socket socket = open(port, query);
				BufferedReader reader = new BufferedReader(
						new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8), 1 << 16)) {
			int documents = 0;
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				int time = line.startsWith("data: ") ? line.indexOf(TIME) : -1;
				// The first one has the whole time
				if (time >= 0 && documents++ > 0) {
					int from = time + TIME.length();
					double made = Double.parseDouble(line.substring(from, line.indexOf(',', from)));
					Instant now = Instant.now();
					latenesses.add(now.getEpochSecond() + now.getNano() / 1e9 - made);
				}
			}
		}
		catch (IOException ex) {
			System.err.println("A page has ended: " + ex);
		}
	}

	/**
	 * Opens a page again and again, for the server closes it.
	 */
	private static void stall(int port, String query) {
		try {
			while (true) {
				Socket socket = open(port, query);
				try {
					TimeUnit.SECONDS.sleep(RECONNECT_SECONDS);
				}
				finally {
					socket.close();
				}
			}
		}
		catch (IOException | InterruptedException ex) {
			System.err.println("A page has ended: " + ex);
		}
	}

	private static String summary(Queue<Double> latenesses) {
		double[] sorted = latenesses.stream().mapToDouble((each) -> each * 1000).sorted().toArray();
		return (sorted.length == 0) ? "no documents"
				: String.format(Locale.ROOT, "%d documents, late by p50 %.1f ms, p99 %.1f ms, at most %.1f ms",
						sorted.length, sorted[sorted.length / 2], sorted[(int) (sorted.length * 0.99)],
						sorted[sorted.length - 1]);
	}

	/**
	 * Starts a process.
	 * @param port the port of the page
	 * @param query the query of its stream
	 * @param pages the number of pages
	 * @param read whether they are read
	 */
	static Running start(int port, String query, int pages, boolean read) throws IOException {
		List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow(),
				"-Xmx256m", "-cp", System.getProperty("java.class.path"), PageReaders.class.getName()));
		command.addAll(Arrays.asList(String.valueOf(port), query, String.valueOf(pages), String.valueOf(read)));
		Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
		BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
		if (!"open".equals(reader.readLine())) {
			throw new IOException("The pages are not open");
		}
		return new Running(process, reader);
	}

	/**
	 * A process with open pages.
	 *
	 * @param process the process
	 * @param output its output
	 */
	record Running(Process process, BufferedReader output) implements AutoCloseable {

		/**
		 * Ends it.
		 * @return what came
		 */
		String end() throws IOException {
			this.process.getOutputStream().write('\n');
			this.process.getOutputStream().flush();
			return String.valueOf(this.output.readLine());
		}

		@Override
		public void close() {
			this.process.destroyForcibly();
		}

	}

}
