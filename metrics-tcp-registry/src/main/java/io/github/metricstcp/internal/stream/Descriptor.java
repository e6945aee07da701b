package io.github.metricstcp.internal.stream;

import java.util.List;

import io.micrometer.core.instrument.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The identity of a series, and the metadata of its name.
 *
 * @param name the metric's name, as it is sent
 * @param labels the labels, in any order; of several with one key the last is sent
 * @param unit the unit, as it is sent, or {@code null} for none
 * @param description the description, or {@code null} for none
 * @since 0.1.0
 */
public record Descriptor(String name, List<Tag> labels, @Nullable String unit, @Nullable String description) {

	/**
	 * Returns a bound of the length of the metadata: a char is at most three bytes.
	 */
	int largestMetadata() {
		return 64 + 3 * (length(this.name) + length(this.unit) + length(this.description));
	}

	private static int length(@Nullable String string) {
		// So that the bound of what is far too long does not overflow
		return (string != null) ? Math.min(string.length(), FrameWriter.MAX_FRAME_LENGTH) : 0;
	}

	/**
	 * Returns the name, cut short for messages.
	 */
	@Override
	public String toString() {
		return (this.name.length() <= 100) ? this.name : this.name.substring(0, 100) + "...";
	}

}
