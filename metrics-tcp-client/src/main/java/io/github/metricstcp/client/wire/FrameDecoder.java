package io.github.metricstcp.client.wire;

import java.nio.ByteBuffer;

import io.github.metricstcp.client.wire.EventReader.MetricDraft;

/**
 * A decoder of one stream of bytes, which may be cut anywhere, into events.
 * <p>
 * Frames of the layout that every exporter writes (fields ascending) are read in place,
 * and their series is found by the bytes of name and labels: no object is made for an
 * event. Everything else that Protocol Buffers allow is read by {@code EventReader}. What
 * is kept is bounded: one frame, and as many series as the caller allows, none of them
 * with a name and labels of more than {@value SeriesKey#MAX_LENGTH} bytes.
 * <p>
 * Not thread-safe.
 *
 * @param <S> the type of the object that is kept for a series
 * @since 0.1.0
 */
public final class FrameDecoder<S> {

	/**
	 * The default maximum length of a frame: 1 MiB, more than which no exporter sends.
	 */
	public static final int DEFAULT_MAX_FRAME_LENGTH = 1 << 20;

	private static final int INITIAL_CAPACITY = 1 << 16;

	private final EventSink<S> sink;

	private final int maxFrameLength;

	private final SeriesCache<S> series;

	private final TextPool texts = new TextPool();

	private final MetricFrame metric = new MetricFrame();

	private byte[] bytes = new byte[INITIAL_CAPACITY + MetricFrame.SLACK];

	// Where the first frame that was not decoded begins, and where what was received ends

	private int start;

	private int end;

	private long frames;

	// Where the content of a frame begins whose length was read
	private int content;

	/**
	 * Creates a decoder.
	 * @param sink where the events go
	 * @param maxFrameLength the maximum length of a frame in bytes, without its length
	 * prefix
	 * @param maxSeries the number of series that are remembered, those that come first;
	 * others are decoded all the same, but slower
	 */
	public FrameDecoder(EventSink<S> sink, int maxFrameLength, int maxSeries) {
		this.sink = sink;
		this.maxFrameLength = maxFrameLength;
		this.series = new SeriesCache<>(maxSeries);
	}

	/**
	 * Decodes the next bytes of the stream.
	 * @param chunk the bytes, which are consumed
	 * @throws MalformedStreamException if they are not the stream of an exporter. The
	 * decoder cannot be used any more.
	 */
	public void decode(ByteBuffer chunk) throws MalformedStreamException {
		while (chunk.hasRemaining()) {
			int taken = Math.min(chunk.remaining(), this.bytes.length - MetricFrame.SLACK - this.end);
			chunk.get(this.bytes, this.end, taken);
			this.end += taken;
			decodeFrames();
		}
	}

	/**
	 * Returns the number of whole frames so far.
	 * @return the number of frames, those without content included
	 */
	public long frames() {
		return this.frames;
	}

	/**
	 * Returns the number of bytes of the frame that is not complete yet.
	 * @return the number of bytes, 0 between two frames
	 */
	public int pending() {
		return this.end - this.start;
	}

	/**
	 * Returns the number of texts that are kept for series to share.
	 */
	int pooledTexts() {
		return this.texts.size();
	}

	private void decodeFrames() throws MalformedStreamException {
		byte[] bytes = this.bytes;
		int frame = this.start;
		int end = this.end;
		int needed = 0;
		while (frame < end) {
			int length = length(bytes, frame, end);
			if (length < 0) {
				break;
			}
			int content = this.content;
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
		if (needed + MetricFrame.SLACK > target.length) {
			target = new byte[needed + MetricFrame.SLACK];
		}
		else if (pending == 0 && target.length > INITIAL_CAPACITY + MetricFrame.SLACK) {
			target = new byte[INITIAL_CAPACITY + MetricFrame.SLACK];
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
	 * Reads the length of a frame, and finds where its content begins.
	 * @return the length, -1 if there is only a part of it
	 */
	private int length(byte[] bytes, int from, int end) throws MalformedStreamException {
		long length = 0;
		for (int i = 0; i < WireReader.MAX_VARINT_LENGTH; i++) {
			if (from + i == end) {
				return -1;
			}
			byte group = bytes[from + i];
			length |= (group & 0x7FL) << (7 * i);
			if (group >= 0) {
				this.content = from + i + 1;
				if (length < 0 || length > this.maxFrameLength) {
					throw new MalformedStreamException("A frame claims to have %s bytes; the limit is %s"
						.formatted(Long.toUnsignedString(length), this.maxFrameLength));
				}
				return (int) length;
			}
		}
		throw new MalformedStreamException(
				"The length of a frame takes more than %s bytes".formatted(WireReader.MAX_VARINT_LENGTH));
	}

	/**
	 * Decodes a metric whose fields ascend.
	 * @return {@code false} if it is anything else, and nothing was done
	 */
	private boolean decodeMetric(byte[] bytes, int frame, int content, int end) throws MalformedStreamException {
		MetricFrame metric = this.metric;
		if (!metric.read(bytes, content, end)) {
			return false;
		}
		SeriesCache.Entry<S> entry = this.series.find(metric);
		S series = (entry != null) ? entry.series() : addSeries(metric);
		this.sink.frame(bytes, frame, end - frame);
		this.sink.event(series, metric.operation(), metric.operand(), metric.seconds(), metric.nanos());
		return true;
	}

	private S addSeries(MetricFrame metric) throws MalformedStreamException {
		SeriesKey key = metric.key();
		if (!this.series.remembers(metric)) {
			// Not pooled: others come instead of it for as long as the stream lasts
			return this.sink.series(key);
		}
		S series = this.sink.series(this.texts.pooled(key));
		this.series.add(metric, series);
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

}
