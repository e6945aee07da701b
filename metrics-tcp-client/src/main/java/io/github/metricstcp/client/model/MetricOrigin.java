package io.github.metricstcp.client.model;

import java.util.List;
import java.util.Set;

/**
 * The origin of a metric, in the order in which they are listed: the application itself,
 * or the platform and libraries below it.
 *
 * @since 0.1.0
 */
public enum MetricOrigin {

	/**
	 * The meters of the application itself, the requests that it serves and makes, and
	 * all that is not known to be of something else.
	 */
	APPLICATION,

	/**
	 * The meters that are there without the application having done anything for them: of
	 * the JVM, the system, the frameworks and this exporter.
	 */
	INFRASTRUCTURE;

	/**
	 * The first words of names that Micrometer's binders, Spring Boot and the libraries
	 * that it configures give to their meters. Those of messages, scheduled methods and
	 * repositories are not among them: they measure the application's own code.
	 */
	private static final List<String> PREFIXES = List.of("jvm", "system", "process", "disk", "metrics.tcp", "logback",
			"log4j2", "executor", "tomcat", "jetty", "undertow", "netty", "reactor", "hikaricp", "jdbc", "r2dbc",
			"commons.pool2", "hibernate", "mongodb", "lettuce", "rabbitmq", "kafka", "cache", "ssl", "spring.security",
			"spring.integration", "application.ready.time", "application.started.time");

	/**
	 * Requests in progress are less than the requests themselves, although their names
	 * begin with the same words.
	 */
	private static final Set<String> COMPANIONS = Set.of("http.server.requests.active", "http.client.requests.active");

	/**
	 * Returns the origin of a metric.
	 * @param name its name
	 * @return the origin, that of the application if the name is not known
	 */
	public static MetricOrigin of(String name) {
		boolean known = PREFIXES.stream().anyMatch((prefix) -> beginsWith(name, prefix))
				|| COMPANIONS.stream().anyMatch((companion) -> beginsWith(name, companion));
		return known ? INFRASTRUCTURE : APPLICATION;
	}

	/**
	 * Returns whether a name begins with words, and does not go on within the last one.
	 */
	private static boolean beginsWith(String name, String words) {
		return name.startsWith(words) && (name.length() == words.length() || name.charAt(words.length()) == '.');
	}

}
