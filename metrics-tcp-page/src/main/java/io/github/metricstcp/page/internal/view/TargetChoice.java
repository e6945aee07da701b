package io.github.metricstcp.page.internal.view;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.metricstcp.client.model.Series;

/**
 * The targets that are shown, and whether they are shown together, as sums and quantiles
 * of all samples, or each by itself.
 *
 * @param names the names of the targets, none for all of them
 * @param apart whether each is shown by itself
 */
public record TargetChoice(Set<String> names, boolean apart) {

	/**
	 * All targets together.
	 */
	public static final TargetChoice ALL = new TargetChoice(Set.of(), false);

	/**
	 * Creates a choice with a copy of the names.
	 * @param names the names of the targets, none for all of them
	 * @param apart whether each is shown by itself
	 */
	public TargetChoice {
		names = Set.copyOf(names);
	}

	/**
	 * Reads the choice.
	 * @param parameters the parameters of the address: any number of {@code target}, and
	 * {@code apart}, 0 or 1
	 * @throws IllegalArgumentException if a parameter is not right, with a sentence that
	 * names it
	 */
	static TargetChoice of(Map<String, List<String>> parameters) {
		return new TargetChoice(Set.copyOf(parameters.getOrDefault("target", List.of())),
				Parameters.number(parameters, "apart", 0, 0, 1) == 1);
	}

	/**
	 * Returns whether a series is of one of these targets.
	 */
	boolean includes(Series series) {
		return includes(series.target());
	}

	/**
	 * Returns whether a target is one of these.
	 * @param target its name
	 */
	boolean includes(String target) {
		return this.names.isEmpty() || this.names.contains(target);
	}

}
