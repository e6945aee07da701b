package io.github.metricstcp.client;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import reactor.core.Disposable;
import reactor.core.scheduler.Schedulers;

/**
 * The system's way to look hosts up, on threads for what blocks: it may take long, and
 * the thread of the client may serve others.
 */
final class NameLookups extends AddressResolverGroup<InetSocketAddress> {

	static final NameLookups INSTANCE = new NameLookups();

	private NameLookups() {
	}

	@Override
	protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
		return new SystemResolver(executor).asAddressResolver();
	}

	private static final class SystemResolver extends InetNameResolver {

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

		private static <T> void resolve(Lookup<T> lookup, Promise<T> promise) {
			try {
				Disposable unused = Schedulers.boundedElastic().schedule(() -> {
					try {
						promise.trySuccess(lookup.look());
					}
					catch (UnknownHostException ex) {
						promise.tryFailure(ex);
					}
				});
			}
			catch (RejectedExecutionException ex) {
				promise.tryFailure(ex);
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
