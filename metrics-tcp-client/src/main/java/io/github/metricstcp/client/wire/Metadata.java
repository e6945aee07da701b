package io.github.metricstcp.client.wire;

import org.jspecify.annotations.Nullable;

/**
 * What is said about all series of one kind and name.
 *
 * @param kind what the series are
 * @param name their name
 * @param unit the unit of their values, {@code null} if they have none
 * @param description a text for people, {@code null} if there is none
 * @since 0.1.0
 */
public record Metadata(Kind kind, String name, @Nullable String unit, @Nullable String description) {

	/**
	 * Returns what of it may be kept: without the description if there are more than
	 * {@value SeriesKey#MAX_LENGTH} characters with it, {@code null} if there are without
	 * it.
	 */
	public @Nullable Metadata toKeep() {
		int length = this.name.length() + length(this.unit);
		if (length > SeriesKey.MAX_LENGTH) {
			return null;
		}
		return (length + length(this.description) <= SeriesKey.MAX_LENGTH) ? this
				: new Metadata(this.kind, this.name, this.unit, null);
	}

	private static int length(@Nullable String text) {
		return (text != null) ? text.length() : 0;
	}

}
