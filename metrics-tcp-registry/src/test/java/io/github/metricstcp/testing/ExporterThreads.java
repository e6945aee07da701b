package io.github.metricstcp.testing;

import java.util.List;

/**
 * The threads of exporters in this JVM.
 */
public final class ExporterThreads {

	private ExporterThreads() {
	}

	/**
	 * Returns the names of those that are alive.
	 */
	public static List<String> names() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> name.startsWith("metrics-tcp"))
			.toList();
	}

}
