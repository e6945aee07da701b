package io.github.metricstcp.observer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

import io.github.metricstcp.client.ClientThreads;
import io.github.metricstcp.client.MetricsTcpClient;
import io.github.metricstcp.client.Target;
import io.github.metricstcp.client.discovery.DiscoveryListener;
import io.github.metricstcp.client.discovery.TargetDiscovery;
import io.github.metricstcp.client.discovery.TargetSource;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.observer.ObserverOptions.Live;
import org.jspecify.annotations.Nullable;

/**
 * The targets of a run: those that the user has named, and those that are found while it
 * goes on. A target that is gone stays connected for as long as it sends, is shown for a
 * while, and is let go of then, or when another one has its name. A thread of its own
 * does everything, once it was started.
 */
final class LiveTargets implements AutoCloseable {

	/**
	 * The time for which a target that is gone is shown: the screen has as much of it.
	 */
	static final Duration KEPT = Duration.ofMinutes(5);

	/**
	 * The least time between two attempts to connect for the first time: 250 a second.
	 */
	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

	/**
	 * The source of targets that the user has named.
	 */
	private static final String COMMAND_LINE = "the command line";

	private static final int CLOSING_THREADS = 8;

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

	private static final Duration LOOK = Duration.ofSeconds(1);

	private final ObserverOptions options;

	private final Live source;

	private final RunOutput output;

	private final Recordings recordings;

	private final TargetListeners listeners;

	private final TakenNames takenNames;

	private final LongSupplier clock;

	private final ClientThreads threads = new ClientThreads(Math.max(2, Runtime.getRuntime().availableProcessors()));

	private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(daemons("targets"));

	private final List<TargetDiscovery> discoveries = new ArrayList<>();

	// What follows is confined to the executor, between start and close

	private final Map<Target, WatchedTarget> watched = new LinkedHashMap<>();

	private long nextStart;

	private boolean anyReached;

	/**
	 * Creates the targets that the user has named, and does not connect to them yet.
	 * @param options the command line
	 * @param source the targets of it
	 * @param output shows them
	 * @param recordings records them
	 * @param clock the time in nanoseconds
	 */
	LiveTargets(ObserverOptions options, Live source, RunOutput output, Recordings recordings, LongSupplier clock) {
		this.options = options;
		this.source = source;
		this.output = output;
		this.recordings = recordings;
		this.listeners = new TargetListeners(source, output, recordings);
		this.takenNames = new TakenNames(output.session());
		this.clock = clock;
		this.nextStart = clock.getAsLong();
		for (Target target : source.targets()) {
			add(target, source.targets()).foundBy(COMMAND_LINE);
		}
	}

	private static ThreadFactory daemons(String name) {
		return (work) -> {
			Thread thread = new Thread(work, "metrics-tcp-" + name);
			thread.setDaemon(true);
			return thread;
		};
	}

	/**
	 * Connects to the targets, and begins to look for others.
	 */
	void start() {
		for (TargetSource each : this.source.sources()) {
			this.discoveries.add(new TargetDiscovery(each, new Found(each.toString())));
		}
		this.executor.execute(() -> this.watched.values().forEach(this::connectSoon));
		Future<?> unused = this.executor.scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(),
				TimeUnit.MILLISECONDS);
		this.discoveries.forEach(TargetDiscovery::start);
	}

	/**
	 * Connects to a target, in its turn: many at once would have to wait for each other.
	 */
	private void connectSoon(WatchedTarget watched) {
		long now = this.clock.getAsLong();
		long at = Math.max(now, this.nextStart);
		this.nextStart = at + PAUSE_NANOS;
		if (at == now) {
			connect(watched);
			return;
		}
		Future<?> unused = this.executor.schedule(() -> connect(watched), at - now, TimeUnit.NANOSECONDS);
	}

	private void connect(WatchedTarget watched) {
		if (watched.isGone() || watched.client() != null) {
			return;
		}
		MetricsTcpClient client = MetricsTcpClient.builder(watched.target().address())
			.maxSeries(this.options.maxSeries())
			.tls(this.source.tls())
			.tlsName("--tls")
			.threads(this.threads)
			.build(watched.listener());
		watched.client(client);
		client.start();
	}

	private WatchedTarget add(Target target, Collection<Target> all) {
		WatchedTarget watched = this.listeners.watch(target, all);
		this.watched.put(target, watched);
		this.output.onReconnect(target.name(), () -> reconnect(watched));
		return watched;
	}

	private void reconnect(WatchedTarget watched) {
		try {
			this.executor.execute(watched::reconnect);
		}
		catch (RejectedExecutionException ex) {
			// The run is over
		}
	}

	/**
	 * Takes what a source has found, and what is gone from it.
	 */
	void change(String source, List<Target> found, List<Target> gone) {
		List<String> lost = new ArrayList<>();
		for (Target target : gone) {
			WatchedTarget watched = foundBy(source, target);
			if (watched != null && watched.goneFrom(source, this.clock.getAsLong())) {
				lost.add(watched.name());
				expect(watched, "gone from %s; is let go of after %d min".formatted(source, KEPT.toMinutes()));
			}
		}
		List<String> added = new ArrayList<>();
		for (Target target : found) {
			WatchedTarget watched = watched(target, found);
			if (watched.foundBy(source)) {
				added.add(watched.name());
				if (!watched.name().equals(target.name())) {
					this.takenNames.add(target.name(), this.watched.values());
				}
				expect(watched, null);
				connectSoon(watched);
			}
		}
		if (!added.isEmpty()) {
			TargetListeners.rename(this.watched.values());
		}
		this.output.session().say(lost, "is gone from " + source, "are gone from " + source);
		this.output.session().say(added, "was found in " + source, "were found in " + source);
		this.takenNames.say(source);
	}

	private @Nullable WatchedTarget foundBy(String source, Target target) {
		return of(target).filter((each) -> each.isFoundBy(source)).findAny().orElse(null);
	}

	/**
	 * Returns those at the address of a target: one that is there, and any that are gone.
	 */
	private Stream<WatchedTarget> of(Target target) {
		return this.watched.values().stream().filter((each) -> each.target().address().equals(target.address()));
	}

	/**
	 * Returns the one that a target that was found is watched as: the one that is at its
	 * address, whatever its name, one that was gone, or a new one.
	 */
	private WatchedTarget watched(Target target, List<Target> found) {
		WatchedTarget there = of(target).filter((each) -> !each.isGone()).findAny().orElse(null);
		if (there != null) {
			return there;
		}
		Target named = takeName(target) ? target
				: new Target(target.address().toString(), target.address(), target.group());
		WatchedTarget again = this.watched.get(named);
		// Another one has its address now
		of(target).filter((each) -> each != again)
			.forEach((each) -> disconnect(each, "another target has its address"));
		List<Target> all = new ArrayList<>(this.watched.keySet());
		all.addAll(found);
		return (again != null) ? again : add(named, all);
	}

	/**
	 * Makes the name of a target that was found its own, unless one that is there has it.
	 * One that is gone is let go of: a pod that was started again has its name at another
	 * address.
	 * @return whether it has that name now
	 */
	private boolean takeName(Target target) {
		List<WatchedTarget> others = this.watched.values()
			.stream()
			.filter((each) -> each.name().equals(target.name()) && !each.target().equals(target))
			.toList();
		boolean free = others.stream().allMatch(WatchedTarget::isGone);
		if (free) {
			others.forEach((each) -> letGo(each, "another target has its name"));
		}
		return free;
	}

	/**
	 * Ends the connection to a target for good, if there is one.
	 * @param reason why, for the listener to it
	 */
	private static void disconnect(WatchedTarget watched, String reason) {
		MetricsTcpClient client = watched.client();
		if (client != null) {
			client.close();
			watched.client(null);
			if (watched.isConnected()) {
				watched.listener().closed(reason, null);
			}
		}
	}

	/**
	 * Says whether a target is to be there, or why not.
	 */
	private void expect(WatchedTarget watched, @Nullable String gone) {
		TargetModel model = watched.model();
		if (model != null) {
			model.gone(gone);
		}
		watched.messages().gone(gone != null);
		this.output.expect(watched.name(), gone == null);
	}

	/**
	 * Ends the connections of targets that are gone and have ended their streams, and
	 * lets go of those that have been gone for long.
	 */
	void look() {
		List<WatchedTarget> over = new ArrayList<>();
		for (WatchedTarget each : this.watched.values()) {
			if (each.isGone()) {
				if (!each.isConnected()) {
					disconnect(each, "is gone");
				}
				if (this.clock.getAsLong() - each.goneSince() >= KEPT.toNanos()) {
					over.add(each);
				}
			}
		}
		over.forEach((each) -> letGo(each, "is not watched any more"));
		this.output.session()
			.say(over.stream().map(WatchedTarget::name).toList(),
					"was gone for %d min, and is not kept any more".formatted(KEPT.toMinutes()),
					"were gone for %d min, and are not kept any more".formatted(KEPT.toMinutes()));
	}

	private void letGo(WatchedTarget watched, String reason) {
		disconnect(watched, reason);
		this.watched.remove(watched.target());
		this.anyReached |= watched.messages().reached();
		this.recordings.remove(watched.name());
		this.output.letGo(watched.name());
	}

	/**
	 * Returns the messages about the targets that there are now. To be called once it is
	 * closed.
	 */
	List<ConnectionMessages> connections() {
		return this.watched.values().stream().map(WatchedTarget::messages).toList();
	}

	/**
	 * Whether a target was reached that there is no more. To be called once it is closed.
	 */
	boolean hasReachedOthers() {
		return this.anyReached;
	}

	/**
	 * Ends all connections. A listener that blocks, such as by a pipe that nobody reads,
	 * is not waited for.
	 */
	@Override
	public void close() {
		this.discoveries.forEach(TargetDiscovery::close);
		this.executor.shutdown();
		ExecutorService closing = Executors.newFixedThreadPool(CLOSING_THREADS, daemons("closing"));
		try {
			boolean unused = this.executor.awaitTermination(CLOSE_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS);
			List<Callable<Object>> work = new ArrayList<>();
			this.watched.values()
				.stream()
				.map(WatchedTarget::client)
				.filter(Objects::nonNull)
				.forEach((each) -> work.add(Executors.callable(each::close)));
			List<Future<Object>> done = closing.invokeAll(work, CLOSE_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS);
			if (done.stream().noneMatch(Future::isCancelled)) {
				this.threads.close();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			closing.shutdownNow();
		}
	}

	/**
	 * What a source finds.
	 */
	private final class Found implements DiscoveryListener {

		private final String source;

		Found(String source) {
			this.source = source;
		}

		@Override
		public void changed(List<Target> found, List<Target> gone) {
			try {
				LiveTargets.this.executor.execute(() -> change(this.source, found, gone));
			}
			catch (RejectedExecutionException ex) {
				// The run is over
			}
		}

		@Override
		public void message(String sentence) {
			LiveTargets.this.output.session().say(sentence);
		}

	}

}
