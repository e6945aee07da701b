package io.github.metricstcp.demo;

/**
 * Thrown when the demo cannot go on, with what is to be said to the user.
 */
final class DemoException extends Exception {

	DemoException(String message) {
		super(message);
	}

}
