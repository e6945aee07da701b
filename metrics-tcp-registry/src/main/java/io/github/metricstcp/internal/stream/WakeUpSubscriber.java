package io.github.metricstcp.internal.stream;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Fuseable;

/**
 * The subscriber of the ingress' sink: it takes nothing itself, but wakes the event loop,
 * which polls the sink's queue.
 *
 * @param <E> the type of what is emitted
 */
final class WakeUpSubscriber<E> implements CoreSubscriber<E> {

	private final Runnable wakeUp;

	WakeUpSubscriber(Runnable wakeUp) {
		this.wakeUp = wakeUp;
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		// Not fused if a hook of the application stands in between: then nothing is
		// asked for, and nothing signalled
		if (subscription instanceof Fuseable.QueueSubscription<?> queue
				&& queue.requestFusion(Fuseable.ASYNC) == Fuseable.ASYNC) {
			subscription.request(Long.MAX_VALUE);
		}
	}

	@Override
	public void onNext(@Nullable E fused) {
		this.wakeUp.run();
	}

	@Override
	public void onError(Throwable ex) {
		throw new IllegalStateException("The ingress never ends", ex);
	}

	@Override
	public void onComplete() {
		throw new IllegalStateException("The ingress never ends");
	}

}
