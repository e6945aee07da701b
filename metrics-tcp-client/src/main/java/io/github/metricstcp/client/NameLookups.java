package io.github.metricstcp.client;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The system's way to look hosts up, on threads for what blocks: it may take long, and
 * the thread of the client may serve others.
 */
final class NameLookups extends AddressResolverGroup<InetSocketAddress> {

	static final NameLookups INSTANCE = new NameLookups(Schedulers::boundedElastic);

	private final Supplier<Scheduler> scheduler;

	/**
	 * Creates a way to look hosts up.
	 * @param scheduler returns what has the threads that wait: programs may replace it
	 */
	NameLookups(Supplier<Scheduler> scheduler) {
		this.scheduler = scheduler;
	}

	@Override
	protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
		return new SystemResolver(executor).asAddressResolver();
	}

	private final class SystemResolver extends InetNameResolver {

		SystemResolver(EventExecutor executor) {
			super(executor);
		}

		@Override
		protected void doResolve(String host, Promise<InetAddress> promise) {
			resolve(() -> InetAddress.getByName(host), promise);
		}

		@Override
		protected void doResolveAll(String host, Promise<List<InetAddress>> promise) {
			resolve(() -> List.of(InetAddress.getAllByName(host)), promise);
		}

		private <T> void resolve(Lookup<T> lookup, Promise<T> promise) {
			try {
				Disposable unused = NameLookups.this.scheduler.get().schedule(() -> {
					try {
						answer(promise, lookup.look(), null);
					}
					catch (UnknownHostException ex) {
						answer(promise, null, ex);
					}
				});
			}
			catch (RejectedExecutionException ex) {
				promise.tryFailure(ex);
			}
		}

		/**
		 * Answers on the event loop: if that has ended meanwhile, nobody waits any more,
		 * and the promise would log an error.
		 */
		private <T> void answer(Promise<T> promise, @Nullable T found, @Nullable Throwable failure) {
			try {
				executor().execute(() -> {
					if (found != null) {
						promise.trySuccess(found);
					}
					else {
						promise.tryFailure(failure);
					}
				});
			}
			catch (RejectedExecutionException ex) {
				// The client was closed
			}
		}

	}

	/**
	 * A lookup that blocks.
	 */
	private interface Lookup<T> {

		T look() throws UnknownHostException;

	}

}
