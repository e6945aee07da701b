package io.github.metricstcp.prometheus;

import java.util.Map;

import io.github.metricstcp.client.model.Ratios;
import io.github.metricstcp.client.wire.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The unit that values are exposed in: Prometheus has seconds, bytes and ratios only, and
 * no thousandths or multiples of them. All others stay as they are.
 *
 * @param suffix what the name ends with, behind an underscore; empty for none
 * @param multiplier what a value is multiplied by
 * @param divisor what it is then divided by
 */
record BaseUnit(String suffix, double multiplier, double divisor) {

	private static final String SECONDS = "seconds";

	private static final String BYTES = "bytes";

	private static final String RATIO = "ratio";

	private static final String PERCENT = "percent";

	private static final BaseUnit NONE = new BaseUnit("", 1, 1);

	private static final Map<String, BaseUnit> CONVERTED = Map.ofEntries(
			Map.entry("milliseconds", new BaseUnit(SECONDS, 1, 1e3)),
			Map.entry("microseconds", new BaseUnit(SECONDS, 1, 1e6)),
			Map.entry("nanoseconds", new BaseUnit(SECONDS, 1, 1e9)), Map.entry("minutes", new BaseUnit(SECONDS, 60, 1)),
			Map.entry("hours", new BaseUnit(SECONDS, 3600, 1)), Map.entry("days", new BaseUnit(SECONDS, 86_400, 1)),
			Map.entry("kibibytes", new BaseUnit(BYTES, 1024, 1)),
			Map.entry("mebibytes", new BaseUnit(BYTES, 1 << 20, 1)),
			Map.entry("gibibytes", new BaseUnit(BYTES, 1 << 30, 1)),
			Map.entry("tebibytes", new BaseUnit(BYTES, 1L << 40, 1)), Map.entry(PERCENT, new BaseUnit(RATIO, 1, 100)),
			// What is counted is no unit, and such a suffix would be that of a histogram
			Map.entry("count", NONE));

	/**
	 * Returns the unit of a metric.
	 * @param unit the unit as the wire has it, {@code null} if there is none
	 */
	static BaseUnit of(Kind kind, String name, @Nullable String unit) {
		if (unit == null || unit.isEmpty()) {
			return NONE;
		}
		BaseUnit converted = CONVERTED.get(unit);
		if (converted == null) {
			return new BaseUnit(NameCharacters.ofLabel(unit).replaceAll("^_+|_+$", ""), 1, 1);
		}
		return (unit.equals(PERCENT) && Ratios.isRatio(kind, name, unit)) ? new BaseUnit(RATIO, 1, 1) : converted;
	}

	/**
	 * Returns a value in this unit.
	 * @param value the value in the unit that it was received in
	 */
	double convert(double value) {
		return value * this.multiplier / this.divisor;
	}

}
