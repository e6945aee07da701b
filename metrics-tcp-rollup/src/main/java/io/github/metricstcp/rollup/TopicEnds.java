package io.github.metricstcp.rollup;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * The ends of the partitions of a topic, asked for each second. Thread-safe.
 */
final class TopicEnds implements SourceEnds {

	/**
	 * The time for which nothing is concluded after brokers were away: relays have kept
	 * records that they send now. It is also the time for which nothing must have come of
	 * a partition whose records are not counted on.
	 */
	private static final long SETTLING = TimeUnit.SECONDS.toMillis(10);

	// Guarded by this

	private Map<Integer, End> ends = new HashMap<>();

	private long away = Long.MIN_VALUE / 2;

	/**
	 * Asks for the ends.
	 * @param partitions the number of partitions
	 * @throws ExecutionException if brokers do not say
	 */
	void ask(Admin admin, String topic, int partitions) throws ExecutionException, InterruptedException {
		Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
		for (int i = 0; i < partitions; i++) {
			latest.put(new TopicPartition(topic, i), OffsetSpec.latest());
		}
		long asked = System.currentTimeMillis();
		Map<TopicPartition, ListOffsetsResultInfo> answer = admin.listOffsets(latest).all().get();
		Map<Integer, Long> offsets = new HashMap<>();
		answer.forEach((partition, info) -> offsets.put(partition.partition(), info.offset()));
		put(offsets, asked);
	}

	/**
	 * Takes the ends as they were at a time.
	 */
	synchronized void put(Map<Integer, Long> offsets, long asked) {
		Map<Integer, End> ends = new HashMap<>();
		offsets.forEach((partition, offset) -> {
			End before = this.ends.get(partition);
			long since = (before != null && before.offset == offset) ? before.since : asked;
			ends.put(partition, new End(offset, asked, since));
		});
		this.ends = ends;
	}

	/**
	 * Notes that brokers do not say where the ends are.
	 */
	synchronized void away(long now) {
		this.away = now;
	}

	@Override
	public synchronized int partitions() {
		return this.ends.size();
	}

	@Override
	public synchronized long caughtUpAt(int partition, long next, long lastRead) {
		End end = this.ends.get(partition);
		if (end == null || end.asked < this.away + SETTLING) {
			return Long.MIN_VALUE;
		}
		boolean quiet = end.asked - Math.max(end.since, lastRead) >= SETTLING;
		return (next >= end.offset || quiet) ? end.asked : Long.MIN_VALUE;
	}

	/**
	 * The end of a partition.
	 *
	 * @param offset the offset behind its last record
	 * @param asked when it was there
	 * @param since the first time at which it was there
	 */
	private record End(long offset, long asked, long since) {
	}

}
