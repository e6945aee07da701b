package io.github.metricstcp.observer.internal.pipe;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;

import io.github.metricstcp.client.model.TimeSource;

import org.jspecify.annotations.Nullable;

/**
 * An output of JSON objects, one a line. Not thread-safe.
 * <p>
 * Numbers that JSON does not have are written as Protocol Buffers write them into JSON:
 * {@code "NaN"}, {@code "Infinity"}, {@code "-Infinity"}.
 */
final class JsonLines {

	private static final int FLUSH_AT = 1 << 15;

	private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss")
		.withZone(ZoneOffset.UTC);

	// The first and last second of a year of four digits
	private static final long MIN_SECOND = -62_167_219_200L;

	private static final long MAX_SECOND = 253_402_300_799L;

	private final OutputStream out;

	private final StringBuilder text = new StringBuilder();

	private boolean empty;

	private long second = Long.MIN_VALUE;

	private String secondText = "";

	JsonLines(OutputStream out) {
		this.out = out;
	}

	JsonLines begin() {
		this.text.append('{');
		this.empty = true;
		return this;
	}

	/**
	 * Ends the object.
	 */
	void end() throws IOException {
		this.text.append("}\n");
		if (this.text.length() >= FLUSH_AT) {
			write();
		}
	}

	void flush() throws IOException {
		if (this.text.length() > 0) {
			write();
		}
		this.out.flush();
	}

	private void write() throws IOException {
		byte[] bytes = this.text.toString().getBytes(StandardCharsets.UTF_8);
		this.text.setLength(0);
		this.out.write(bytes);
	}

	/**
	 * Adds members as they were written before.
	 */
	JsonLines members(String members) {
		separate();
		this.text.append(members);
		return this;
	}

	JsonLines member(String name, @Nullable String value) {
		if (value != null) {
			name(name);
			quote(this.text, value);
		}
		return this;
	}

	JsonLines member(String name, boolean value) {
		name(name);
		this.text.append(value);
		return this;
	}

	JsonLines unsigned(String name, long value) {
		name(name);
		this.text.append(Long.toUnsignedString(value));
		return this;
	}

	/**
	 * Adds a number, {@code null} for one that is not known.
	 */
	JsonLines known(String name, double value) {
		if (Double.isNaN(value)) {
			name(name);
			this.text.append("null");
			return this;
		}
		return number(name, value);
	}

	JsonLines number(String name, double value) {
		name(name);
		if (!Double.isFinite(value)) {
			quote(this.text, Double.toString(value));
		}
		else if (value == Math.rint(value) && Math.abs(value) < 1e15) {
			this.text.append((long) value);
		}
		else {
			this.text.append(value);
		}
		return this;
	}

	/**
	 * Adds a time, unless its year does not have four digits.
	 */
	JsonLines time(String name, long seconds, long nanos) {
		long second = seconds + Math.floorDiv(nanos, TimeSource.NANOS_PER_SECOND);
		if (seconds < MIN_SECOND || seconds > MAX_SECOND || second < MIN_SECOND || second > MAX_SECOND) {
			return this;
		}
		if (second != this.second) {
			this.second = second;
			this.secondText = SECOND.format(Instant.ofEpochSecond(second));
		}
		name(name);
		String fraction = Long
			.toString(TimeSource.NANOS_PER_SECOND + Math.floorMod(nanos, TimeSource.NANOS_PER_SECOND));
		this.text.append('"').append(this.secondText).append('.').append(fraction, 1, 10).append("Z\"");
		return this;
	}

	private void name(String name) {
		separate();
		this.text.append('"').append(name).append("\":");
	}

	private void separate() {
		if (!this.empty) {
			this.text.append(',');
		}
		this.empty = false;
	}

	/**
	 * Returns the members that identify a series.
	 */
	static String seriesMembers(String target, String name, String kind, Map<String, String> labels) {
		StringBuilder members = new StringBuilder("\"target\":");
		quote(members, target);
		return members.append(',').append(keyMembers(name, kind, labels)).toString();
	}

	/**
	 * Returns the members that identify a series among those of a target.
	 */
	static String keyMembers(String name, String kind, Map<String, String> labels) {
		StringBuilder members = new StringBuilder("\"name\":");
		quote(members, name);
		members.append(",\"kind\":");
		quote(members, kind);
		members.append(",\"labels\":{");
		String separator = "";
		for (Map.Entry<String, String> label : labels.entrySet()) {
			members.append(separator);
			quote(members, label.getKey());
			members.append(':');
			quote(members, label.getValue());
			separator = ",";
		}
		return members.append('}').toString();
	}

	private static void quote(StringBuilder text, String value) {
		text.append('"');
		for (int i = 0; i < value.length(); i++) {
			char c = value.charAt(i);
			switch (c) {
				case '"' -> text.append("\\\"");
				case '\\' -> text.append("\\\\");
				case '\n' -> text.append("\\n");
				case '\r' -> text.append("\\r");
				case '\t' -> text.append("\\t");
				default -> {
					if (c < ' ' || c == '\u007F') {
						text.append("\\u%04x".formatted((int) c));
					}
					else {
						text.append(c);
					}
				}
			}
		}
		text.append('"');
	}

}
