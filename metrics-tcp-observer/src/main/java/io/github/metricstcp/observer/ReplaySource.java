package io.github.metricstcp.observer;

import io.github.metricstcp.client.recording.ReplayClock;
import picocli.CommandLine.TypeConversionException;

/**
 * A recording and the speed of its replay: {@code FILE}, {@code FILE,10} or
 * {@code FILE,max}. A text behind the last comma that is no speed belongs to the name.
 *
 * @param file the name of the file, {@code -} for the standard input
 * @param speed the factor
 */
record ReplaySource(String file, double speed) {

	static ReplaySource parse(String text) {
		int comma = text.lastIndexOf(',');
		if (comma < 0) {
			return new ReplaySource(text, 1);
		}
		String file = text.substring(0, comma);
		String speed = text.substring(comma + 1).trim();
		if (speed.equalsIgnoreCase("max")) {
			return new ReplaySource(file, ReplayClock.MAX_SPEED);
		}
		if (!speed.matches("\\d{1,6}(\\.\\d{1,6})?x?")) {
			return new ReplaySource(text, 1);
		}
		double factor = Double.parseDouble(speed.replace("x", ""));
		if (factor < 0.001) {
			throw new TypeConversionException("A replay's speed must be at least 0.001, or max");
		}
		return new ReplaySource(file, factor);
	}

}
