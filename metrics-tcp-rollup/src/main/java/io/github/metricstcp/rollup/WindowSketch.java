package io.github.metricstcp.rollup;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import com.datadoghq.sketch.ddsketch.DDSketch;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.SeriesKey;
import org.jspecify.annotations.Nullable;

/**
 * The samples of one histogram of the whole fleet in one window, as a record of the topic
 * of sketches has them. Sketches of several windows can be merged: quantiles of an hour
 * are as good as those of ten seconds. Of two sketches of one window the later one has
 * samples that came late.
 * <p>
 * The key of a record is the name and the labels as a text in UTF-8:
 * {@code name{label="value",label="value"}}, without braces if there are no labels, with
 * a backslash before each backslash and each quotation mark of a value. The value of a
 * record is, with the most significant byte of numbers first:
 * <ol>
 * <li>a byte: the version, 1</li>
 * <li>two longs: the beginning of the window in milliseconds since the epoch, and its
 * length in milliseconds</li>
 * <li>a long and three doubles: number, sum, minimum and maximum of the samples,
 * exact</li>
 * <li>an int: the number of texts that follow. Each is an int, its number of bytes, and
 * these bytes in UTF-8. They are the name of the histogram, its unit, which is empty if
 * there is none, and of each label the name and the value</li>
 * <li>the rest: the sketch, as the message {@code DDSketch} of Datadog's
 * {@code DDSketch.proto}, with a relative accuracy of 1 %</li>
 * </ol>
 *
 * @param name the name of the histogram
 * @param labels its labels, as far as they are kept, sorted by name; unmodifiable
 * @param unit the unit of its samples, {@code null} if there is none
 * @param start the beginning of the window
 * @param length the length of the window
 * @param count the number of samples
 * @param sum the sum of the samples
 * @param min the least sample
 * @param max the greatest sample
 * @param sketch the sketch of the samples
 * @since 0.1.0
 */
public record WindowSketch(String name, SortedMap<String, String> labels, @Nullable String unit, Instant start,
		Duration length, long count, double sum, double min, double max, DDSketch sketch) {

	private static final byte VERSION = 1;

	static WindowSketch of(SeriesKey key, @Nullable String unit, long start, long length, SampleSet samples) {
		return new WindowSketch(key.name(), key.labels(), unit, Instant.ofEpochMilli(start), Duration.ofMillis(length),
				samples.count(), samples.sum(), samples.min(), samples.max(), samples.sketch());
	}

	/**
	 * Reads the value of a record.
	 * @param value the value
	 * @return the sketch
	 * @throws IllegalArgumentException if it is none, or one of another version
	 */
	public static WindowSketch of(byte[] value) {
		if (value.length == 0 || value[0] != VERSION) {
			throw new IllegalArgumentException("The record has no sketch of version " + VERSION);
		}
		try {
			return read(ByteBuffer.wrap(value, 1, value.length - 1));
		}
		catch (BufferUnderflowException | IllegalArgumentException ex) {
			throw new IllegalArgumentException("The sketch is not whole: " + ex.getMessage(), ex);
		}
	}

	private static WindowSketch read(ByteBuffer buffer) {
		Instant start = Instant.ofEpochMilli(buffer.getLong());
		Duration length = Duration.ofMillis(buffer.getLong());
		long count = buffer.getLong();
		double sum = buffer.getDouble();
		double min = buffer.getDouble();
		double max = buffer.getDouble();
		int texts = buffer.getInt();
		String name = text(buffer);
		String unit = text(buffer);
		Map<String, String> labels = new TreeMap<>();
		for (int i = 2; i < texts; i += 2) {
			labels.put(text(buffer), text(buffer));
		}
		byte[] rest = new byte[buffer.remaining()];
		buffer.get(rest);
		DDSketch sketch = SketchReader.read(rest);
		return new WindowSketch(name, new SeriesKey(Kind.HISTOGRAM, name, labels).labels(),
				unit.isEmpty() ? null : unit, start, length, count, sum, min, max, sketch);
	}

	private static String text(ByteBuffer buffer) {
		int length = buffer.getInt();
		if (length < 0 || length > buffer.remaining()) {
			throw new IllegalArgumentException("a text has %s bytes".formatted(length));
		}
		byte[] bytes = new byte[length];
		buffer.get(bytes);
		return new String(bytes, StandardCharsets.UTF_8);
	}

	/**
	 * Returns a quantile: the least value that such a share of all samples do not exceed.
	 * @param quantile the share, 0 to 1
	 * @return the quantile, at most 1 % off
	 */
	public double quantile(double quantile) {
		long place = Math.max(1, (long) Math.ceil(quantile * this.count));
		if (place >= this.count) {
			return this.max;
		}
		// By the place: a sketch takes the sample before it for some numbers of samples
		double value = this.sketch.getValueAtQuantile((place - 0.5) / (this.count - 1));
		return Math.max(this.min, Math.min(this.max, value));
	}

	/**
	 * Returns the key of the record.
	 */
	byte[] key() {
		StringBuilder key = new StringBuilder(this.name);
		String separator = "{";
		for (Map.Entry<String, String> each : this.labels.entrySet()) {
			String value = each.getValue().replace("\\", "\\\\").replace("\"", "\\\"");
			key.append(separator).append(each.getKey()).append("=\"").append(value).append('"');
			separator = ",";
		}
		return key.append(this.labels.isEmpty() ? "" : "}").toString().getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Returns the value of the record.
	 */
	byte[] toBytes() {
		byte[][] texts = new byte[2 + 2 * this.labels.size()][];
		texts[0] = this.name.getBytes(StandardCharsets.UTF_8);
		texts[1] = ((this.unit != null) ? this.unit : "").getBytes(StandardCharsets.UTF_8);
		int next = 2;
		for (Map.Entry<String, String> each : this.labels.entrySet()) {
			texts[next++] = each.getKey().getBytes(StandardCharsets.UTF_8);
			texts[next++] = each.getValue().getBytes(StandardCharsets.UTF_8);
		}
		ByteBuffer sketch = this.sketch.serialize();
		int size = 1 + 6 * Long.BYTES + Integer.BYTES + sketch.remaining();
		for (byte[] each : texts) {
			size += Integer.BYTES + each.length;
		}
		ByteBuffer bytes = ByteBuffer.allocate(size).put(VERSION);
		bytes.putLong(this.start.toEpochMilli()).putLong(this.length.toMillis()).putLong(this.count);
		bytes.putDouble(this.sum).putDouble(this.min).putDouble(this.max).putInt(texts.length);
		for (byte[] each : texts) {
			bytes.putInt(each.length).put(each);
		}
		return bytes.put(sketch).array();
	}

}
