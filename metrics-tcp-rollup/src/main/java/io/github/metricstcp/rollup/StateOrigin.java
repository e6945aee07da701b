package io.github.metricstcp.rollup;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * What state depends on: that of another source, other windows or other labels, or of
 * another format, can't be gone on with. It is kept with the state.
 */
final class StateOrigin {

	/**
	 * To be raised whenever the state is written in another way.
	 */
	private static final int FORMAT = 2;

	/**
	 * That of a format before all of these.
	 */
	private static final byte[] NONE = { 0 };

	private final RollupSettings settings;

	StateOrigin(RollupSettings settings) {
		this.settings = settings;
	}

	byte[] toBytes() {
		ByteWriter writer = new ByteWriter().writeVarint(FORMAT).writeText(this.settings.source()).writeText(text());
		writer.writeVarint(this.settings.window().toMillis());
		this.settings.labels().writeTo(writer);
		return writer.toBytes();
	}

	private String text() {
		return "windows of %s s and %s".formatted(this.settings.window().toSeconds(), this.settings.labels());
	}

	/**
	 * Checks that state is of the same origin.
	 * @param written what was kept with it, {@code null} if there is none
	 * @param empty whether there is no state yet
	 * @return whether there is none, so that this is to be kept
	 * @throws OtherOriginException if it is not
	 */
	boolean require(byte @Nullable [] written, boolean empty) {
		if (written == null && empty) {
			return true;
		}
		ByteReader reader = new ByteReader((written != null) ? written : NONE);
		if (reader.readInt() != FORMAT) {
			throw new OtherOriginException(
					"the state of application %s is of another version of this program: begin anew with another application id"
						.formatted(this.settings.application()));
		}
		String source = reader.readText();
		if (!source.equals(this.settings.source())) {
			throw new OtherOriginException(
					"the state of application %s is of topic %s, and the settings are of topic %s: begin anew with another application id and another output"
						.formatted(this.settings.application(), source, this.settings.source()));
		}
		if (!Arrays.equals(written, toBytes())) {
			throw new OtherOriginException(
					"the state of application %s is of %s, and the settings are %s: begin anew with another application id and another output"
						.formatted(this.settings.application(), reader.readText(), text()));
		}
		return false;
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
