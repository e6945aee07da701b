package io.github.metricstcp.page.internal.api;

import java.time.Instant;
import java.util.stream.IntStream;

import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.TimeRange;
import io.github.metricstcp.client.model.TimeSource;

/**
 * The time of points and the steps between them, as a request asks for them.
 */
final class RangeTime {

	private static final int DEFAULT_WINDOW = 300;

	/**
	 * By itself there are at most so many points.
	 */
	private static final int POINTS = 60;

	private static final int LONGEST_STEP = 600;

	private static final int[] STEPS = { 1, 2, 5, ApiTime.SPAN, 20, 30, 60 };

	static final Parameter WINDOW = Parameter.whole("window",
			"The length of the time that is returned, in seconds; 300 by default.", DEFAULT_WINDOW, 1, ApiTime.LONGEST);

	static final Parameter STEP = Parameter.whole("step",
			"The time between two points, in seconds. 0, the default, makes at most 60 points. A multiple of 10 for times "
					+ "before the last 300 seconds.",
			0, 0, LONGEST_STEP);

	static final Parameter END = Parameter.time("end",
			"The time at which the points end, in UTC, such as 2026-01-31T12:00:00Z; now by default.");

	private RangeTime() {
	}

	/**
	 * Returns whether a time is over for longer than its last step took: then so is the
	 * value of that time.
	 */
	static boolean isPast(TimeRange range, ObserverModel model) {
		return range.to() + range.step() <= TimeSource.secondOf(model.time().nanos());
	}

	/**
	 * Returns the steps that a request asks for, all of which are over.
	 */
	static TimeRange range(Arguments arguments, ObserverModel model) {
		long now = TimeSource.secondOf(model.time().nanos());
		Instant asked = arguments.time(END);
		long end = (asked != null) ? Math.min(asked.getEpochSecond(), now) : now;
		int window = arguments.number(WINDOW);
		boolean recent = end - window >= now - ApiTime.SECONDS_KEPT;
		int step = arguments.number(STEP);
		if (step == 0) {
			step = IntStream.of(STEPS)
				.filter((each) -> (recent || each % ApiTime.SPAN == 0) && window / each <= POINTS)
				.findFirst()
				.orElse(ApiTime.SPAN);
		}
		if (!recent && step % ApiTime.SPAN != 0) {
			throw ApiException.badParameter(STEP.name(),
					"step is a multiple of %s for times before the last %s seconds, but is %s".formatted(ApiTime.SPAN,
							ApiTime.SECONDS_KEPT, step));
		}
		return ApiTime.last(end, Math.max(1, window / step), step);
	}

}
