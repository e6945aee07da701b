package io.github.metricstcp.kafka;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.metricstcp.client.wire.StreamListener;
import org.jspecify.annotations.Nullable;

/**
 * A relay of streams into a topic of Apache Kafka. Any number of relays may write to one
 * topic, each for its share of targets.
 * <p>
 * A record has whole frames of one target, at most 64 KiB, and the target's address as
 * its key. Its headers, texts whose names begin with {@code metrics-tcp.}, are
 * {@code version} (1), {@code target}, {@code alias}, {@code session}, {@code sequence},
 * {@code first} and {@code last} (times in nanoseconds since the epoch), {@code content}
 * ({@code snapshot}, {@code events} or {@code end}), and {@code reason} for the end.
 * Events can be read from each record alone; totals, values and metadata from the last
 * snapshot on, which each session begins with, and which comes again every minute.
 * <p>
 * Listeners never wait for a broker. What is not acknowledged takes a bounded number of
 * bytes. Beyond them the oldest samples are dropped, and counted; increments of counters
 * and gauges come in the sums of a snapshot.
 *
 * @since 0.1.0
 */
public final class KafkaRelay implements AutoCloseable {

	/**
	 * The default number of bytes that records may take: 64 MiB.
	 */
	public static final long DEFAULT_MEMORY = 64L << 20;

	/**
	 * The least number of bytes that records may take: 1 MiB.
	 */
	public static final long LEAST_MEMORY = 1L << 20;

	/**
	 * The reason of the end of a session whose application goes on.
	 */
	static final String ENDED = "its relay has ended";

	private static final String OPTION = "--kafka";

	private static final long TICK_MILLIS = 100;

	private static final long CLOSE_MILLIS = 3_000;

	private final int maxSeries;

	private final RecordQueue queue;

	private final RelayMessages messages;

	private final RelayHost host;

	private final RecordSender sender;

	private final Thread thread;

	private final ScheduledExecutorService clock;

	private final Set<TargetRelay> openTargets = ConcurrentHashMap.newKeySet();

	/**
	 * Creates a relay that sends nothing until it is started, on a host that has a name.
	 * @param settings brokers, topic, and properties of the producer
	 * @param memory the number of bytes that records may take which are not acknowledged,
	 * at least {@link #LEAST_MEMORY}; besides, the producer has up to 16 MiB
	 * @param maxSeries the number of series of a target whose values a snapshot has
	 * @param messages takes sentences about the state of the relay, on any thread
	 * @throws IllegalArgumentException if there is too little memory, or a property that
	 * must not be set, with a sentence that says so
	 */
	public KafkaRelay(KafkaSettings settings, long memory, int maxSeries, Consumer<String> messages) {
		this(settings, memory, maxSeries, null, messages);
	}

	/**
	 * Creates a relay that sends nothing until it is started.
	 * @param settings brokers, topic, and properties of the producer
	 * @param memory the number of bytes that records may take which are not acknowledged,
	 * at least {@link #LEAST_MEMORY}; besides, the producer has up to 16 MiB
	 * @param maxSeries the number of series of a target whose values a snapshot has
	 * @param host the name of this host, which takes the place of {@code 127.0.0.1} in
	 * the addresses of targets; {@code null} for the one that the machine has
	 * @param messages takes sentences about the state of the relay, on any thread
	 * @throws IllegalArgumentException if there is too little memory, a property that
	 * must not be set, or a name that is none, with a sentence that says so
	 */
	public KafkaRelay(KafkaSettings settings, long memory, int maxSeries, @Nullable String host,
			Consumer<String> messages) {
		if (memory < LEAST_MEMORY) {
			throw new IllegalArgumentException("%s needs memory=1MB or more".formatted(OPTION));
		}
		settings.properties()
			.keySet()
			.stream()
			.filter(ProducerProperties::isReserved)
			.findFirst()
			.ifPresent((property) -> {
				throw new IllegalArgumentException(
						"%s can't be set (--kafka-config): a relay is idempotent, and waits for all replicas"
							.formatted(property));
			});
		this.maxSeries = maxSeries;
		this.queue = new RecordQueue(memory, System::nanoTime);
		this.messages = new RelayMessages(settings, memory, System::nanoTime, messages);
		this.host = new RelayHost(host, RelayHost::lookUp, this.messages::say);
		this.sender = new RecordSender(settings, this.queue, new RelayTopic(settings, this.messages),
				new KafkaFailures(settings, OPTION, "Write, Describe and Create"), this.messages);
		this.thread = new Thread(this.sender, "metrics-tcp-kafka-sender");
		this.thread.setDaemon(true);
		this.clock = Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread clock = new Thread(task, "metrics-tcp-kafka-clock");
			clock.setDaemon(true);
			return clock;
		});
	}

	/**
	 * Adds a target. It may be added at any time before the relay is closed.
	 * <p>
	 * Its address and its name together are the instance that it is for consumers, from
	 * whichever relay. A loopback address, such as {@code 127.0.0.1:5000}, has this
	 * host's name in its place, such as {@code web-1:5000}.
	 * @param target the address of the target, the same for each relay that has it, and
	 * of no other application but of those with another name
	 * @param alias the name that the user gave it, otherwise its address
	 * @return the listener to its streams
	 */
	public StreamListener<?> addTarget(String target, String alias) {
		return new TargetRelay(this.host.address(target), this.host.alias(alias, target), this.maxSeries, this.queue,
				this.openTargets, System::nanoTime);
	}

	/**
	 * Begins to send. To be called once.
	 */
	public void start() {
		this.thread.start();
		ScheduledFuture<?> unused = this.clock.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS,
				TimeUnit.MILLISECONDS);
	}

	private void tick() {
		try {
			this.openTargets.forEach(TargetRelay::tick);
			this.messages.tick(this.queue.counts());
		}
		catch (RuntimeException | Error ex) {
			// Such as too little memory for a snapshot: it would be the last one
			this.messages.failed("can't be written to: " + ex);
		}
	}

	/**
	 * Returns what was done so far.
	 * @return the numbers since the relay was created
	 */
	public RelayCounts counts() {
		return this.queue.counts();
	}

	/**
	 * Ends all sessions, sends what is there for three seconds at the most, and ends.
	 * Listeners must not be called any more.
	 */
	@Override
	public void close() {
		this.clock.shutdown();
		this.openTargets.forEach((target) -> target.end(ENDED));
		this.sender.close(TimeUnit.MILLISECONDS.toNanos(CLOSE_MILLIS));
		try {
			this.thread.join(CLOSE_MILLIS + TimeUnit.SECONDS.toMillis(1));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.thread.interrupt();
		this.messages.ended(this.queue.counts());
	}

}
