package io.github.metricstcp.page.internal.api;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonGenerator;

/**
 * Numbers as they stand in answers: {@code null} for one that is not there, and the names
 * that Protocol Buffers writes into JSON for those that JSON does not have.
 */
final class JsonNumbers {

	private static final double LARGEST_WHOLE = 1e15;

	private JsonNumbers() {
	}

	/**
	 * Writes a number as it is, {@code null} if it is not known.
	 */
	static void writeKnown(JsonGenerator json, double value) throws IOException {
		if (Double.isNaN(value)) {
			json.writeNull();
		}
		else {
			write(json, value);
		}
	}

	/**
	 * Writes a number as it is.
	 */
	static void write(JsonGenerator json, double value) throws IOException {
		if (!Double.isFinite(value)) {
			json.writeString(Double.toString(value));
		}
		else if (value == Math.rint(value) && Math.abs(value) < LARGEST_WHOLE) {
			json.writeNumber((long) value);
		}
		else {
			json.writeNumber(value);
		}
	}

	/**
	 * Writes a number that was calculated, to seven digits: quantiles are up to 1 % off.
	 */
	static void writeRounded(JsonGenerator json, double value) throws IOException {
		float rounded = (float) value;
		if (!Float.isFinite(rounded) || Math.abs(rounded) < Float.MIN_NORMAL || value == Math.rint(value)) {
			writeKnown(json, value);
		}
		else {
			json.writeNumber(rounded);
		}
	}

}
