package io.github.metricstcp.observer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The names that targets were to have and others have. Which target has such a name
 * depends on which was found first: so it is said, once of each two sources. Not
 * thread-safe.
 */
final class TakenNames {

	private static final String REMEDY = "To tell them apart, write a name of its own before each source, "
			+ "as in NAME=%2$s";

	private static final String ONE = "is the name of two targets: that of %1$s has it, and that of %2$s has its address instead. "
			+ REMEDY;

	private static final String MANY = "are names of two targets each: those of %1$s have them, and those of %2$s have their "
			+ "addresses instead. " + REMEDY;

	private final Session session;

	private final Map<String, List<String>> bySource = new LinkedHashMap<>();

	private final Set<List<String>> said = new HashSet<>();

	/**
	 * Creates a list without any.
	 * @param session takes the messages
	 */
	TakenNames(Session session) {
		this.session = session;
	}

	/**
	 * Adds a name that a target could not have.
	 * @param name the name
	 * @param targets all targets, of which another one has it
	 */
	void add(String name, Collection<WatchedTarget> targets) {
		targets.stream()
			.filter((each) -> !each.isGone() && each.name().equals(name))
			.findFirst()
			.ifPresent((each) -> this.bySource.computeIfAbsent(each.source(), (source) -> new ArrayList<>()).add(name));
	}

	/**
	 * Says which names were added since then, unless that was said of these sources.
	 * @param source the source of the targets that could not have them
	 */
	void say(String source) {
		this.bySource.forEach((other, names) -> {
			if (this.said.add(Stream.of(other, source).sorted().toList())) {
				this.session.say(names, ONE.formatted(other, source), MANY.formatted(other, source));
			}
		});
		this.bySource.clear();
	}

}
