package io.github.metricstcp.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

import io.github.metricstcp.proto.Event;
import io.github.metricstcp.proto.Metadata;
import io.github.metricstcp.proto.Metric;
import org.jspecify.annotations.Nullable;

/**
 * A client of the stream: it reads with the generated parser, keeps every event, and
 * reconstructs from them what a viewer would show.
 */
public final class StreamClient implements AutoCloseable {

	private final Socket socket = new Socket();

	// Guarded by this

	private final List<Event> events = new ArrayList<>();

	private final Map<String, Metadata> metadata = new HashMap<>();

	private final Map<String, Long> counters = new HashMap<>();

	private final Map<String, Double> gauges = new HashMap<>();

	private final Map<String, List<Double>> samples = new HashMap<>();

	private boolean ended;

	private boolean paused;

	private @Nullable Throwable failure;

	private StreamClient(InetSocketAddress address, int receiveBuffer, boolean paused) throws IOException {
		if (receiveBuffer > 0) {
			this.socket.setReceiveBufferSize(receiveBuffer);
		}
		this.paused = paused;
		this.socket.connect(address, 5000);
		Thread reader = new Thread(this::read, "stream-client");
		reader.setDaemon(true);
		reader.start();
	}

	/**
	 * Connects a client that reads as fast as it can.
	 */
	public static StreamClient connect(InetSocketAddress address) {
		return connect(address, 0, false);
	}

	/**
	 * Connects a client that reads nothing until {@link #resume()}, over a connection
	 * that holds little.
	 */
	public static StreamClient connectStalled(InetSocketAddress address) {
		return connect(address, 4096, true);
	}

	private static StreamClient connect(InetSocketAddress address, int receiveBuffer, boolean paused) {
		try {
			return new StreamClient(address, receiveBuffer, paused);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void read() {
		try (InputStream in = new BufferedInputStream(this.socket.getInputStream(), 1 << 16)) {
			awaitResumed();
			for (Event event = Event.parseDelimitedFrom(in); event != null; event = Event.parseDelimitedFrom(in)) {
				take(event);
				awaitResumed();
			}
		}
		catch (Throwable ex) {
			synchronized (this) {
				this.failure = ex;
			}
		}
		finally {
			synchronized (this) {
				this.ended = true;
			}
		}
	}

	private synchronized void awaitResumed() throws InterruptedException {
		while (this.paused) {
			wait();
		}
	}

	private synchronized void take(Event event) {
		this.events.add(event);
		switch (event.getEventCase()) {
			case METADATA -> this.metadata.put(event.getMetadata().getName(), event.getMetadata());
			case METRIC -> take(event.getMetric());
			case EVENT_NOT_SET -> throw new IllegalStateException("An event without content");
		}
	}

	private void take(Metric metric) {
		String key = key(metric);
		switch (metric.getOperationCase()) {
			case INCREMENT_COUNTER -> this.counters.merge(key, metric.getIncrementCounter(), Long::sum);
			case SET_COUNTER -> this.counters.put(key, metric.getSetCounter());
			case SET_GAUGE -> this.gauges.put(key, metric.getSetGauge());
			case RECORD_HISTOGRAM ->
				this.samples.computeIfAbsent(key, (absent) -> new ArrayList<>()).add(metric.getRecordHistogram());
			default -> throw new IllegalStateException("Unexpected operation in " + metric);
		}
	}

	/**
	 * Stops reading.
	 */
	public synchronized void pause() {
		this.paused = true;
	}

	/**
	 * Reads on.
	 */
	public synchronized void resume() {
		this.paused = false;
		notifyAll();
	}

	/**
	 * Returns all events so far, in order.
	 */
	public synchronized List<Event> events() {
		return List.copyOf(this.events);
	}

	/**
	 * Returns the metric events so far of one name.
	 */
	public List<Metric> metrics(String name) {
		return metrics((metric) -> metric.getName().equals(name));
	}

	/**
	 * Returns the metric events so far that match.
	 */
	public List<Metric> metrics(Predicate<Metric> predicate) {
		return events().stream().filter(Event::hasMetric).map(Event::getMetric).filter(predicate).toList();
	}

	/**
	 * Returns the last metadata of a name, {@code null} if there was none.
	 */
	public synchronized @Nullable Metadata metadata(String name) {
		return this.metadata.get(name);
	}

	/**
	 * Returns the total of a counter, {@code null} if nothing was told of it.
	 */
	public synchronized @Nullable Long counter(String name, String... labels) {
		return this.counters.get(key(name, labels));
	}

	/**
	 * Returns the value of a gauge, {@code null} if nothing was told of it.
	 */
	public synchronized @Nullable Double gauge(String name, String... labels) {
		return this.gauges.get(key(name, labels));
	}

	/**
	 * Returns the samples of a distribution.
	 */
	public synchronized List<Double> samples(String name, String... labels) {
		return List.copyOf(this.samples.getOrDefault(key(name, labels), List.of()));
	}

	/**
	 * Whether the stream has ended, for whatever reason.
	 */
	public synchronized boolean hasEnded() {
		return this.ended;
	}

	/**
	 * Returns why the stream ended, {@code null} if it did as it should: between two
	 * frames.
	 */
	public synchronized @Nullable Throwable failure() {
		return this.failure;
	}

	/**
	 * Closes the connection with a reset in place of an orderly end.
	 */
	public void reset() {
		try {
			this.socket.setSoLinger(true, 0);
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		try {
			resume();
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns the socket, for tests that write to it.
	 */
	public Socket socket() {
		return this.socket;
	}

	private static String key(Metric metric) {
		return metric.getName() + new TreeMap<>(metric.getLabelsMap());
	}

	private static String key(String name, String... labels) {
		Map<String, String> sorted = new TreeMap<>();
		for (int i = 0; i < labels.length; i += 2) {
			sorted.put(labels[i], labels[i + 1]);
		}
		return name + sorted;
	}

}
