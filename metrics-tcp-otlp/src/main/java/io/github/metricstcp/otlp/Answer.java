package io.github.metricstcp.otlp;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The answer of the collector to a request, or the lack of one.
 *
 * @param outcome the consequence for the request
 * @param clause the reason, as a clause without a full stop that does not name the
 * collector; {@code null} if there is nothing to say
 * @param rejected the number of data points that were not taken although the request was
 * @param delay the time that the collector asks to wait, {@code null} if it does not
 */
record Answer(Outcome outcome, @Nullable String clause, long rejected, @Nullable Duration delay) {

	static final Answer ACCEPTED = new Answer(Outcome.ACCEPTED, null, 0, null);

	static Answer retry(String clause, @Nullable Duration delay) {
		return new Answer(Outcome.RETRY, clause, 0, delay);
	}

	static Answer refused(String clause) {
		return new Answer(Outcome.REFUSED, clause, 0, null);
	}

	static Answer tooLarge(String clause) {
		return new Answer(Outcome.TOO_LARGE, clause, 0, null);
	}

	static Answer partial(String clause, long rejected) {
		return new Answer(Outcome.ACCEPTED, clause, rejected, null);
	}

	/**
	 * The consequence for a request.
	 */
	enum Outcome {

		/**
		 * It was taken, and must not be sent again.
		 */
		ACCEPTED,

		/**
		 * It must be sent again, as it is.
		 */
		RETRY,

		/**
		 * It is refused, and must not be sent again.
		 */
		REFUSED,

		/**
		 * It is refused for its size, and must be sent in smaller ones.
		 */
		TOO_LARGE

	}

}
