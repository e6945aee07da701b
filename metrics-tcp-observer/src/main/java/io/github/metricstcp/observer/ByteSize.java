package io.github.metricstcp.observer;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import picocli.CommandLine.TypeConversionException;

/**
 * A number of bytes as people write it: {@code 500k}, {@code 100MB}, {@code 2GiB}; each
 * step is 1024.
 */
record ByteSize(long bytes) {

	private static final Pattern FORM = Pattern.compile("(\\d{1,9})([KMGT]?)(?:I?B)?");

	static ByteSize parse(String text) {
		Matcher matcher = FORM.matcher(text.trim().toUpperCase(Locale.ROOT));
		if (!matcher.matches()) {
			throw new TypeConversionException("'%s' is not a size such as 500k, 100MB or 2GiB".formatted(text));
		}
		long unit = 1L << (10 * " KMGT".indexOf((matcher.group(2) + " ").charAt(0)));
		try {
			long bytes = Math.multiplyExact(Long.parseLong(matcher.group(1)), unit);
			if (bytes < 1) {
				throw new TypeConversionException("'%s' is too small".formatted(text));
			}
			return new ByteSize(bytes);
		}
		catch (ArithmeticException ex) {
			throw new TypeConversionException("'%s' is too large".formatted(text));
		}
	}

}
