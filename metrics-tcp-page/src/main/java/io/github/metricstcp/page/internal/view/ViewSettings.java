package io.github.metricstcp.page.internal.view;

import java.util.List;
import java.util.Map;

import io.github.metricstcp.client.model.SeriesFilter;
import io.github.metricstcp.client.model.TimeRange;
import org.jspecify.annotations.Nullable;

/**
 * The settings that views have in common, as they stand in an address.
 *
 * @param filter the filter of series
 * @param seconds the length of the time that is shown
 * @param end the last second that is shown, 0 for now
 * @param report whether it is shown in a report, whose figures are of the whole time
 */
public record ViewSettings(SeriesFilter filter, int seconds, long end, boolean report) {

	private static final int FIGURES_SECONDS = 10;

	private static final int RANKED_SECONDS = 60;

	/**
	 * The longest time, in seconds: what the model keeps.
	 */
	public static final int LONGEST = 3600;

	/**
	 * A longer time is shown in spans, of which the model keeps more.
	 */
	public static final int LONGEST_OF_SECONDS = 300;

	private static final int SPAN = 10;

	/**
	 * Reads the settings.
	 * @param parameters the parameters of the address
	 * @return the settings
	 * @throws IllegalArgumentException if a parameter is not right, with a sentence that
	 * names it
	 */
	public static ViewSettings of(Map<String, List<String>> parameters) {
		int seconds = (int) number(parameters, "window", LONGEST_OF_SECONDS, 10, LONGEST);
		long end = number(parameters, "end", 0, 0, Integer.MAX_VALUE * 2L);
		return new ViewSettings(SeriesFilter.parse(text(parameters, "filter", "")), seconds, end, false);
	}

	/**
	 * Returns the same settings for a report.
	 * @return settings whose figures are of the whole time
	 */
	public ViewSettings inReport() {
		return new ViewSettings(this.filter, this.seconds, this.end, true);
	}

	/**
	 * Returns the same settings with another filter.
	 */
	ViewSettings with(SeriesFilter filter) {
		return new ViewSettings(filter, this.seconds, this.end, this.report);
	}

	/**
	 * Returns a parameter.
	 * @param parameters all of them
	 * @param name its name
	 * @param absent its value if it is not there
	 * @return its value
	 */
	public static String text(Map<String, List<String>> parameters, String name, String absent) {
		List<String> values = parameters.get(name);
		return (values == null || values.isEmpty()) ? absent : values.get(0);
	}

	/**
	 * Returns a parameter that is a whole number.
	 */
	static long number(Map<String, List<String>> parameters, String name, long absent, long least, long greatest) {
		List<String> values = parameters.get(name);
		if (values == null || values.isEmpty()) {
			return absent;
		}
		Long number = parsed(values.get(0));
		if (number == null || number < least || number > greatest) {
			throw new IllegalArgumentException("%s is a whole number from %d to %d, but is \"%s\"".formatted(name,
					least, greatest, values.get(0)));
		}
		return number;
	}

	/**
	 * Returns a parameter that is a number.
	 */
	static double decimal(Map<String, List<String>> parameters, String name, double absent) {
		String text = text(parameters, name, "");
		if (text.isEmpty()) {
			return absent;
		}
		try {
			return Double.parseDouble(text);
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException("%s is a number, but is \"%s\"".formatted(name, text), ex);
		}
	}

	private static @Nullable Long parsed(String text) {
		try {
			return Long.valueOf(text);
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	/**
	 * Returns the time that is shown: in single seconds if the model still has all of
	 * them, else in spans.
	 * @param now the second that is not over
	 */
	TimeRange range(long now) {
		long last = (this.end > 0) ? Math.min(this.end, now - 1) : now - 1;
		int step = (now - last + this.seconds <= LONGEST_OF_SECONDS + 1) ? 1 : SPAN;
		return TimeRange.until(last, Math.max(1, this.seconds / step), step);
	}

	/**
	 * Returns the time of the figures beside the charts: the last seconds of what is
	 * shown.
	 * @param now the second that is not over
	 */
	TimeRange figures(long now) {
		return this.report ? range(now) : last(now, FIGURES_SECONDS);
	}

	private TimeRange last(long now, int seconds) {
		long last = (this.end > 0) ? Math.min(this.end, now - 1) : now - 1;
		return (now - last + seconds <= LONGEST_OF_SECONDS + 1) ? TimeRange.until(last, seconds, 1)
				: TimeRange.until(last, seconds / SPAN, SPAN);
	}

	/**
	 * Returns whether another time than now is shown.
	 */
	boolean isPast() {
		return this.end > 0 && !this.report;
	}

	/**
	 * Returns the time by which groups are ranked where not all can be shown.
	 * @param now the second that is not over
	 */
	TimeRange ranked(long now) {
		return this.report ? range(now) : last(now, RANKED_SECONDS);
	}

}
