package io.github.metricstcp.kafka;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The part of a session that a record has.
 *
 * @since 0.1.0
 */
public enum Content {

	/**
	 * The record begins with all that is known of the stream before it: metadata, and the
	 * value of each counter and gauge. If that is too much, it goes on in the next one.
	 */
	SNAPSHOT,

	/**
	 * The record goes on where the one before it ends.
	 */
	EVENTS,

	/**
	 * The session has ended.
	 */
	END;

	/**
	 * Returns the word for it in a header.
	 */
	String word() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Returns the content that a word stands for, {@code null} if there is none.
	 */
	static @Nullable Content of(String word) {
		for (Content each : values()) {
			if (each.word().equals(word)) {
				return each;
			}
		}
		return null;
	}

}
