package io.github.metricstcp.observer.internal.ui;

/**
 * The labels by which Micrometer's instrumentations and others mark what has failed.
 */
final class ErrorLabels {

	private ErrorLabels() {
	}

	/**
	 * Whether a label stands for a failure: a status of 500 and above, an outcome that is
	 * the server's error, or the name of an exception or error.
	 */
	static boolean isError(String key, String value) {
		return switch (key) {
			case "status" -> value.length() == 3 && value.startsWith("5");
			case "outcome" -> value.equals("SERVER_ERROR");
			case "exception", "error" -> !value.isEmpty() && !value.equalsIgnoreCase("none");
			default -> false;
		};
	}

}
