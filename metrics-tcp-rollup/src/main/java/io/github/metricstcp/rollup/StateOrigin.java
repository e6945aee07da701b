package io.github.metricstcp.rollup;

import org.jspecify.annotations.Nullable;

/**
 * What state depends on: that of other windows or other labels, or of another format,
 * can't be gone on with. It is kept with the state.
 */
final class StateOrigin {

	/**
	 * To be raised whenever the state is written in another way.
	 */
	private static final int FORMAT = 1;

	private final RollupSettings settings;

	StateOrigin(RollupSettings settings) {
		this.settings = settings;
	}

	byte[] toBytes() {
		return new ByteWriter().writeVarint(FORMAT).writeText(text()).toBytes();
	}

	private String text() {
		return "windows of %s s and %s".formatted(this.settings.window().toSeconds(), this.settings.labels());
	}

	/**
	 * Checks that state is of the same origin.
	 * @param written what was kept with it, {@code null} if there is no state yet
	 * @throws OtherOriginException if it is not
	 */
	void require(byte @Nullable [] written) {
		if (written == null) {
			return;
		}
		ByteReader reader = new ByteReader(written);
		if (reader.readInt() != FORMAT) {
			throw new OtherOriginException(
					"the state of application %s is of another version of this program: begin anew with another application id"
						.formatted(this.settings.application()));
		}
		String origin = reader.readText();
		if (!origin.equals(text())) {
			throw new OtherOriginException(
					"the state of application %s is of %s, and the settings are %s: begin anew with another application id and another output"
						.formatted(this.settings.application(), origin, text()));
		}
	}

	/**
	 * Thrown if state is of another origin. Its message is a clause for people.
	 */
	static final class OtherOriginException extends RuntimeException {

		OtherOriginException(String message) {
			super(message);
		}

	}

}
