package io.github.metricstcp.browser;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values as the page writes them, read back as numbers.
 */
final class Shown {

	private static final Pattern VALUE = Pattern.compile("([-\\d.]+) ?(\\S*?)(?:/s)?");

	private static final Map<String, Double> FACTORS = Map.ofEntries(Map.entry("", 1.0), Map.entry("k", 1e3),
			Map.entry("M", 1e6), Map.entry("s", 1.0), Map.entry("ms", 1e-3), Map.entry("µs", 1e-6), Map.entry("B", 1.0),
			Map.entry("KiB", 1024.0), Map.entry("MiB", 1024.0 * 1024), Map.entry("%", 1.0));

	private Shown() {
	}

	/**
	 * Returns a value.
	 * @param text the text, such as {@code 1.23 k} or {@code 55/s}
	 * @return the value in its base unit, {@code NaN} if none is shown
	 */
	static double value(String text) {
		Matcher value = VALUE.matcher(text);
		Double factor = value.matches() ? FACTORS.get(value.group(2)) : null;
		return (factor != null) ? Double.parseDouble(value.group(1)) * factor : Double.NaN;
	}

}
