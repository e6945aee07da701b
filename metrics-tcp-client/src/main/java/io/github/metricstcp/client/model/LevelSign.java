package io.github.metricstcp.client.model;

import org.jspecify.annotations.Nullable;

/**
 * The way in which a figure is compared with the value of a {@link Level}.
 */
enum LevelSign {

	ABOVE(">"), AT_LEAST(">="), BELOW("<"), AT_MOST("<=");

	private final String text;

	LevelSign(String text) {
		this.text = text;
	}

	/**
	 * Returns the sign of a text.
	 * @param text one of the four signs, {@code null} for {@link #ABOVE}
	 */
	static LevelSign of(@Nullable String text) {
		for (LevelSign sign : values()) {
			if (sign.text.equals(text)) {
				return sign;
			}
		}
		return ABOVE;
	}

	String text() {
		return this.text;
	}

	/**
	 * Whether the greatest of several values is the first one to be beyond the limit.
	 */
	boolean isUpwards() {
		return this == ABOVE || this == AT_LEAST;
	}

	/**
	 * Returns whether a figure is beyond a limit.
	 * @return {@code false} if the figure is not a number
	 */
	boolean isBeyond(double figure, double limit) {
		return switch (this) {
			case ABOVE -> figure > limit;
			case AT_LEAST -> figure >= limit;
			case BELOW -> figure < limit;
			case AT_MOST -> figure <= limit;
		};
	}

}
