package io.github.metricstcp.prometheus;

import io.github.metricstcp.client.wire.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The names that Prometheus has for metrics and labels: of letters and digits of ASCII
 * and underscores. They are made as Micrometer makes them for Prometheus, but units are
 * converted, and gauges keep all of their names.
 */
final class MetricNames {

	private static final String TOTAL = "_total";

	private MetricNames() {
	}

	/**
	 * Returns the name of a metric, which of a counter is without {@code _total}.
	 * @param unit its unit as the wire has it, {@code null} if there is none
	 * @param base the unit that it is exposed in
	 */
	static String of(Kind kind, String name, @Nullable String unit, BaseUnit base) {
		String exposed = NameCharacters.ofMetric(name);
		if (kind == Kind.COUNTER) {
			exposed = without(exposed, TOTAL);
		}
		if (base.suffix().isEmpty()) {
			return exposed;
		}
		String suffix = "_" + base.suffix();
		if (unit != null && !suffix.equals("_" + unit)) {
			exposed = without(exposed, "_" + unit);
		}
		return exposed.endsWith(suffix) ? exposed : exposed + suffix;
	}

	private static String without(String name, String suffix) {
		return (name.endsWith(suffix) && name.length() > suffix.length())
				? name.substring(0, name.length() - suffix.length()) : name;
	}

	/**
	 * Returns the name of a label. Those that begin with two underscores are Prometheus'
	 * own.
	 */
	static String label(String name) {
		String exposed = name.isEmpty() ? "_" : NameCharacters.ofLabel(name);
		return exposed.replaceFirst("^_{2,}", "_");
	}

}
