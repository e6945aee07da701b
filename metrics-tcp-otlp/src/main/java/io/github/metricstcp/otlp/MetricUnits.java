package io.github.metricstcp.otlp;

import java.util.Map;

import io.github.metricstcp.client.model.Ratios;
import io.github.metricstcp.client.wire.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The units of metrics by their codes in UCUM, the Unified Code for Units of Measure,
 * which OpenTelemetry uses. Values stay as they are.
 */
final class MetricUnits {

	private static final Map<String, String> CODES = Map.ofEntries(Map.entry("seconds", "s"),
			Map.entry("milliseconds", "ms"), Map.entry("microseconds", "us"), Map.entry("nanoseconds", "ns"),
			Map.entry("minutes", "min"), Map.entry("hours", "h"), Map.entry("days", "d"), Map.entry("bytes", "By"),
			Map.entry("kibibytes", "KiBy"), Map.entry("mebibytes", "MiBy"), Map.entry("gibibytes", "GiBy"),
			Map.entry("tebibytes", "TiBy"), Map.entry("bits_per_second", "bit/s"),
			Map.entry("kilobits_per_second", "kbit/s"), Map.entry("megabits_per_second", "Mbit/s"),
			Map.entry("gigabits_per_second", "Gbit/s"), Map.entry("terabits_per_second", "Tbit/s"),
			Map.entry("percent", "%"), Map.entry("celsius", "Cel"), Map.entry("count_per_second", "{count}/s"));

	private static final String RATIO = "1";

	private MetricUnits() {
	}

	/**
	 * Returns the code of a unit. Things that are counted have no unit in UCUM, and are
	 * an annotation, as in <code>{orders}</code>.
	 * @param unit the unit as the wire has it, {@code null} if there is none
	 * @return the code, empty if there is none
	 */
	static String codeOf(Kind kind, String name, @Nullable String unit) {
		if (Ratios.isRatio(kind, name, unit)) {
			return RATIO;
		}
		if (unit == null || unit.isEmpty()) {
			return "";
		}
		String code = CODES.get(unit);
		if (code != null) {
			return code;
		}
		return isAnnotation(unit) ? "{" + unit + "}" : "";
	}

	/**
	 * Whether UCUM has such an annotation: of visible characters of ASCII, without
	 * braces.
	 */
	private static boolean isAnnotation(String text) {
		return text.chars().allMatch((c) -> c > ' ' && c < 0x7F && c != '{' && c != '}');
	}

}
