package io.github.metricstcp.client.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

import io.github.metricstcp.client.wire.EventReader.MetricDraft;
import io.github.metricstcp.proto.Event;
import io.github.metricstcp.proto.Metric;
import org.jspecify.annotations.Nullable;

/**
 * A decoder of one stream of bytes, which may be cut anywhere, into events.
 * <p>
 * Frames of the layout that every exporter writes (fields ascending) are read in place,
 * and their series is found by the bytes of name and labels: no object is made for an
 * event. Everything else that Protocol Buffers allow is read by {@link EventReader}. What
 * is kept is bounded: one frame, and as many series as the caller allows, none of them
 * with a name and labels of more than {@value SeriesKey#MAX_LENGTH} bytes.
 * <p>
 * Not thread-safe.
 *
 * @param <S> what is kept for a series
 * @since 0.1.0
 */
public final class FrameDecoder<S> {

	/**
	 * The maximum length of a frame if nothing else is said: 1 MiB, more than which an
	 * exporter never sends.
	 */
	public static final int DEFAULT_MAX_FRAME_LENGTH = 1 << 20;

	private static final byte METRIC_TAG = lengthDelimited(Event.METRIC_FIELD_NUMBER);

	private static final byte NAME_TAG = lengthDelimited(Metric.NAME_FIELD_NUMBER);

	private static final byte TIMESTAMP_TAG = lengthDelimited(Metric.TIMESTAMP_FIELD_NUMBER);

	private static final byte LABEL_TAG = lengthDelimited(Metric.LABELS_FIELD_NUMBER);

	private static final byte SECONDS_TAG = 1 << 3;

	private static final byte NANOS_TAG = 2 << 3;

	private static final int MAX_VARINT_LENGTH = 10;

	// The place is read without a look at the end of the frame for as long as a tag and a
	// varint take
	private static final int SLACK = 2 * MAX_VARINT_LENGTH;

	private static final int INITIAL_CAPACITY = 1 << 16;

	private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	// By wire tag: a tag of one byte is the field's number and the type of what follows
	private static final @Nullable Operation[] operations = new Operation[128];

	static {
		operations[Metric.INCREMENT_COUNTER_FIELD_NUMBER << 3] = Operation.INCREMENT_COUNTER;
		operations[Metric.SET_COUNTER_FIELD_NUMBER << 3] = Operation.SET_COUNTER;
		operations[Metric.INCREMENT_GAUGE_FIELD_NUMBER << 3 | 1] = Operation.INCREMENT_GAUGE;
		operations[Metric.DECREMENT_GAUGE_FIELD_NUMBER << 3 | 1] = Operation.DECREMENT_GAUGE;
		operations[Metric.SET_GAUGE_FIELD_NUMBER << 3 | 1] = Operation.SET_GAUGE;
		operations[Metric.RECORD_HISTOGRAM_FIELD_NUMBER << 3 | 1] = Operation.RECORD_HISTOGRAM;
	}

	private final EventSink<S> sink;

	private final int maxFrameLength;

	private final SeriesCache<S> series;

	private byte[] bytes = new byte[INITIAL_CAPACITY + SLACK];

	// Where the first frame that was not decoded begins, and where what was received ends

	private int start;

	private int end;

	private long frames;

	// What follows is where the fast path leaves off; fields, for a method returns one
	// value

	private int position;

	private boolean overrun;

	/**
	 * Creates a decoder.
	 * @param sink where the events go
	 * @param maxFrameLength the maximum length of a frame in bytes, not counting what
	 * says its length
	 * @param maxSeries how many series are remembered, those that come first; others are
	 * decoded all the same, but slower
	 */
	public FrameDecoder(EventSink<S> sink, int maxFrameLength, int maxSeries) {
		this.sink = sink;
		this.maxFrameLength = maxFrameLength;
		this.series = new SeriesCache<>(maxSeries, ThreadLocalRandom.current().nextLong());
	}

	private static byte lengthDelimited(int field) {
		return (byte) (field << 3 | 2);
	}

	/**
	 * Decodes the next bytes of the stream.
	 * @param chunk the bytes, which are consumed
	 * @throws MalformedStreamException if they are not the stream of an exporter. The
	 * decoder cannot be used any more.
	 */
	public void decode(ByteBuffer chunk) throws MalformedStreamException {
		while (chunk.hasRemaining()) {
			int taken = Math.min(chunk.remaining(), this.bytes.length - SLACK - this.end);
			chunk.get(this.bytes, this.end, taken);
			this.end += taken;
			decodeFrames();
		}
	}

	/**
	 * Returns how many whole frames there were.
	 */
	public long frames() {
		return this.frames;
	}

	/**
	 * Returns how many bytes there are of a frame that is not complete yet, 0 between two
	 * frames.
	 */
	public int pending() {
		return this.end - this.start;
	}

	private void decodeFrames() throws MalformedStreamException {
		byte[] bytes = this.bytes;
		int frame = this.start;
		int end = this.end;
		int needed = 0;
		while (frame < end) {
			this.position = frame;
			int length = length(bytes, frame, end);
			if (length < 0) {
				break;
			}
			int content = this.position;
			if (end - content < length) {
				needed = content - frame + length;
				break;
			}
			int next = content + length;
			if (length == 0) {
				this.sink.frame(bytes, frame, next - frame);
			}
			else if (!decodeMetric(bytes, frame, content, next)) {
				decodeAnything(bytes, frame, content, next);
			}
			this.frames++;
			frame = next;
		}
		this.start = frame;
		moveToFront(needed);
	}

	/**
	 * Makes room for the rest of the frame that is not complete.
	 */
	private void moveToFront(int needed) {
		int pending = this.end - this.start;
		byte[] target = this.bytes;
		if (needed + SLACK > target.length) {
			target = new byte[needed + SLACK];
		}
		else if (pending == 0 && target.length > INITIAL_CAPACITY + SLACK) {
			target = new byte[INITIAL_CAPACITY + SLACK];
		}
		// What is there already stays: a long frame that comes in small pieces would be
		// moved at each of them
		if (this.start > 0 || target != this.bytes) {
			System.arraycopy(this.bytes, this.start, target, 0, pending);
		}
		this.bytes = target;
		this.start = 0;
		this.end = pending;
	}

	/**
	 * Reads the length of a frame and moves the position behind it.
	 * @return the length, -1 if there is only a part of it
	 */
	private int length(byte[] bytes, int from, int end) throws MalformedStreamException {
		long length = 0;
		for (int i = 0; i < MAX_VARINT_LENGTH; i++) {
			if (from + i == end) {
				return -1;
			}
			byte group = bytes[from + i];
			length |= (group & 0x7FL) << (7 * i);
			if (group >= 0) {
				this.position = from + i + 1;
				if (length < 0 || length > this.maxFrameLength) {
					throw new MalformedStreamException("A frame claims to have %s bytes; the limit is %d"
						.formatted(Long.toUnsignedString(length), this.maxFrameLength));
				}
				return (int) length;
			}
		}
		throw new MalformedStreamException(
				"The length of a frame takes more than %d bytes".formatted(MAX_VARINT_LENGTH));
	}

	/**
	 * Decodes a metric whose fields ascend.
	 * @return {@code false} if it is anything else, and nothing was done
	 */
	private boolean decodeMetric(byte[] bytes, int frame, int content, int end) throws MalformedStreamException {
		if (bytes[content] != METRIC_TAG) {
			return false;
		}
		this.overrun = false;
		this.position = content + 1;
		int length = shortVarint(bytes);
		if (this.overrun || length != end - this.position) {
			return false;
		}
		int nameStart = this.position;
		int nameEnd = nameStart;
		if (bytes[this.position] == NAME_TAG) {
			this.position++;
			length = shortVarint(bytes);
			nameStart = this.position;
			nameEnd = nameStart + length;
			if (this.overrun || length > end - nameStart) {
				return false;
			}
			this.position = nameEnd;
		}
		long seconds = 0;
		long nanos = 0;
		if (bytes[this.position] == TIMESTAMP_TAG) {
			this.position++;
			int timestampEnd = shortVarint(bytes) + this.position;
			if (this.overrun || timestampEnd > end) {
				return false;
			}
			if (this.position < timestampEnd && bytes[this.position] == SECONDS_TAG) {
				this.position++;
				seconds = varint(bytes);
			}
			if (this.position < timestampEnd && bytes[this.position] == NANOS_TAG) {
				this.position++;
				nanos = varint(bytes);
			}
			if (this.overrun || this.position != timestampEnd) {
				return false;
			}
		}
		int labelsStart = this.position;
		while (this.position < end && bytes[this.position] == LABEL_TAG) {
			this.position++;
			length = shortVarint(bytes);
			if (this.overrun || length > end - this.position) {
				return false;
			}
			this.position += length;
		}
		int labelsEnd = this.position;
		if (labelsEnd >= end || bytes[labelsEnd] < 0) {
			return false;
		}
		Operation operation = operations[bytes[labelsEnd]];
		if (operation == null) {
			return false;
		}
		this.position = labelsEnd + 1;
		long operand;
		if (operation.isWhole()) {
			operand = varint(bytes);
		}
		else {
			operand = (long) LONG.get(bytes, this.position);
			this.position += Long.BYTES;
		}
		if (this.overrun || this.position != end) {
			return false;
		}
		SeriesCache.Entry<S> entry = this.series.find(operation.kind(), bytes, nameStart, nameEnd, labelsStart,
				labelsEnd);
		S series = (entry != null) ? entry.series
				: addSeries(operation.kind(), bytes, nameStart, nameEnd, labelsStart, labelsEnd);
		this.sink.frame(bytes, frame, end - frame);
		this.sink.event(series, operation, operand, seconds, (int) nanos);
		return true;
	}

	private S addSeries(Kind kind, byte[] bytes, int nameStart, int nameEnd, int labelsStart, int labelsEnd)
			throws MalformedStreamException {
		String name = new WireReader(bytes, nameStart, nameEnd).text(nameEnd - nameStart);
		TreeMap<String, String> labels = new TreeMap<>();
		WireReader reader = new WireReader(bytes, labelsStart, labelsEnd);
		while (!reader.atEnd()) {
			reader.tag();
			EventReader.label(reader.nested(), labels);
		}
		S series = this.sink.series(new SeriesKey(kind, name, labels));
		this.series.add(kind, bytes, nameStart, nameEnd, labelsStart, labelsEnd, series);
		return series;
	}

	private void decodeAnything(byte[] bytes, int frame, int content, int end) throws MalformedStreamException {
		EventReader event = EventReader.read(new WireReader(bytes, content, end));
		MetricDraft metric = event.metric();
		Metadata metadata = event.metadata();
		this.sink.frame(bytes, frame, end - frame);
		if (metadata != null) {
			this.sink.metadata(metadata);
		}
		else if (metric != null && metric.operation != null) {
			S series = this.sink.series(new SeriesKey(metric.operation.kind(), metric.name, metric.labels));
			this.sink.event(series, metric.operation, metric.operand, metric.seconds, metric.nanos);
		}
		else {
			this.sink.unknown();
		}
	}

	/**
	 * Reads a length of at most two bytes, which is up to 16,383, and moves the position
	 * behind it.
	 */
	private int shortVarint(byte[] bytes) {
		byte first = bytes[this.position++];
		if (first >= 0) {
			return first;
		}
		byte second = bytes[this.position++];
		if (second < 0) {
			this.overrun = true;
			return 0;
		}
		return (first & 0x7F) | (second << 7);
	}

	private long varint(byte[] bytes) {
		long value = 0;
		for (int shift = 0; shift < 7 * MAX_VARINT_LENGTH; shift += 7) {
			byte group = bytes[this.position++];
			value |= (group & 0x7FL) << shift;
			if (group >= 0) {
				return value;
			}
		}
		this.overrun = true;
		return 0;
	}

	/**
	 * The series that were seen, by the bytes of their name and labels.
	 */
	private static final class SeriesCache<S> {

		private static final int INITIAL_SLOTS = 256;

		private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

		private final int maxSeries;

		// So that nobody can choose names that all meet in one slot
		private final long seed;

		private @Nullable Entry<S>[] slots = slots(INITIAL_SLOTS);

		private int size;

		SeriesCache(int maxSeries, long seed) {
			this.maxSeries = maxSeries;
			this.seed = seed;
		}

		@SuppressWarnings({ "unchecked", "rawtypes" })
		private static <S> @Nullable Entry<S>[] slots(int size) {
			return new Entry[size];
		}

		@Nullable Entry<S> find(Kind kind, byte[] bytes, int nameStart, int nameEnd, int labelsStart, int labelsEnd) {
			int hash = hash(bytes, nameStart, nameEnd, labelsStart, labelsEnd);
			@Nullable Entry<S>[] slots = this.slots;
			int mask = slots.length - 1;
			for (int slot = hash & mask;; slot = (slot + 1) & mask) {
				Entry<S> entry = slots[slot];
				if (entry == null || (entry.hash == hash && entry.kind == kind
						&& Arrays.equals(bytes, nameStart, nameEnd, entry.name, 0, entry.name.length)
						&& Arrays.equals(bytes, labelsStart, labelsEnd, entry.labels, 0, entry.labels.length))) {
					return entry;
				}
			}
		}

		/**
		 * Remembers a series, unless there are too many or it is too long.
		 */
		void add(Kind kind, byte[] bytes, int nameStart, int nameEnd, int labelsStart, int labelsEnd, S series) {
			int length = nameEnd - nameStart + labelsEnd - labelsStart;
			if (this.size >= this.maxSeries || length > SeriesKey.MAX_LENGTH) {
				return;
			}
			if (2 * this.size >= this.slots.length) {
				@Nullable Entry<S>[] old = this.slots;
				this.slots = slots(2 * old.length);
				for (Entry<S> each : old) {
					if (each != null) {
						put(each);
					}
				}
			}
			put(new Entry<>(kind, Arrays.copyOfRange(bytes, nameStart, nameEnd),
					Arrays.copyOfRange(bytes, labelsStart, labelsEnd),
					hash(bytes, nameStart, nameEnd, labelsStart, labelsEnd), series));
			this.size++;
		}

		private void put(Entry<S> entry) {
			int mask = this.slots.length - 1;
			int slot = entry.hash & mask;
			while (this.slots[slot] != null) {
				slot = (slot + 1) & mask;
			}
			this.slots[slot] = entry;
		}

		private int hash(byte[] bytes, int nameStart, int nameEnd, int labelsStart, int labelsEnd) {
			long hash = mix(this.seed, bytes, nameStart, nameEnd);
			hash = mix(hash, bytes, labelsStart, labelsEnd);
			return (int) (hash ^ hash >>> 32);
		}

		private static long mix(long hash, byte[] bytes, int from, int to) {
			int i = from;
			for (; i + Long.BYTES <= to; i += Long.BYTES) {
				hash = mix(hash, (long) LONG.get(bytes, i));
			}
			long rest = (long) to - from;
			for (; i < to; i++) {
				rest = (rest << 8) | (bytes[i] & 0xFF);
			}
			return mix(hash, rest);
		}

		private static long mix(long hash, long word) {
			long mixed = (hash ^ word) * MULTIPLIER;
			return mixed ^ mixed >>> 29;
		}

		/**
		 * One series, and what is kept for it.
		 */
		private static final class Entry<S> {

			private final Kind kind;

			private final byte[] name;

			private final byte[] labels;

			private final int hash;

			private final S series;

			Entry(Kind kind, byte[] name, byte[] labels, int hash, S series) {
				this.kind = kind;
				this.name = name;
				this.labels = labels;
				this.hash = hash;
				this.series = series;
			}

		}

	}

}
