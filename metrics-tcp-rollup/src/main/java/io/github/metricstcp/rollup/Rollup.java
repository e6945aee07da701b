package io.github.metricstcp.rollup;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.github.metricstcp.rollup.RollupTopics.TopicException;
import io.github.metricstcp.rollup.StateOrigin.OtherOriginException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;

/**
 * A running rollup: it reads what relays have written into a topic of Apache Kafka, sums
 * up the series of all instances over windows, and writes them into another topic as the
 * stream of one application, which is called {@code fleet}. {@link RollupTopology} says
 * how.
 * <ul>
 * <li>A counter is the sum of all instances' counters, and does not fall when one is
 * started again or goes; it begins anew if none had it for a day and one has it again. A
 * gauge with {@code .rate} behind its name is the growth in a second, over a window.</li>
 * <li>A gauge {@code x} becomes {@code x.sum}, {@code x.min}, {@code x.max} and
 * {@code x.instances}: of the values that instances have at the end of a window.</li>
 * <li>A histogram {@code x} becomes the gauges {@code x.p50}, {@code x.p90},
 * {@code x.p99}, {@code x.max} and {@code x.mean} of all samples of a window, and the
 * counter {@code x.count}. Its sketches are written to a topic of their own, as
 * {@link WindowSketch} has it.</li>
 * </ul>
 * A window is written once, about four seconds after its end. What comes later, within
 * the grace, is in the increments of the next window and in a sketch that is written
 * again. Processing is exactly-once: whatever is killed, each record is in the sums once.
 * <p>
 * It waits for brokers and topics, and tries again what has failed. A thread of its own,
 * a daemon, starts and watches those of Kafka Streams. When it is started for the first
 * time, it begins five minutes before now.
 *
 * @since 0.1.0
 */
public final class Rollup implements AutoCloseable {

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

	private static final long POLL_MILLIS = 1_000;

	private final RollupSettings settings;

	private final RollupListener listener;

	private final Tally tally;

	private final RollupTopics topics;

	private final Outage outage;

	private final TopicEnds ends = new TopicEnds();

	private final Thread thread = new Thread(this::run, "metrics-tcp-rollup");

	private final CountDownLatch closing = new CountDownLatch(1);

	private volatile Duration closeTimeout = CLOSE_TIMEOUT;

	private volatile boolean closedInTime = true;

	// What Kafka Streams ended with
	private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

	// Confined to the thread

	private boolean topicsSaid;

	private Rollup(RollupSettings settings, RollupListener listener) {
		this.settings = settings;
		this.listener = listener;
		this.tally = new Tally(settings, listener);
		this.topics = new RollupTopics(settings, this.tally);
		this.outage = new Outage(this.tally);
		this.thread.setDaemon(true);
	}

	/**
	 * Starts a rollup, which creates the topics that it writes if they are missing and it
	 * is permitted to. Returns at once: it waits for brokers, and for the topic that it
	 * reads, for as long as they are not there.
	 * @param settings the settings
	 * @param listener the listener to its state
	 * @return the rollup
	 */
	public static Rollup start(RollupSettings settings, RollupListener listener) {
		Rollup rollup = new Rollup(settings, listener);
		rollup.thread.start();
		return rollup;
	}

	/**
	 * Returns what was read and written so far.
	 * @return the numbers since the start
	 */
	public RollupCounts counts() {
		return this.tally.counts();
	}

	private void run() {
		boolean going = true;
		while (going && this.closing.getCount() > 0) {
			try (Admin admin = Admin.create(StreamsProperties.ofAdmin(this.settings))) {
				int partitions = this.topics.partitions(admin);
				this.topics.ensure(admin);
				this.ends.ask(admin, this.settings.source(), partitions);
				going = stream(admin, partitions);
			}
			catch (TopicException ex) {
				this.outage.waiting(String.valueOf(ex.getMessage()));
			}
			catch (ExecutionException | KafkaException ex) {
				this.outage.waiting(clause(ex));
			}
			catch (InterruptedException ex) {
				going = false;
			}
			going = going && !await(this.outage.nextPause());
		}
	}

	/**
	 * Waits for the end.
	 * @return whether it is time for it
	 */
	private boolean await(long millis) {
		try {
			return this.closing.await(millis, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			return true;
		}
	}

	private String clause(Throwable failure) {
		return this.topics.clause(this.settings.source(), failure);
	}

	/**
	 * Sums up, until that is over.
	 * @return whether to try again
	 */
	private boolean stream(Admin admin, int partitions) throws InterruptedException {
		this.failure.set(null);
		KafkaStreams streams;
		try {
			streams = new KafkaStreams(RollupTopology.build(this.settings, this.tally, this.ends),
					StreamsProperties.of(this.settings));
		}
		catch (StreamsException | ConfigException ex) {
			if (ex.getCause() instanceof KafkaException && !(ex.getCause() instanceof ConfigException)) {
				throw ex;
			}
			return fail(ex);
		}
		streams.setUncaughtExceptionHandler((thrown) -> {
			this.failure.compareAndSet(null, thrown);
			return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
		});
		streams.setStateListener((state, before) -> {
			if (state == State.RUNNING) {
				this.listener.running();
			}
		});
		try {
			streams.start();
		}
		catch (IllegalStateException | StreamsException ex) {
			streams.close(Duration.ofMillis(POLL_MILLIS));
			return fail(ex);
		}
		sayTopics(partitions);
		try {
			return watch(admin, streams, partitions);
		}
		finally {
			this.closedInTime = streams.close(this.closeTimeout);
		}
	}

	private void sayTopics(int partitions) {
		if (this.topicsSaid) {
			return;
		}
		this.topicsSaid = true;
		this.outage.begun();
		this.tally.say("reads topic %s, of %s partition%s".formatted(this.settings.source(), partitions,
				(partitions == 1) ? "" : "s"));
		this.tally.say("writes to topics %s and %s".formatted(this.settings.output(), this.settings.sketches()));
	}

	private boolean fail(RuntimeException failure) {
		Throwable cause = (failure.getCause() != null) ? failure.getCause() : failure;
		this.tally.say("can't begin: %s. Is each property right?".formatted(cause.getMessage()));
		this.listener.failed();
		return false;
	}

	/**
	 * Asks for the ends of what is read, until it is time to end or Kafka Streams has
	 * ended.
	 * @return whether to try again
	 */
	private boolean watch(Admin admin, KafkaStreams streams, int partitions) {
		while (!await(POLL_MILLIS)) {
			this.tally.tick(TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
			State state = streams.state();
			if (state == State.ERROR || state == State.NOT_RUNNING) {
				return goesOnAfter(this.failure.get());
			}
			try {
				this.ends.ask(admin, this.settings.source(), partitions);
				if (state == State.RUNNING) {
					this.outage.running(TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
				}
				else {
					this.outage.stopped();
				}
			}
			catch (InterruptedException ex) {
				return false;
			}
			catch (ExecutionException | KafkaException ex) {
				this.ends.away(System.currentTimeMillis());
				this.outage.waiting(clause(ex));
			}
		}
		return false;
	}

	private boolean goesOnAfter(@Nullable Throwable thrown) {
		Throwable cause = (thrown != null) ? root(thrown) : null;
		if (cause instanceof OtherOriginException other) {
			this.tally.say(String.valueOf(other.getMessage()));
			this.listener.failed();
			return false;
		}
		this.outage.failed((cause != null) ? clause(cause) : "Kafka Streams has ended");
		return true;
	}

	/**
	 * Returns what an exception of Kafka Streams is about.
	 */
	private static Throwable root(Throwable thrown) {
		return (thrown instanceof StreamsException && thrown.getCause() != null) ? root(thrown.getCause()) : thrown;
	}

	/**
	 * Ends within 10 seconds.
	 */
	@Override
	public void close() {
		close(CLOSE_TIMEOUT);
	}

	/**
	 * Ends: the sums of what was read are sent, and the others of its name go on with its
	 * work, or it does itself when it is started again.
	 * @param timeout the time after which it is not waited for any more
	 * @return whether it has ended by then
	 */
	public boolean close(Duration timeout) {
		this.closeTimeout = timeout;
		this.closing.countDown();
		try {
			this.thread.join(Math.max(1, timeout.toMillis()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		boolean ended = !this.thread.isAlive();
		this.thread.interrupt();
		return ended && this.closedInTime;
	}

}
