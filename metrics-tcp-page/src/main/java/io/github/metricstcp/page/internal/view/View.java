package io.github.metricstcp.page.internal.view;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

/**
 * A part of the model that one page shows. It writes one document after another: the
 * first one has the whole time that is shown, each later one the points that are new.
 * Used by one thread.
 */
public interface View {

	/**
	 * Writes the next document.
	 * @param json where it is written
	 * @throws IOException if it cannot be written
	 */
	void write(JsonGenerator json) throws IOException;

	/**
	 * Returns the next document.
	 * @param format the form of its JSON
	 * @return its bytes, in UTF-8
	 */
	default byte[] nextDocument(JsonFactory format) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 14);
		try (JsonGenerator json = format.createGenerator(bytes)) {
			write(json);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Bytes in memory can be written", ex);
		}
		return bytes.toByteArray();
	}

}
