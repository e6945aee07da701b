package io.github.metricstcp.internal.polling;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The planning of rounds, each from what the readings before it have cost. Logs once that
 * a meter is slowed.
 */
final class PollingPlanner {

	private static final Logger logger = LoggerFactory.getLogger(PollingPlanner.class);

	private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

	final Clock clock;

	private final Supplier<List<Reading>> readings;

	private final PollingBudget budget;

	private final AtomicBoolean logged = new AtomicBoolean();

	private final AtomicBoolean failureLogged = new AtomicBoolean();

	/**
	 * Creates a planner.
	 * @param clock the clock that measures readings
	 * @param period the nanoseconds from one round to the next
	 * @param readings supplies all readings
	 */
	PollingPlanner(Clock clock, long period, Supplier<List<Reading>> readings) {
		this.clock = clock;
		this.budget = new PollingBudget(period);
		this.readings = readings;
	}

	/**
	 * Plans a round.
	 * @param all whether all is read, due or not
	 * @return the readings of the round
	 */
	PollingPlan plan(boolean all) {
		List<Reading> current = this.readings.get();
		PollingPlan plan = this.budget.plan(current, this.clock.monotonicTime(), all);
		if (!this.logged.get() && plan.prompt().size() < current.size()) {
			log(current);
		}
		return plan;
	}

	/**
	 * Returns all readings, for a round that could not be planned.
	 * @return the readings in no order
	 */
	List<Reading> readings() {
		return this.readings.get();
	}

	/**
	 * Called when a round could not be planned, as if the application's clock throws.
	 * @param failure the failure, logged once
	 */
	void failed(Throwable failure) {
		if (this.failureLogged.compareAndSet(false, true)) {
			logger.error("Failed to plan the polling of gauges and functions. All are polled instead; logged once.",
					failure);
		}
	}

	private void log(List<Reading> current) {
		Reading slowest = null;
		ReadingCost.Slowed most = null;
		for (Reading reading : current) {
			ReadingCost.Slowed slowed = reading.cost.slowed();
			if (slowed != null && (most == null || slowed.nanos() > most.nanos())) {
				slowest = reading;
				most = slowed;
			}
		}
		if (slowest != null && most != null && this.logged.compareAndSet(false, true)) {
			logger.info(
					"Polling all gauges and functions as often as configured takes more than {} % of a thread. "
							+ "Slow ones are polled less often: the meter '{}' takes {} µs and is polled each {} s. "
							+ "Logged once; the exporter lists all slowed meters.",
					Math.round(PollingBudget.BUDGET * 100), slowest.meterName,
					TimeUnit.NANOSECONDS.toMicros(most.nanos()),
					String.format(Locale.ROOT, "%.1f", most.interval() / NANOS_PER_SECOND));
		}
	}

}
