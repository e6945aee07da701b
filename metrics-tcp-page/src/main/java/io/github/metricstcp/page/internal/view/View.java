package io.github.metricstcp.page.internal.view;

import java.io.IOException;

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

}
