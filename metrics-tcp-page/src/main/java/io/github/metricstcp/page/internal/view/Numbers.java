package io.github.metricstcp.page.internal.view;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonGenerator;

/**
 * Numbers as they stand in documents. JSON knows no infinities, and no value that is not
 * there: both are {@code null} in charts. What is calculated has seven digits, which are
 * more than a screen shows; values of gauges and totals are exact.
 */
final class Numbers {

	private Numbers() {
	}

	static void write(JsonGenerator json, String name, double value) throws IOException {
		json.writeFieldName(name);
		write(json, value);
	}

	/**
	 * Writes a value that may be infinite, which is then a word.
	 */
	static void writeAny(JsonGenerator json, String name, double value) throws IOException {
		if (Double.isInfinite(value)) {
			json.writeStringField(name, Double.toString(value));
		}
		else {
			json.writeFieldName(name);
			writeExact(json, value);
		}
	}

	static void writeExact(JsonGenerator json, String name, double[] values) throws IOException {
		json.writeArrayFieldStart(name);
		for (double value : values) {
			writeExact(json, value);
		}
		json.writeEndArray();
	}

	static void write(JsonGenerator json, String name, double[] values) throws IOException {
		json.writeArrayFieldStart(name);
		for (double value : values) {
			write(json, value);
		}
		json.writeEndArray();
	}

	private static void writeExact(JsonGenerator json, double value) throws IOException {
		if (!Double.isFinite(value)) {
			json.writeNull();
		}
		else if (value == Math.rint(value) && Math.abs(value) < 1L << 53) {
			json.writeNumber((long) value);
		}
		else {
			json.writeNumber(value);
		}
	}

	static void write(JsonGenerator json, double value) throws IOException {
		boolean small = Math.abs(value) < Float.MIN_NORMAL;
		if (small || value == Math.rint(value) || !(Math.abs(value) <= Float.MAX_VALUE)) {
			writeExact(json, value);
		}
		else {
			json.writeNumber((float) value);
		}
	}

}
