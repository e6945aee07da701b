package io.github.metricstcp.kafka;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.github.metricstcp.client.recording.Playback;
import io.github.metricstcp.kafka.UnusableRecordException.Fault;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * A reader of the streams that relays have written into a topic of Apache Kafka: one
 * source of streams for each target, which this calls an instance.
 * <p>
 * It reads all partitions, is in no consumer group and commits nothing, so there may be
 * any number of readers. Reading begins at the last snapshots before now, or before a
 * time: what comes before that time only makes the state with which streams begin. From a
 * time on it is a replay, until now is reached or the time at which reading ends. Records
 * that have been read before are skipped; so is what no relay wrote. An instance that has
 * ended is removed five minutes later, and so is one of which nothing comes for five
 * minutes while others go on.
 * <p>
 * A thread of its own, a daemon, does everything, and calls the listeners.
 *
 * @since 0.1.0
 */
public final class KafkaReader implements AutoCloseable {

	private static final String OPTION = KafkaSource.PREFIX;

	private static final long FIRST_PAUSE = 500;

	private static final long LONGEST_PAUSE = 10_000;

	/**
	 * The time after which a time that is over is not tried to be read any more.
	 */
	private static final long GIVEN_UP = TimeUnit.SECONDS.toNanos(15);

	private static final long CLOSE_MILLIS = 2_000;

	private static final int MAX_NUMBERS = 8;

	/**
	 * The time after which partitions are seen that were added.
	 */
	private static final int METADATA_MILLIS = 30_000;

	private final KafkaSource source;

	private final InstanceListener listener;

	private final Consumer<String> messages;

	private final KafkaFailures failures;

	private final TopicPlayback playback;

	private final Thread thread = new Thread(this::run, "metrics-tcp-kafka-reader");

	private volatile boolean closed;

	private volatile boolean connected;

	private volatile org.apache.kafka.clients.consumer.@Nullable Consumer<byte[], byte[]> consumer;

	// Replaced by the thread that reads
	private volatile ReaderCounts counts = new ReaderCounts(0, 0, 0, 0, 0, 0, 0);

	// What follows is confined to the thread that reads

	private TopicReading reading;

	private final Instances instances;

	private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);

	private long records;

	// Whether streams are shown, and not only their state is kept
	private boolean shown;

	private boolean failing;

	private long failingSince;

	private @Nullable String lastFailure;

	private long pause = FIRST_PAUSE;

	// The partitions that can't be read, as was said
	private Set<Integer> unreadable = Set.of();

	/**
	 * Creates a reader that reads nothing until it is started.
	 * @param source the topic, and the time of it that is read
	 * @param clock the clock by which the listeners keep what they are given, which this
	 * reader sets
	 * @param maxSeries the number of series of an instance that are decoded without an
	 * object for each event
	 * @param listener the listener to instances, called on the reader's own thread
	 * @param messages takes sentences about the state of the reader, on its own thread
	 */
	public KafkaReader(KafkaSource source, CatchUpClock clock, int maxSeries, InstanceListener listener,
			Consumer<String> messages) {
		this.source = source;
		this.listener = listener;
		this.instances = new Instances(maxSeries, listener, (clause) -> say(clause, "."));
		this.messages = messages;
		this.failures = new KafkaFailures(source.settings(), OPTION, "Read and Describe");
		this.playback = new TopicPlayback(source, clock);
		this.reading = new TopicReading(source, this.playback);
		this.thread.setDaemon(true);
	}

	/**
	 * Begins to read. To be called once.
	 */
	public void start() {
		this.thread.start();
	}

	/**
	 * Returns what was read so far.
	 * @return the numbers since the reader was created
	 */
	public ReaderCounts counts() {
		return this.counts;
	}

	/**
	 * Returns whether the topic was found and could be read.
	 * @return whether that has been so since the start
	 */
	public boolean isConnected() {
		return this.connected;
	}

	/**
	 * Returns the control of the replay, which is {@link Playback#isLive() live} from the
	 * start if the topic is read from now on.
	 * @return the control
	 */
	public Playback playback() {
		return this.playback;
	}

	private void run() {
		while (!this.closed) {
			try (org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer = consumer()) {
				this.consumer = consumer;
				this.reading.assign(consumer);
				this.connected = true;
				while (!this.closed && !this.playback.isOver()) {
					this.reading.read(consumer, this::accept);
					tick();
				}
			}
			catch (WakeupException | InterruptException ex) {
				// It is closed
			}
			// Whatever it is, such as an answer that memory is too small for: a viewer
			// without
			// its thread would stand still, and say nothing
			catch (Throwable ex) {
				failed(ex);
			}
			finally {
				this.consumer = null;
			}
			goBack();
		}
	}

	/**
	 * Goes back if the user wants that; at the end, waits until the user does.
	 */
	private void goBack() {
		if (this.playback.isOver() && this.playback.awaitGoingBack()) {
			this.shown = false;
			this.instances.restart();
			this.reading = new TopicReading(this.source, this.playback);
			this.playback.beginAnew();
		}
	}

	private org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer() {
		Map<String, Object> properties = ClientProperties.of(this.source.settings(),
				Map.of(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false, ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
						"earliest", ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false,
						ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed", ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
						200, ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 16 << 20,
						CommonClientConfigs.METADATA_MAX_AGE_CONFIG, METADATA_MILLIS));
		// No group: nobody else's reading is this one's concern
		properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
		return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
	}

	private void failed(Throwable failure) {
		this.playback.hold();
		String clause = this.failures.clause(failure);
		if (!clause.equals(this.lastFailure)) {
			this.lastFailure = clause;
			say(clause, clause.endsWith("?") ? " Trying again." : "; trying again.");
		}
		long now = System.nanoTime();
		if (!this.failing) {
			this.failing = true;
			this.failingSince = now;
		}
		Instant to = this.source.to();
		if (to != null && now - this.failingSince >= GIVEN_UP) {
			recovered();
			say("topic %s is not read up to %s: given up after %s s".formatted(this.source.settings().topic(),
					KafkaSource.toSeconds(to), TimeUnit.NANOSECONDS.toSeconds(GIVEN_UP)), ".");
			end("is not read to the end: given up", false);
			return;
		}
		try {
			Thread.sleep(this.pause);
		}
		catch (InterruptedException ex) {
			// It is closed
		}
		this.pause = Math.min(LONGEST_PAUSE, 2 * this.pause);
	}

	private void say(String clause, String end) {
		this.messages.accept("Kafka %s: %s%s".formatted(this.source.settings().servers(), clause, end));
	}

	private void recovered() {
		this.failing = false;
		this.lastFailure = null;
		this.pause = FIRST_PAUSE;
	}

	/**
	 * Called when something was fetched, or nothing came for a moment.
	 */
	private void tick() {
		if (this.failing) {
			recovered();
			say("connected again", ".");
		}
		if (!this.shown && this.reading.isCaughtUp()) {
			show();
		}
		// Of a time that is replayed too: there may be many in a week. What has ended by
		// the end is a part of it
		if (this.shown && this.source.to() == null) {
			this.instances.tick(this.playback.millis());
		}
		sayUnreadable();
		if (this.reading.isCaughtUp()) {
			Instant to = this.source.to();
			if (to != null) {
				sayWhatIsMissing(to);
				end("is read up to " + KafkaSource.toSeconds(to), this.reading.unreadable().isEmpty());
			}
			else if (!this.playback.isLive()) {
				this.playback.goLive();
				this.instances.live(this.playback.millis());
			}
		}
		count();
	}

	private void sayWhatIsMissing(Instant to) {
		if (!this.reading.unreadable().isEmpty()) {
			say("topic %s is read up to %s without the partitions that can't be read"
				.formatted(this.source.settings().topic(), KafkaSource.toSeconds(to)), ".");
		}
	}

	private void end(String reason, boolean whole) {
		this.playback.end();
		this.instances.close(reason);
		this.listener.ended(whole);
	}

	private void sayUnreadable() {
		SortedSet<Integer> unreadable = this.reading.unreadable();
		if (unreadable.equals(this.unreadable)) {
			return;
		}
		this.unreadable = unreadable;
		String topic = this.source.settings().topic();
		if (unreadable.isEmpty()) {
			say("all partitions of topic %s can be read".formatted(topic), ".");
		}
		else {
			String first = unreadable.stream()
				.limit(MAX_NUMBERS)
				.map(String::valueOf)
				.collect(Collectors.joining(", "));
			say("%s of topic %s can't be read, for want of a leader: %s%s. Instances in them stand still: are all brokers there?"
				.formatted((unreadable.size() == 1) ? "a partition" : unreadable.size() + " partitions", topic, first,
						(unreadable.size() > MAX_NUMBERS) ? ", ..." : ""),
					"");
		}
	}

	private void show() {
		this.shown = true;
		this.instances.show();
	}

	private void count() {
		this.counts = new ReaderCounts(this.records, faults(Fault.FOREIGN), faults(Fault.VERSION), faults(Fault.BROKEN),
				this.instances.duplicates(), this.instances.missing(), this.instances.early());
	}

	private long faults(Fault fault) {
		return this.faults.getOrDefault(fault, 0L);
	}

	private void accept(ConsumerRecord<byte[], byte[]> record) {
		if (this.closed) {
			return;
		}
		this.records++;
		Instant from = this.source.from();
		if (!this.shown && from != null && record.timestamp() >= from.toEpochMilli()) {
			show();
		}
		try {
			RecordDescription description = RecordDescription.of(record.headers());
			byte[] value = record.value();
			if (value == null) {
				throw new UnusableRecordException(Fault.BROKEN, "it is empty");
			}
			this.instances.accept(description, value, record.timestamp(), this.playback.millis());
		}
		catch (UnusableRecordException ex) {
			skipped(record, ex);
		}
	}

	/**
	 * Says of each fault once which record has it.
	 */
	private void skipped(ConsumerRecord<byte[], byte[]> record, UnusableRecordException failure) {
		if (this.faults.merge(failure.fault(), 1L, Long::sum) > 1) {
			return;
		}
		String clause = switch (failure.fault()) {
			case FOREIGN -> "topic %s has records that no relay wrote";
			case VERSION -> "topic %s has records of another version of the relay";
			case BROKEN -> "topic %s has records that are not whole";
		};
		say((clause + ", which are skipped and counted. The first: offset %s of partition %s, %s")
			.formatted(record.topic(), record.offset(), record.partition(), failure.getMessage()), ".");
	}

	/**
	 * Ends reading, and says what was skipped. The listeners are not called any more when
	 * this returns, unless they hold the thread up for more than two seconds.
	 */
	@Override
	public void close() {
		this.closed = true;
		this.playback.stop();
		org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer = this.consumer;
		if (consumer != null) {
			consumer.wakeup();
		}
		try {
			this.thread.join(CLOSE_MILLIS);
			if (this.thread.isAlive()) {
				this.thread.interrupt();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		ReaderCounts counts = this.counts;
		long skipped = counts.foreign() + counts.unknownVersions() + counts.broken();
		if (skipped > 0) {
			say(String.format(Locale.ROOT, "%,d of %,d records were skipped", skipped, counts.records()), ".");
		}
	}

}
