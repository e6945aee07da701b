import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A client of the stream that shares no code with the project: what every counter and
 * every sequence of samples amounts to, by name and labels.
 */
final class StreamReader implements AutoCloseable {

	private static final int MAX_FRAME = 1 << 20;

	private final Socket socket;

	private final Map<String, Long> totals = new ConcurrentHashMap<>();

	private final Map<String, Long> samples = new ConcurrentHashMap<>();

	private final CountDownLatch ended = new CountDownLatch(1);

	private volatile Throwable failure;

	StreamReader(int port) throws IOException {
		this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
		Thread thread = new Thread(this::run, "stream-reader");
		thread.setDaemon(true);
		thread.start();
	}

	Map<String, Long> totals() {
		return this.totals;
	}

	long samples(String series) {
		return this.samples.getOrDefault(series, 0L);
	}

	long samples(String name, String label) {
		return this.samples.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().startsWith(name + "{") && entry.getKey().contains(label))
			.mapToLong(Map.Entry::getValue)
			.sum();
	}

	/**
	 * Waits for the other side to end the connection in order.
	 */
	boolean awaitEnd(long seconds) throws InterruptedException {
		return this.ended.await(seconds, TimeUnit.SECONDS) && this.failure == null;
	}

	boolean isEnded() {
		return this.ended.getCount() == 0;
	}

	Throwable failure() {
		return this.failure;
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	private void run() {
		try (DataInputStream input = new DataInputStream(
				new BufferedInputStream(this.socket.getInputStream(), 1 << 16))) {
			long length;
			while ((length = frameLength(input)) >= 0) {
				if (length > MAX_FRAME) {
					throw new IOException("A frame of " + length + " bytes");
				}
				byte[] frame = new byte[(int) length];
				input.readFully(frame);
				Message event = new Message(ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN));
				while (event.next()) {
					if (event.field == 2) {
						metric(event.message());
					}
				}
			}
		}
		catch (IOException | RuntimeException ex) {
			this.failure = ex;
		}
		this.ended.countDown();
	}

	/**
	 * The length of the frame that comes next, -1 if the stream ended between two frames.
	 */
	private static long frameLength(InputStream input) throws IOException {
		long length = 0;
		for (int shift = 0; shift < 64; shift += 7) {
			int next = input.read();
			if (next < 0) {
				if (shift == 0) {
					return -1;
				}
				throw new EOFException("The stream ended within a length");
			}
			length |= (long) (next & 0x7F) << shift;
			if (next < 0x80) {
				return length;
			}
		}
		throw new IOException("A length of more than 64 bits");
	}

	private void metric(Message metric) {
		String name = "";
		Map<String, String> labels = new TreeMap<>();
		int operation = 0;
		long value = 0;
		while (metric.next()) {
			switch (metric.field) {
				case 1 -> name = metric.text();
				case 3 -> label(metric.message(), labels);
				case 4, 5, 6, 7, 8, 9 -> {
					operation = metric.field;
					value = metric.number;
				}
				default -> {
				}
			}
		}
		String series = name + labels;
		switch (operation) {
			case 4 -> this.totals.merge(series, value, Long::sum);
			case 5 -> this.totals.put(series, value);
			case 9 -> this.samples.merge(series, 1L, Long::sum);
			default -> {
			}
		}
	}

	private static void label(Message entry, Map<String, String> labels) {
		String key = "";
		String value = "";
		while (entry.next()) {
			if (entry.field == 1) {
				key = entry.text();
			}
			else if (entry.field == 2) {
				value = entry.text();
			}
		}
		labels.put(key, value);
	}

	/**
	 * A protobuf message, read field by field.
	 */
	private static final class Message {

		private final ByteBuffer bytes;

		private int field;

		private long number;

		private ByteBuffer content;

		Message(ByteBuffer bytes) {
			this.bytes = bytes;
		}

		boolean next() {
			if (!this.bytes.hasRemaining()) {
				return false;
			}
			int tag = (int) varint();
			this.field = tag >>> 3;
			switch (tag & 7) {
				case 0 -> this.number = varint();
				case 1 -> this.number = this.bytes.getLong();
				case 2 -> {
					int length = (int) varint();
					this.content = this.bytes.slice(this.bytes.position(), length).order(ByteOrder.LITTLE_ENDIAN);
					this.bytes.position(this.bytes.position() + length);
				}
				case 5 -> this.number = this.bytes.getInt();
				default -> throw new IllegalStateException("Wire type " + (tag & 7));
			}
			return true;
		}

		String text() {
			return StandardCharsets.UTF_8.decode(this.content).toString();
		}

		Message message() {
			return new Message(this.content);
		}

		private long varint() {
			long value = 0;
			for (int shift = 0; shift < 64; shift += 7) {
				byte next = this.bytes.get();
				value |= (long) (next & 0x7F) << shift;
				if (next >= 0) {
					return value;
				}
			}
			throw new IllegalStateException("A varint of more than 64 bits");
		}

	}

}
