package io.github.metricstcp.page.internal.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

/**
 * The content of an answer.
 */
@FunctionalInterface
interface Document {

	/**
	 * Writes the content of the answer's object.
	 * @param json where it is written
	 * @throws IOException if it cannot be written
	 */
	void write(JsonGenerator json) throws IOException;

	/**
	 * Returns the answer.
	 * @return its bytes, in UTF-8
	 */
	default byte[] bytes() {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 12);
		try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
			json.writeStartObject();
			write(json);
			json.writeEndObject();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Bytes in memory can be written", ex);
		}
		return bytes.toByteArray();
	}

}
