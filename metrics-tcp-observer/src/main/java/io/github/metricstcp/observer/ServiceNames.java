package io.github.metricstcp.observer;

import java.util.List;

import io.github.metricstcp.client.model.TargetNames;

/**
 * The names of the services that targets are instances of. OpenTelemetry wants one name
 * for all instances of a service, and targets have one each: those that were found have
 * their address behind it.
 *
 * @see <a href= "https://opentelemetry.io/docs/specs/semconv/resource/service/">The
 * semantic conventions of OpenTelemetry, on services</a>
 */
final class ServiceNames {

	private ServiceNames() {
	}

	/**
	 * Returns the name of the service of a target: that which it has in common with
	 * others if it was found by one; otherwise its own, without its address behind it,
	 * which a relay or a topic has put there.
	 */
	static String of(TargetNames target) {
		String group = target.group();
		if (group != null) {
			return group;
		}
		String address = target.address();
		String host = address.substring(0, Math.max(0, address.lastIndexOf(':')));
		String name = without(target.name(), "(%s)".formatted(address));
		for (String end : List.of("-" + address, "-" + host)) {
			name = without(name, end);
		}
		return name;
	}

	private static String without(String name, String end) {
		boolean has = name.length() > end.length() && name.endsWith(end) && end.length() > 1;
		return has ? name.substring(0, name.length() - end.length()) : name;
	}

}
