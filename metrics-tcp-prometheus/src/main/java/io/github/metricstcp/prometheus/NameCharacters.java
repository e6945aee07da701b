package io.github.metricstcp.prometheus;

/**
 * The characters that names have for Prometheus. Underscores take the place of others.
 */
final class NameCharacters {

	private NameCharacters() {
	}

	/**
	 * Returns a text with the characters of metrics: letters and digits of ASCII,
	 * underscores and colons, and no digit at the beginning.
	 */
	static String ofMetric(String name) {
		return sanitized(name, true);
	}

	/**
	 * Returns a text with the characters of labels, which are those of metrics but
	 * colons.
	 */
	static String ofLabel(String name) {
		return sanitized(name, false);
	}

	private static String sanitized(String name, boolean colons) {
		StringBuilder sanitized = new StringBuilder(name.length() + 1);
		name.codePoints().forEach((c) -> {
			boolean digit = c >= '0' && c <= '9';
			if (digit && sanitized.isEmpty()) {
				sanitized.append('_');
			}
			boolean valid = digit || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (colons && c == ':');
			sanitized.append(valid ? (char) c : '_');
		});
		return sanitized.toString();
	}

}
