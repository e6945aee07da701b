package io.github.metricstcp.otlp;

/**
 * A text of the collector as it stands in a sentence: short, on one line, and without
 * anything that a terminal would obey.
 */
final class ShownText {

	private static final int MOST_CHARACTERS = 200;

	private ShownText() {
	}

	static String of(String text) {
		StringBuilder shown = new StringBuilder();
		text.codePoints()
			.limit(MOST_CHARACTERS)
			.map((c) -> (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT
					|| Character.getType(c) == Character.LINE_SEPARATOR || Character.getType(c) == Character.SURROGATE)
							? ' ' : c)
			.forEach(shown::appendCodePoint);
		String stripped = shown.toString().strip();
		return stripped.endsWith(".") ? stripped.substring(0, stripped.length() - 1) : stripped;
	}

}
