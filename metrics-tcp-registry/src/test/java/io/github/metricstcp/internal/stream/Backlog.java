package io.github.metricstcp.internal.stream;

/**
 * The backlog of a stream's ingress, for tests that stand outside.
 */
public final class Backlog {

	private Backlog() {
	}

	/**
	 * Returns how many events wait in the ingress.
	 */
	public static int of(EventStream stream) {
		return stream.ingress.size();
	}

}
