package io.github.metricstcp.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.github.metricstcp.kafka.PartitionRecords.Entry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The sending of records, on a thread of its own, which may wait for brokers. While some
 * partitions fail, those of others are sent. If all fail, the producer is given up, and
 * what was not acknowledged goes back into the queue for the next one.
 */
final class RecordSender implements Runnable {

	private static final long FIRST_PAUSE = 500;

	private static final long LONGEST_PAUSE = 10_000;

	// While it is being closed
	private static final long LAST_PAUSE = 100;

	private static final long POLL_MILLIS = 200;

	private static final long ANSWER_SLACK = TimeUnit.SECONDS.toNanos(5);

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

	private final KafkaSettings settings;

	private final RecordQueue queue;

	private final RelayTopic topic;

	private final KafkaFailures failures;

	private final RelayMessages messages;

	// The time after which a producer says nothing any more of a record
	private long longestAnswer;

	// When a partition was without a leader last, 0 if none ever was
	private long leaderlessAt;

	// Of all partitions: nothing more can be sent by the producer
	private volatile @Nullable Exception failure;

	// Written by the producer's thread too, which may be late
	private volatile long pause = FIRST_PAUSE;

	private final CountDownLatch closed = new CountDownLatch(1);

	// When it is closed, the time until which it sends what is there
	private volatile long deadline;

	RecordSender(KafkaSettings settings, RecordQueue queue, RelayTopic topic, KafkaFailures failures,
			RelayMessages messages) {
		this.settings = settings;
		this.queue = queue;
		this.topic = topic;
		this.failures = failures;
		this.messages = messages;
	}

	/**
	 * Sends what is there, for some time, and ends. Nothing is paused any more.
	 */
	void close(long nanos) {
		this.deadline = System.nanoTime() + nanos;
		this.closed.countDown();
		this.queue.hurry();
	}

	private boolean isClosed() {
		return this.closed.getCount() == 0;
	}

	private boolean isOver() {
		return isClosed() && (this.queue.isEmpty() || System.nanoTime() - this.deadline >= 0);
	}

	@Override
	public void run() {
		try {
			while (!isOver()) {
				tryWithOneProducer();
				if (!isOver()) {
					pause();
				}
			}
		}
		catch (InterruptedException | InterruptException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void pause() throws InterruptedException {
		if (isClosed()) {
			Thread.sleep(LAST_PAUSE);
		}
		else if (!this.closed.await(this.pause, TimeUnit.MILLISECONDS)) {
			this.pause = Math.min(LONGEST_PAUSE, 2 * this.pause);
		}
	}

	/**
	 * Sends until something fails, which may be anything: memory that is lacking, or a
	 * class of the user's.
	 */
	private void tryWithOneProducer() throws InterruptedException {
		try {
			sendWithOneProducer();
		}
		catch (InterruptException ex) {
			throw ex;
		}
		catch (RuntimeException | Error ex) {
			this.messages.failed("can't be written to: " + ex);
		}
	}

	/**
	 * Sends until something fails.
	 */
	private void sendWithOneProducer() throws InterruptedException {
		Producer<byte[], byte[]> producer = null;
		try {
			int partitions = this.topic.ensure();
			Map<String, Object> properties = ProducerProperties.of(this.settings, partitions);
			this.longestAnswer = ProducerProperties.deliveryNanos(properties) + ANSWER_SLACK;
			producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
			Exception failure = send(producer, ProducerProperties.batchBytes(this.settings, partitions));
			if (failure != null) {
				this.messages.failed(this.failures.clause(failure));
			}
			// So that nothing of it comes later
			this.queue.awaitOutcome(TimeUnit.NANOSECONDS.toMillis(this.longestAnswer));
		}
		catch (InterruptException ex) {
			throw ex;
		}
		catch (KafkaException ex) {
			this.messages.failed(this.failures.clause(ex));
		}
		finally {
			try {
				if (producer != null) {
					producer.close(CLOSE_TIMEOUT);
				}
			}
			finally {
				this.queue.takeBack();
			}
		}
	}

	/**
	 * Sends until all partitions fail, their number changes, or the relay ends.
	 * @param batchBytes the bytes of a batch, for the number that was known before
	 * @return the failure, {@code null} if there is none
	 */
	private @Nullable Exception send(Producer<byte[], byte[]> producer, int batchBytes) throws InterruptedException {
		this.failure = null;
		int partitions = partitions(producer).size();
		if (ProducerProperties.batchBytes(this.settings, partitions) < batchBytes) {
			return null;
		}
		boolean placedByKey = ProducerProperties.isPlacedByKey(this.settings);
		this.queue.spread(placedByKey ? partitions : 1);
		long watched = System.nanoTime();
		while (!isOver() && this.failure == null) {
			Entry entry = this.queue.take(isClosed() ? 10 : POLL_MILLIS);
			if (entry != null) {
				send(producer, entry);
			}
			if (System.nanoTime() - watched >= TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS)) {
				List<PartitionInfo> now = partitions(producer);
				if (now.size() != partitions) {
					return null;
				}
				Exception failure = watch(placedByKey ? PartitionFailures.leaderless(now) : List.of());
				if (failure != null) {
					return failure;
				}
				watched = System.nanoTime();
			}
		}
		return this.failure;
	}

	private List<PartitionInfo> partitions(Producer<byte[], byte[]> producer) {
		return producer.partitionsFor(this.settings.topic());
	}

	/**
	 * Says which partitions take no records, if there are some.
	 * @param leaderless those without a leader
	 * @return the failure if all of them fail, {@code null} if not
	 */
	private @Nullable Exception watch(List<Integer> leaderless) {
		if (!this.queue.watch()) {
			return null;
		}
		if (this.queue.isForgotten(this.longestAnswer)) {
			// Such as an error in its thread, which has ended by that
			throw new KafkaException("Kafka's producer says nothing any more of what it was given");
		}
		Exception failure = this.queue.failureOfAll(leaderless);
		if (failure != null) {
			return failure;
		}
		long now = System.nanoTime();
		this.leaderlessAt = leaderless.isEmpty() ? this.leaderlessAt : now;
		// One that has a leader again needs some time to catch up
		boolean catchingUp = leaderless.isEmpty() && this.leaderlessAt != 0
				&& now - this.leaderlessAt < PartitionRecords.STALLED;
		String clause = catchingUp ? null
				: PartitionFailures.clause(this.settings.topic(), leaderless, this.queue, this.failures);
		if (clause != null) {
			this.messages.failed(clause);
		}
		else if (this.queue.isStalled()) {
			this.messages
				.failed("has acknowledged nothing for %s seconds: is the broker there, and is it able to write?"
					.formatted(TimeUnit.NANOSECONDS.toSeconds(PartitionRecords.STALLED)));
		}
		return null;
	}

	private void send(Producer<byte[], byte[]> producer, Entry entry) {
		ProducerRecord<byte[], byte[]> record = record(this.settings.topic(), entry.batch());
		try {
			Future<RecordMetadata> unused = producer.send(record,
					(metadata, failure) -> complete(entry, metadata, failure));
		}
		catch (InterruptException ex) {
			throw ex;
		}
		catch (KafkaException ex) {
			complete(entry, null, ex);
		}
	}

	static ProducerRecord<byte[], byte[]> record(String topic, FrameBatch batch) {
		ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, null, batch.time(), batch.key(),
				batch.frames());
		batch.description().writeTo(record.headers());
		return record;
	}

	/**
	 * Called by the producer's own thread, unless it refuses the record at once. One that
	 * was given up may be heard of late.
	 */
	private void complete(Entry entry, @Nullable RecordMetadata metadata, @Nullable Exception failure) {
		if (failure == null) {
			if (this.queue.acknowledged(entry)) {
				this.messages.acknowledged(this.queue.counts());
			}
			this.pause = FIRST_PAUSE;
		}
		else if (failure instanceof RecordTooLargeException) {
			tooLarge(entry);
		}
		else if (RecordFailures.isForGood(failure)) {
			if (this.queue.giveUp(entry)) {
				this.messages.refused(failure);
			}
		}
		else if (RecordFailures.isOfAnother(failure)) {
			this.queue.failed(entry, null);
		}
		else {
			this.queue.failed(entry, failure);
			boolean ofPartition = failure instanceof RetriableException && metadata != null
					&& metadata.partition() >= 0;
			if (!ofPartition) {
				this.failure = failure;
			}
		}
	}

	private void tooLarge(Entry entry) {
		if (this.queue.tooLarge(entry)) {
			this.messages.say(String.format(Locale.ROOT,
					"refuses a record of %,d bytes: records are made smaller, or raise max.message.bytes of the topic "
							+ "(larger ones are tried again later)",
					entry.batch().frames().length));
		}
	}

}
