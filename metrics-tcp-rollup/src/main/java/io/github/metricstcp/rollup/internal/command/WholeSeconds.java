package io.github.metricstcp.rollup.internal.command;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import picocli.CommandLine.TypeConversionException;

/**
 * A duration of whole seconds as people write it: {@code 10s}, {@code 5m}, {@code 1h}; a
 * number alone is seconds. It is less than a day.
 */
record WholeSeconds(Duration duration) {

	private static final Pattern FORM = Pattern.compile("(\\d{1,5})([smh])?");

	static WholeSeconds parse(String text) {
		Matcher matcher = FORM.matcher(text.trim());
		if (!matcher.matches()) {
			throw new TypeConversionException("'%s' is not a duration such as 10s, 5m or 1h".formatted(text));
		}
		long number = Long.parseLong(matcher.group(1));
		Duration duration = switch ((matcher.group(2) != null) ? matcher.group(2) : "s") {
			case "m" -> Duration.ofMinutes(number);
			case "h" -> Duration.ofHours(number);
			default -> Duration.ofSeconds(number);
		};
		if (duration.toDays() > 0) {
			throw new TypeConversionException("'%s' is too long: it must be less than a day".formatted(text));
		}
		return new WholeSeconds(duration);
	}

}
