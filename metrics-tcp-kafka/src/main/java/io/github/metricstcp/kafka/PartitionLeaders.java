package io.github.metricstcp.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of a topic and the brokers that lead them. What is asked of one broker
 * does not wait for another one.
 */
final class PartitionLeaders {

	/**
	 * The order of partitions: by number.
	 */
	static final Comparator<TopicPartition> ORDER = Comparator.comparing(TopicPartition::topic)
		.thenComparing(TopicPartition::partition);

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	/**
	 * The time for which one broker is waited for.
	 */
	private static final Duration ANSWER = Duration.ofSeconds(5);

	// -1 for those without one
	private final Map<TopicPartition, Integer> leaders = new TreeMap<>(ORDER);

	private PartitionLeaders() {
	}

	/**
	 * Returns the partitions that a consumer knows, or asks for.
	 * @throws UnknownTopicOrPartitionException if there is no such topic
	 * @throws TimeoutException if no broker answers
	 */
	static PartitionLeaders of(Consumer<byte[], byte[]> consumer, String topic) {
		List<PartitionInfo> infos = consumer.partitionsFor(topic, TIMEOUT);
		if (infos == null || infos.isEmpty()) {
			throw new UnknownTopicOrPartitionException("there is no topic " + topic);
		}
		PartitionLeaders leaders = new PartitionLeaders();
		for (PartitionInfo each : infos) {
			Node leader = each.leader();
			leaders.leaders.put(new TopicPartition(topic, each.partition()), (leader != null) ? leader.id() : -1);
		}
		return leaders;
	}

	Set<TopicPartition> partitions() {
		return this.leaders.keySet();
	}

	/**
	 * Returns the partitions without a leader, which nobody can read.
	 */
	List<TopicPartition> leaderless() {
		return partitions().stream().filter((each) -> leader(each) < 0).toList();
	}

	private int leader(TopicPartition partition) {
		return this.leaders.getOrDefault(partition, -1);
	}

	/**
	 * Returns the offset behind the last record of each partition whose leader answers.
	 */
	Map<TopicPartition, Long> ends(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
		return ask(partitions, (some, answers) -> answers.putAll(consumer.endOffsets(some, ANSWER)));
	}

	/**
	 * Returns the first record of a time or later of each partition whose leader answers,
	 * {@code null} where there is none.
	 * @param time the time, in milliseconds since the epoch
	 */
	Map<TopicPartition, @Nullable OffsetAndTimestamp> starts(Consumer<byte[], byte[]> consumer,
			Collection<TopicPartition> partitions, long time) {
		return ask(partitions, (some, answers) -> {
			Map<TopicPartition, Long> times = new HashMap<>();
			some.forEach((each) -> times.put(each, time));
			answers.putAll(consumer.offsetsForTimes(times, ANSWER));
		});
	}

	private <V extends @Nullable Object> Map<TopicPartition, V> ask(Collection<TopicPartition> partitions,
			BiConsumer<List<TopicPartition>, Map<TopicPartition, V>> question) {
		Map<Integer, List<TopicPartition>> byLeader = new TreeMap<>();
		partitions.forEach((each) -> byLeader.computeIfAbsent(leader(each), (added) -> new ArrayList<>()).add(each));
		byLeader.remove(-1);
		Map<TopicPartition, V> answers = new HashMap<>();
		for (List<TopicPartition> each : byLeader.values()) {
			try {
				question.accept(each, answers);
			}
			catch (TimeoutException ex) {
				// It is away: the others are asked nevertheless
			}
		}
		return answers;
	}

}
