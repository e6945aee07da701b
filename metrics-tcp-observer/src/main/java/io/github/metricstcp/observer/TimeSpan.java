package io.github.metricstcp.observer;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import picocli.CommandLine.TypeConversionException;

/**
 * A duration as people write it: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 1h}; a
 * number alone is seconds. It is at least a millisecond and at most 36,500 days, so that
 * it can be added to any time in nanoseconds.
 */
record TimeSpan(Duration duration) {

	private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|s|m|h|d)?");

	private static final Duration LONGEST = Duration.ofDays(36_500);

	static boolean isWrittenAs(String text) {
		return FORM.matcher(text.trim()).matches();
	}

	static TimeSpan parse(String text) {
		Matcher matcher = FORM.matcher(text.trim());
		if (!matcher.matches()) {
			throw new TypeConversionException("'%s' is not a duration such as 500ms, 30s, 5m or 1h".formatted(text));
		}
		String unit = matcher.group(2);
		double millis = Double.parseDouble(matcher.group(1)) * switch ((unit != null) ? unit : "s") {
			case "ms" -> 1;
			case "m" -> 60_000;
			case "h" -> 3_600_000;
			case "d" -> 86_400_000;
			default -> 1_000;
		};
		if (millis < 1) {
			throw new TypeConversionException("'%s' is too short: 1ms is the least".formatted(text));
		}
		if (millis > LONGEST.toMillis()) {
			throw new TypeConversionException("'%s' is too long: 36500d is the most".formatted(text));
		}
		return new TimeSpan(Duration.ofMillis((long) millis));
	}

}
