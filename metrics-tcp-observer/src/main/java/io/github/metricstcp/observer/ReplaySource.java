package io.github.metricstcp.observer;

import java.util.List;

import io.github.metricstcp.client.recording.Recording;
import io.github.metricstcp.client.recording.ReplayClock;
import picocli.CommandLine.TypeConversionException;

/**
 * The files of a recording and the speed of its replay. Each is written as {@code FILE},
 * {@code FILE,10} or {@code FILE,max}. A text behind the last comma that is no speed
 * belongs to the name.
 *
 * @param files the names of the files in the order in which they are replayed, {@code -}
 * for the standard input
 * @param speed the factor, 0 if the user did not say one
 */
record ReplaySource(List<String> files, double speed) {

	static ReplaySource parse(String text) {
		int comma = text.lastIndexOf(',');
		if (comma < 0) {
			return new ReplaySource(List.of(text), 0);
		}
		String file = text.substring(0, comma);
		String speed = text.substring(comma + 1).trim();
		if (speed.equalsIgnoreCase("max")) {
			return new ReplaySource(List.of(file), ReplayClock.MAX_SPEED);
		}
		if (!speed.matches("\\d{1,6}(\\.\\d{1,6})?x?")) {
			return new ReplaySource(List.of(text), 0);
		}
		double factor = Double.parseDouble(speed.replace("x", ""));
		if (factor < 0.001) {
			throw new TypeConversionException("A replay's speed must be at least 0.001, or max");
		}
		return new ReplaySource(List.of(file), factor);
	}

	/**
	 * Returns several files as one recording, at the last speed that the user said. A
	 * file alone stands for those, too, in which its recording goes on.
	 * @param parts the files
	 * @param defaultSpeed the speed if the user did not say one
	 */
	static ReplaySource joined(List<ReplaySource> parts, double defaultSpeed) {
		List<String> files = parts.stream().flatMap((each) -> each.files.stream()).toList();
		double speed = parts.stream()
			.mapToDouble(ReplaySource::speed)
			.filter((each) -> each > 0)
			.reduce(defaultSpeed, (a, b) -> b);
		return new ReplaySource((files.size() == 1) ? Recording.filesOf(files.get(0)) : files, speed);
	}

	/**
	 * Whether the standard input is read.
	 */
	boolean readsInput() {
		return this.files.contains(Recording.STANDARD_INPUT);
	}

}
