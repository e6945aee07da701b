package io.github.metricstcp.client.wire;

import org.jspecify.annotations.Nullable;

/**
 * The metadata of all series of one kind and name.
 *
 * @param kind the kind of the series
 * @param name their name
 * @param unit the unit of their values, {@code null} if they have none
 * @param description a text for people, {@code null} if there is none
 * @since 0.1.0
 */
public record Metadata(Kind kind, String name, @Nullable String unit, @Nullable String description) {

	/**
	 * Returns the identity of the family that this is the metadata of.
	 * @return kind and name
	 */
	public FamilyKey family() {
		return new FamilyKey(this.kind, this.name);
	}

	/**
	 * Returns the part of the metadata that may be kept, so that memory is bounded.
	 * @return this object if it has at most {@value SeriesKey#MAX_LENGTH} characters, a
	 * copy without the description if that has, and {@code null} otherwise
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
