package io.github.metricstcp.testing;

import java.time.Duration;
import java.util.List;

import net.jqwik.api.lifecycle.AroundTryHook;
import net.jqwik.api.lifecycle.Lifespan;
import net.jqwik.api.lifecycle.Store;
import net.jqwik.api.lifecycle.TryExecutionResult;
import net.jqwik.api.lifecycle.TryExecutor;
import net.jqwik.api.lifecycle.TryLifecycleContext;

/**
 * The end of a property that would go on for ever: it is tried anew until the time that
 * the system property {@code exactness.budget} grants is up, say {@code 20s} or
 * {@code 2h}.
 */
public final class TimeBudget implements AroundTryHook {

	private static final Duration BUDGET = Duration.parse("PT" + System.getProperty("exactness.budget", "20s"));

	@Override
	public TryExecutionResult aroundTry(TryLifecycleContext context, TryExecutor aTry, List<Object> parameters)
			throws Throwable {
		long begin = Store.getOrCreate(TimeBudget.class, Lifespan.PROPERTY, System::nanoTime).get();
		TryExecutionResult result = aTry.execute(parameters);
		boolean isOver = System.nanoTime() - begin >= BUDGET.toNanos();
		return (result.isSatisfied() && isOver) ? TryExecutionResult.satisfied(true) : result;
	}

}
