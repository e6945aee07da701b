package io.github.metricstcp.observer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.metricstcp.client.model.Condition;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options of a run that passes or fails.
 */
final class GateOptions {

	/**
	 * The option that sets a condition.
	 */
	static final String FAIL_IF = "--fail-if";

	@Option(names = FAIL_IF, paramLabel = "CONDITION",
			description = "end with 3 if it holds, or could not be judged: 'http.server.requests{uri=/orders} p99 > 200ms', "
					+ "'orders rate < 5/s over 1m', 'jvm.threads.live value >= 500 for 10s'; may be given more than once")
	private List<String> conditions = new ArrayList<>();

	/**
	 * Whether there is a condition.
	 */
	boolean isGate() {
		return !this.conditions.isEmpty();
	}

	/**
	 * Returns the conditions.
	 * @param duration the time after which the run ends, {@code null} for none
	 * @throws IllegalArgumentException if one of them is none, or can't hold within that
	 * time, with a sentence that says why
	 */
	List<Condition> conditions(@Nullable TimeSpan duration) {
		List<Condition> conditions = this.conditions.stream().map(Condition::parse).toList();
		for (Condition condition : conditions) {
			Duration hold = condition.hold();
			ObserverOptions.require(hold == null || duration == null || hold.compareTo(duration.duration()) < 0,
					"'%s' can't hold that long: the run is no longer than that (--for)".formatted(condition));
		}
		return conditions;
	}

}
