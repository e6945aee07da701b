package io.github.metricstcp.kafka;

import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.SerializationException;

/**
 * The failures of single records, which brokers refuse however often they are tried.
 */
final class RecordFailures {

	private RecordFailures() {
	}

	/**
	 * Returns whether a record is refused for good, and its partition takes others.
	 */
	static boolean isForGood(Exception failure) {
		return failure instanceof InvalidTimestampException || failure instanceof InvalidRecordException
				|| failure instanceof SerializationException;
	}

	/**
	 * Returns whether a record would have been taken, but for another one that a producer
	 * has sent with it. There is nothing else to know that by than the text.
	 */
	static boolean isOfAnother(Exception failure) {
		return failure.getClass() == KafkaException.class
				&& String.valueOf(failure.getMessage()).contains("because it was part of a batch");
	}

	/**
	 * Returns what refusals have in common of which only the first one is said.
	 */
	static String kind(Exception failure) {
		return isForItsTime(failure) ? "time" : failure.getClass().getName();
	}

	/**
	 * Returns the clause for records that are refused for good, without a full stop.
	 */
	static String clause(Exception failure) {
		if (isForItsTime(failure)) {
			return "refuses records for their time, and they are dropped: is the clock of this machine right? "
					+ "message.timestamp.before.max.ms and message.timestamp.after.max.ms of the topic say what is taken";
		}
		return "refuses records, and they are dropped: " + failure.getMessage();
	}

	/**
	 * If there are several in a batch, only the text says that it is the time.
	 */
	private static boolean isForItsTime(Exception failure) {
		return failure instanceof InvalidTimestampException || (failure instanceof InvalidRecordException
				&& String.valueOf(failure.getMessage()).contains("imestamp"));
	}

}
