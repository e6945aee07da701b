package io.github.metricstcp.client.model;

import java.util.Set;

import io.github.metricstcp.client.wire.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The gauges that are ratios, 1 being all of something, although no unit says so. They
 * are known by their names, which Micrometer's binders give them.
 *
 * @since 0.1.0
 */
public final class Ratios {

	/**
	 * Some of these are sent with percent as their unit, and are ratios all the same.
	 */
	private static final Set<String> NAMES = Set.of("process.cpu.usage", "system.cpu.usage", "jvm.gc.overhead",
			"jvm.memory.usage.after.gc", "jvm.cpu.recent_utilization");

	private Ratios() {
	}

	/**
	 * Returns whether the values of a series are ratios: the gauges that Micrometer
	 * documents as such, and other gauges without a unit whose name ends in
	 * {@code .usage} or {@code .ratio}.
	 * @param kind the kind of the series
	 * @param name its name
	 * @param unit its unit as the wire has it, {@code null} if it has none
	 * @return whether they are
	 */
	public static boolean isRatio(Kind kind, String name, @Nullable String unit) {
		if (kind != Kind.GAUGE) {
			return false;
		}
		boolean without = unit == null || unit.isEmpty();
		return isNamed(name) ? without || "percent".equals(unit)
				: without && (name.endsWith(".usage") || name.endsWith(".ratio"));
	}

	/**
	 * Returns whether a gauge is a ratio for certain: Micrometer documents it as one. A
	 * gauge that only has such a name may be something else, for instance if a value is
	 * far above 1.
	 * @param name the name of the gauge
	 * @return whether it is
	 */
	public static boolean isNamed(String name) {
		return NAMES.contains(name);
	}

}
