package io.github.metricstcp.observer;

import io.github.metricstcp.client.recording.ReplayClock;
import picocli.CommandLine.TypeConversionException;

/**
 * What is replayed, and how fast: {@code FILE}, {@code FILE,10} or {@code FILE,max}. What
 * is behind the last comma belongs to the name if it is no speed.
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
