package io.github.metricstcp.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Future;

import io.github.metricstcp.kafka.InFlight.Entry;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The sending of records, on a thread of its own, which may wait for brokers. A producer
 * that has failed is given up, and what was not acknowledged goes back into the queue for
 * the next one.
 */
final class RecordSender implements Runnable {

	/**
	 * The bytes that a producer is given at a time: what it has can't be dropped.
	 */
	private static final long MAX_IN_FLIGHT = 8 << 20;

	private static final long STALLED_SECONDS = 10;

	private static final long FIRST_PAUSE = 500;

	private static final long LONGEST_PAUSE = 10_000;

	private static final long POLL_MILLIS = 200;

	/**
	 * It takes less time than Kafka's default of 3, and of a busy stream it makes fewer
	 * bytes: 1 to 2 % with zstd 1.5.7. Of one with few events a second it makes 3 % more.
	 */
	private static final int ZSTD_LEVEL = 1;

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

	private final KafkaSettings settings;

	private final RecordQueue queue;

	private final RelayTopic topic;

	private final KafkaFailures failures;

	private final RelayMessages messages;

	private final InFlight inFlight = new InFlight();

	// Written by the producer's thread too, which may be late
	private volatile long pause = FIRST_PAUSE;

	private volatile boolean closed;

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
	 * Returns the properties of the producer that are not Kafka's defaults.
	 */
	static Map<String, Object> producerDefaults() {
		return Map.ofEntries(Map.entry(ProducerConfig.ACKS_CONFIG, "all"),
				Map.entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true),
				Map.entry(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd"),
				Map.entry(ProducerConfig.COMPRESSION_ZSTD_LEVEL_CONFIG, ZSTD_LEVEL),
				Map.entry(ProducerConfig.BATCH_SIZE_CONFIG, 256 << 10), Map.entry(ProducerConfig.LINGER_MS_CONFIG, 50),
				Map.entry(ProducerConfig.BUFFER_MEMORY_CONFIG, 16L << 20),
				Map.entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000),
				Map.entry(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000),
				Map.entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000),
				// What is known of brokers that are away is kept, or each record would
				// block and fail
				Map.entry(CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG, "none"));
	}

	/**
	 * Returns whether one of the user's properties must not be set.
	 */
	static boolean isReserved(String property) {
		return List
			.of(ProducerConfig.ACKS_CONFIG, ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
					ProducerConfig.TRANSACTIONAL_ID_CONFIG, ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
					ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG)
			.contains(property);
	}

	/**
	 * Sends what is there, for some time, and ends.
	 */
	void close(long nanos) {
		this.deadline = System.nanoTime() + nanos;
		this.closed = true;
	}

	private boolean isOver() {
		return this.closed && (this.queue.isEmpty() || System.nanoTime() - this.deadline >= 0);
	}

	@Override
	public void run() {
		try {
			while (!isOver()) {
				sendWithOneProducer();
				if (!isOver()) {
					Thread.sleep(this.pause);
					this.pause = Math.min(LONGEST_PAUSE, 2 * this.pause);
				}
			}
		}
		catch (InterruptedException | InterruptException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Sends until something fails.
	 */
	private void sendWithOneProducer() throws InterruptedException {
		Producer<byte[], byte[]> producer = null;
		try {
			this.topic.ensure();
			producer = new KafkaProducer<>(ClientProperties.of(this.settings, producerDefaults()),
					new ByteArraySerializer(), new ByteArraySerializer());
			Exception failure = send(producer);
			if (failure != null) {
				this.messages.failed(this.failures.clause(failure));
				// So that nothing of it comes later
				producer.flush();
			}
		}
		catch (InterruptException ex) {
			throw ex;
		}
		catch (KafkaException ex) {
			this.messages.failed(this.failures.clause(ex));
		}
		finally {
			if (producer != null) {
				producer.close(CLOSE_TIMEOUT);
			}
			takeBack();
		}
	}

	/**
	 * Puts what was not acknowledged back into the queue.
	 */
	private void takeBack() {
		List<FrameBatch> again = new ArrayList<>();
		for (Entry entry : this.inFlight.takeAll()) {
			if (entry.isOvertaken()) {
				// Consumers would take it for one that they have had
				this.queue.giveUp(entry.batch());
			}
			else {
				again.add(entry.batch());
			}
		}
		this.queue.putBack(again);
	}

	/**
	 * Sends until a record fails, or the relay ends.
	 * @return the failure, {@code null} if there is none
	 */
	private @Nullable Exception send(Producer<byte[], byte[]> producer) throws InterruptedException {
		while (!isOver() && this.inFlight.failure() == null) {
			if (this.inFlight.awaitRoom(MAX_IN_FLIGHT, POLL_MILLIS)) {
				FrameBatch batch = this.queue.take(this.closed ? 10 : POLL_MILLIS);
				if (batch != null) {
					send(producer, batch);
				}
			}
			long stalled = this.inFlight.stalledSeconds();
			if (stalled >= STALLED_SECONDS) {
				this.messages
					.failed("has acknowledged nothing for %s seconds: is the broker there, and is it able to write?"
						.formatted(STALLED_SECONDS));
			}
		}
		return this.inFlight.failure();
	}

	private void send(Producer<byte[], byte[]> producer, FrameBatch batch) {
		Entry entry = this.inFlight.add(batch);
		ProducerRecord<byte[], byte[]> record = record(this.settings.topic(), batch);
		try {
			Future<RecordMetadata> unused = producer.send(record, (metadata, failure) -> complete(entry, failure));
		}
		catch (InterruptException ex) {
			throw ex;
		}
		catch (KafkaException ex) {
			this.inFlight.failed(entry, ex);
		}
	}

	static ProducerRecord<byte[], byte[]> record(String topic, FrameBatch batch) {
		ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, null, batch.time(),
				batch.description().target().getBytes(StandardCharsets.UTF_8), batch.frames());
		batch.description().writeTo(record.headers());
		return record;
	}

	/**
	 * Called by the producer's own thread.
	 */
	private void complete(Entry entry, @Nullable Exception failure) {
		FrameBatch batch = entry.batch();
		if (failure == null) {
			// A producer that was given up may be heard of late
			if (this.inFlight.settled(entry, true)) {
				this.queue.acknowledged(batch);
				this.pause = FIRST_PAUSE;
				this.messages.acknowledged(this.queue.counts());
			}
		}
		else if (!(failure instanceof RecordTooLargeException)) {
			this.inFlight.failed(entry, failure);
		}
		else if (this.inFlight.settled(entry, false) && this.queue.refused(batch)) {
			this.messages.say(String.format(Locale.ROOT,
					"refuses a record of %,d bytes: records are made smaller, or raise max.message.bytes of the topic",
					batch.frames().length));
		}
	}

}
