package io.github.metricstcp.testing;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import com.google.protobuf.CodedInputStream;
import io.github.metricstcp.proto.Event;
import io.github.metricstcp.proto.Metadata;
import io.github.metricstcp.proto.Metric;
import org.jspecify.annotations.Nullable;

/**
 * A client of the stream: it reads with the generated parser, keeps every event, and
 * reconstructs from them what a viewer would show.
 */
public final class StreamClient implements AutoCloseable {

	private static final int LONGEST_FRAME = 1024 * 1024;

	/**
	 * Connection that is closed in the end, whatever TLS makes of it: after a reset an
	 * {@link SSLSocket} leaves the socket below it open.
	 */
	private final Socket connection;

	private final Socket socket;

	private final Thread reader;

	// Guarded by this

	private final List<Event> events = new ArrayList<>();

	private final Map<String, Metadata> metadata = new HashMap<>();

	private final Map<String, Long> counters = new HashMap<>();

	private final Map<String, Double> gauges = new HashMap<>();

	private final Map<String, List<Double>> samples = new HashMap<>();

	private boolean keepsEvents = true;

	private long eventCount;

	private long sampleCount;

	private boolean ended;

	private boolean paused;

	private @Nullable Throwable failure;

	private StreamClient(InetSocketAddress address, @Nullable SSLContext ssl, int receiveBuffer, boolean paused)
			throws IOException {
		this.connection = new Socket();
		if (receiveBuffer > 0) {
			this.connection.setReceiveBufferSize(receiveBuffer);
		}
		this.paused = paused;
		this.connection.connect(address, 5000);
		this.socket = (ssl != null) ? encrypted(this.connection, ssl) : this.connection;
		this.reader = new Thread(this::read, "stream-client");
		this.reader.setDaemon(true);
		this.reader.start();
	}

	private static Socket encrypted(Socket connection, SSLContext ssl) throws IOException {
		SSLSocket socket = (SSLSocket) ssl.getSocketFactory()
			.createSocket(connection, connection.getInetAddress().getHostAddress(), connection.getPort(), true);
		SSLParameters parameters = socket.getSSLParameters();
		parameters.setEndpointIdentificationAlgorithm("HTTPS");
		socket.setSSLParameters(parameters);
		try {
			socket.startHandshake();
		}
		catch (IOException ex) {
			socket.close();
			connection.close();
			throw ex;
		}
		return socket;
	}

	/**
	 * Connects a client that reads as fast as it can.
	 */
	public static StreamClient connect(InetSocketAddress address) {
		return connect(address, null, 0, false);
	}

	/**
	 * Connects a client that reads as fast as it can, over TLS.
	 * @param address where the exporter listens, which its certificate must name
	 * @param ssl whom the client trusts, and its own certificate
	 * @throws UncheckedIOException if the handshake fails
	 */
	public static StreamClient connect(InetSocketAddress address, SSLContext ssl) {
		return connect(address, ssl, 0, false);
	}

	/**
	 * Connects a client that reads nothing until {@link #resume()}, over a connection
	 * that holds little.
	 */
	public static StreamClient connectStalled(InetSocketAddress address) {
		return connect(address, null, 4096, true);
	}

	/**
	 * Connects a client over TLS that reads nothing, but for the handshake, until
	 * {@link #resume()}.
	 */
	public static StreamClient connectStalled(InetSocketAddress address, SSLContext ssl) {
		return connect(address, ssl, 4096, true);
	}

	private static StreamClient connect(InetSocketAddress address, @Nullable SSLContext ssl, int receiveBuffer,
			boolean paused) {
		try {
			return new StreamClient(address, ssl, receiveBuffer, paused);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void read() {
		try (this.connection; InputStream in = new BufferedInputStream(this.socket.getInputStream(), 1 << 16)) {
			awaitResumed();
			for (Event event = next(in); event != null; event = next(in)) {
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

	/**
	 * Reads one frame to its end: the generated {@code parseDelimitedFrom} takes what
	 * there is of a frame for all of it.
	 */
	private static @Nullable Event next(InputStream in) throws IOException {
		int first = in.read();
		while (first == 0) {
			// An empty frame, which finds out whether a half-closed client is still there
			first = in.read();
		}
		if (first < 0) {
			return null;
		}
		int length = CodedInputStream.readRawVarint32(first, in);
		if (length <= 0 || length > LONGEST_FRAME) {
			throw new IllegalStateException("A frame of " + length + " bytes");
		}
		byte[] bytes = in.readNBytes(length);
		if (bytes.length < length) {
			throw new EOFException("The stream has ended in the middle of a frame");
		}
		return Event.parseFrom(bytes);
	}

	private synchronized void awaitResumed() throws InterruptedException {
		while (this.paused) {
			wait();
		}
	}

	private synchronized void take(Event event) {
		this.eventCount++;
		if (this.keepsEvents) {
			this.events.add(event);
		}
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
			case RECORD_HISTOGRAM -> {
				this.sampleCount++;
				if (this.keepsEvents) {
					this.samples.computeIfAbsent(key, (absent) -> new ArrayList<>()).add(metric.getRecordHistogram());
				}
			}
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
	 * Reads on, over a connection that holds more from now on.
	 */
	public synchronized void resume() {
		this.paused = false;
		try {
			this.socket.setReceiveBufferSize(1 << 20);
		}
		catch (SocketException ex) {
			// It is closed
		}
		notifyAll();
	}

	/**
	 * Keeps no event and no sample from now on, only what is reconstructed: for hours.
	 */
	public synchronized void keepNoEvents() {
		this.keepsEvents = false;
		this.events.clear();
		this.samples.clear();
	}

	/**
	 * Returns how many events there were so far.
	 */
	public synchronized long eventCount() {
		return this.eventCount;
	}

	/**
	 * Returns how many of them were samples.
	 */
	public synchronized long sampleCount() {
		return this.sampleCount;
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
	 * Returns the total of a counter, {@code null} if none was sent.
	 */
	public synchronized @Nullable Long counter(String name, String... labels) {
		return this.counters.get(key(name, labels));
	}

	/**
	 * Returns the value of a gauge, {@code null} if none was sent.
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
	 * Returns what the reader is about, for when it does not come to an end.
	 */
	public String activity() {
		return Arrays.toString(this.reader.getStackTrace());
	}

	/**
	 * Closes the connection, if it is open, with a reset in place of an orderly end.
	 */
	public void reset() {
		try {
			this.connection.setSoLinger(true, 0);
			this.connection.close();
		}
		catch (SocketException ex) {
			// It is closed
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
			this.connection.close();
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
