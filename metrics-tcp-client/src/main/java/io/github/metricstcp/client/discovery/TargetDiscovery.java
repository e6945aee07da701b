package io.github.metricstcp.client.discovery;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import io.github.metricstcp.client.TargetAddress;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import reactor.netty.resources.LoopResources;

/**
 * A discovery of targets: it looks where they are again and again, and says which are new
 * and which are gone.
 * <p>
 * A name is looked up each 10 seconds, at the name servers and with the search domains of
 * {@code /etc/resolv.conf}, and over TCP if the answer is too long for UDP. Nothing is
 * taken from a cache, neither the JVM's nor one of its own; but the hosts of SRV records
 * are looked up by those who connect to them, in their way. A target is gone when two
 * answers in a row are without it, or say that there is no such name. An error, such as a
 * name server that does not answer, is no answer. If there is none for IPv6 only, targets
 * with such addresses stay, and others come and go.
 * <p>
 * A file is read each second. What has changed counts once it was read twice, so that it
 * may be written in place. If it is gone, or one line of it is wrong, the targets stay as
 * they were.
 * <p>
 * A thread of its own, a daemon, does everything, and calls the listener.
 *
 * <pre>{@code
 * TargetSource source = TargetSource.parse("dns:shop.prod.svc:5000");
 * try (TargetDiscovery discovery = new TargetDiscovery(source, listener)) {
 *     discovery.start();
 *     ...
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public final class TargetDiscovery implements AutoCloseable {

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

	private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");

	private final TargetSource source;

	private final DiscoveryListener listener;

	private final Duration interval;

	private final LoopResources loops = LoopResources.create("metrics-tcp-discovery", 1, true);

	private final EventLoop eventLoop = this.loops.onClient(false).next();

	private final Lookup lookup;

	private final AtomicBoolean started = new AtomicBoolean();

	// Written by any thread: the loop may come late
	private volatile boolean closed;

	// What follows is confined to the event loop

	private final FoundTargets targets;

	// Whether the last look has its result
	private boolean taken;

	private @Nullable String failure;

	private @Nullable String remark;

	/**
	 * Creates a discovery that does not look yet.
	 * @param source the place where it looks
	 * @param listener the listener, called on the discovery's own thread
	 */
	public TargetDiscovery(TargetSource source, DiscoveryListener listener) {
		this(source, listener, RESOLV_CONF, null);
	}

	/**
	 * Creates a discovery. For tests, which have name servers of their own, and do not
	 * wait for as long as users do.
	 * @param resolvConf the file that names the name servers
	 * @param interval the time between two looks, {@code null} for that of the source
	 */
	TargetDiscovery(TargetSource source, DiscoveryListener listener, Path resolvConf, @Nullable Duration interval) {
		this(source, listener, (eventLoop) -> lookup(source, eventLoop, resolvConf), interval);
	}

	/**
	 * Creates a discovery that looks in another way. For tests.
	 * @param lookup returns the way, for the thread of the discovery
	 * @param interval the time between two looks, {@code null} for that of the way
	 */
	TargetDiscovery(TargetSource source, DiscoveryListener listener, Function<EventLoop, Lookup> lookup,
			@Nullable Duration interval) {
		this.source = source;
		this.listener = listener;
		this.lookup = lookup.apply(this.eventLoop);
		this.interval = (interval != null) ? interval : this.lookup.interval();
		this.targets = new FoundTargets(this.lookup.misses());
	}

	private static Lookup lookup(TargetSource source, EventLoop eventLoop, Path resolvConf) {
		TargetAddress service = source.service();
		return (service != null) ? new DnsLookup(service, source.alias(), eventLoop, resolvConf)
				: new FileLookup(source.file(), source.alias());
	}

	/**
	 * Begins to look. To be called once.
	 * @throws IllegalStateException if it was called before
	 */
	public void start() {
		if (this.started.getAndSet(true)) {
			throw new IllegalStateException("The discovery of %s was started before".formatted(this.source));
		}
		this.eventLoop.execute(this::look);
	}

	private void look() {
		if (this.closed) {
			return;
		}
		this.taken = false;
		try {
			this.lookup.look(this::take);
		}
		catch (RuntimeException | Error ex) {
			// After the result it is the listener's, and the next look is scheduled
			if (this.taken) {
				throw ex;
			}
			take(LookupResult.thrown(ex));
		}
	}

	private void take(LookupResult result) {
		this.taken = true;
		if (this.closed) {
			return;
		}
		try {
			String failure = result.failure();
			boolean failed = failure != null && result.found().isEmpty();
			say(failure, failed && !this.targets.isEmpty());
			if (!failed) {
				change(result);
			}
		}
		finally {
			ScheduledFuture<?> unused = this.eventLoop.schedule(this::look, this.interval.toNanos(),
					TimeUnit.NANOSECONDS);
		}
	}

	/**
	 * Says that looking fails, or succeeds again, unless it was said.
	 * @param failure the reason, {@code null} if it succeeds
	 * @param stay whether there are targets that stay as they were
	 */
	private void say(@Nullable String failure, boolean stay) {
		if (!Objects.equals(failure, this.failure)) {
			this.failure = failure;
			String clause = (failure != null) ? failure : this.lookup.succeedsAgain();
			this.listener
				.message("%s %s.%s".formatted(this.source, clause, stay ? " The targets stay as they were." : ""));
		}
	}

	private void change(LookupResult result) {
		FoundTargets.Changes changes = this.targets.take(result.found()).of(this.source.share());
		if (!changes.found().isEmpty() || !changes.gone().isEmpty()) {
			this.listener.changed(changes.found(), changes.gone());
		}
		String remark = this.targets.isEmpty() ? result.remark() : null;
		if (remark != null && !remark.equals(this.remark)) {
			this.listener.message("%s %s.".formatted(this.source, remark));
		}
		this.remark = remark;
	}

	/**
	 * Ends the discovery for good. The listener is not called any more when this returns,
	 * unless it holds the discovery's thread up for more than 2 seconds. It may call this
	 * itself.
	 */
	@Override
	public void close() {
		this.closed = true;
		boolean onLoop = this.eventLoop.inEventLoop();
		if (onLoop) {
			this.lookup.close();
		}
		else {
			closeLookupAndWait();
		}
		// By itself: Reactor Netty would watch over the time with a thread of Reactor's,
		// which stays
		Future<?> end = this.eventLoop.shutdownGracefully(0, CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
		if (!onLoop) {
			// Something may hold the thread up, such as a disk of the network: it is a
			// daemon
			end.awaitUninterruptibly(CLOSE_TIMEOUT.plusSeconds(1).toMillis());
		}
	}

	private void closeLookupAndWait() {
		try {
			this.eventLoop.submit(this.lookup::close).get(CLOSE_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException | RejectedExecutionException ex) {
			// It ends all the same
		}
	}

}
