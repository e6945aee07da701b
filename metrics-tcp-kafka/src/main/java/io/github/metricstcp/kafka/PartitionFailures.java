package io.github.metricstcp.kafka;

import java.util.List;
import java.util.stream.Collectors;

import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Clauses for partitions that take no records, while others do.
 */
final class PartitionFailures {

	private static final int MOST_NAMED = 4;

	private PartitionFailures() {
	}

	/**
	 * Returns the partitions without a leader, none if no partition has one.
	 */
	static List<Integer> leaderless(List<PartitionInfo> partitions) {
		List<Integer> leaderless = partitions.stream()
			.filter((each) -> each.leader() == null)
			.map(PartitionInfo::partition)
			.sorted()
			.toList();
		return (leaderless.size() < partitions.size()) ? leaderless : List.of();
	}

	/**
	 * Returns the clause for the partitions that fail, without a full stop.
	 * @param topic the name of the topic
	 * @param leaderless the partitions without a leader
	 * @param queue knows which partitions fail
	 * @param failures makes clauses of failures
	 * @return the clause, {@code null} if it is not known that others take records
	 */
	static @Nullable String clause(String topic, List<Integer> leaderless, RecordQueue queue, KafkaFailures failures) {
		if (!leaderless.isEmpty()) {
			return ((leaderless.size() == 1) ? "%s has no leader: its targets wait"
					: "%s have no leader: their targets wait")
				.formatted(names(leaderless, topic));
		}
		List<Integer> failing = queue.failingAlone();
		if (failing.isEmpty()) {
			return null;
		}
		Exception failure = queue.failure(failing.get(0));
		String reason = (failure == null || failure instanceof TimeoutException)
				? "is the leader there, and is it able to write?" : failures.clause(failure);
		return ((failing.size() == 1) ? "%s takes no records, and its targets wait: %s"
				: "%s take no records, and their targets wait: %s")
			.formatted(names(failing, topic), reason);
	}

	private static String names(List<Integer> partitions, String topic) {
		String names = partitions.stream().limit(MOST_NAMED).map(String::valueOf).collect(Collectors.joining(", "));
		int others = partitions.size() - MOST_NAMED;
		return "partition%s %s%s of topic %s".formatted((partitions.size() == 1) ? "" : "s", names,
				(others > 0) ? " and %s more".formatted(others) : "", topic);
	}

}
