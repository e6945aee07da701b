package io.github.metricstcp.observer;

import java.util.Set;
import java.util.regex.Pattern;

import io.github.metricstcp.client.model.TargetNames;

/**
 * The names of the services that targets are instances of. OpenTelemetry wants one name
 * for all instances of a service, and targets have one each: those that were found have a
 * number behind it.
 *
 * @see <a href= "https://opentelemetry.io/docs/specs/semconv/resource/service/">The
 * semantic conventions of OpenTelemetry, on services</a>
 */
final class ServiceNames {

	private static final Pattern NUMBER = Pattern.compile("(?<=.)-[0-9]+$");

	private final Set<String> given;

	/**
	 * Creates the names of a run.
	 * @param given the names of targets that are on its command line. They are those of
	 * services
	 */
	ServiceNames(Set<String> given) {
		this.given = Set.copyOf(given);
	}

	/**
	 * Returns the name of the service of a target: that of the target if it was given, or
	 * is the address; otherwise that name without the number behind it, and without the
	 * address that a topic puts behind one that two instances have.
	 */
	String of(TargetNames target) {
		String name = target.name();
		if (this.given.contains(name) || name.equals(target.address())) {
			return name;
		}
		String distinction = "(%s)".formatted(target.address());
		String shared = name.endsWith(distinction) ? name.substring(0, name.length() - distinction.length()) : name;
		return NUMBER.matcher(shared).replaceFirst("");
	}

}
