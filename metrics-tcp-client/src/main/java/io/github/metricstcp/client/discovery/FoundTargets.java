package io.github.metricstcp.client.discovery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

import io.github.metricstcp.client.Target;
import io.github.metricstcp.client.TargetAddress;
import org.jspecify.annotations.Nullable;

/**
 * The targets that a source has, and their names. An address keeps its number for as long
 * as the program runs, so that no other one is ever taken for it. Not thread-safe.
 */
final class FoundTargets {

	private static final int MAX_NAME = 200;

	// What a name on a command line cannot have either
	private static final Pattern UNUSABLE = Pattern.compile("[\\s\\p{Z}\\p{Cntrl}=]+");

	private final int misses;

	private final Map<TargetAddress, Known> known = new LinkedHashMap<>();

	private final Map<Numbered, Integer> numbers = new HashMap<>();

	private final Map<String, Integer> lastNumbers = new HashMap<>();

	/**
	 * Creates a source without targets.
	 * @param misses in how many results in a row a target must be missing to be gone
	 */
	FoundTargets(int misses) {
		this.misses = misses;
	}

	boolean isEmpty() {
		return this.known.isEmpty();
	}

	/**
	 * Takes the addresses that there are now.
	 */
	Changes take(List<FoundAddress> addresses) {
		// The same address twice is one
		Map<TargetAddress, FoundAddress> now = new LinkedHashMap<>();
		addresses.forEach((each) -> now.putIfAbsent(each.address(), each));
		List<Target> gone = new ArrayList<>();
		Iterator<Known> all = this.known.values().iterator();
		while (all.hasNext()) {
			Known each = all.next();
			if (each.isGone(now.get(each.target.address()), this.misses)) {
				all.remove();
				gone.add(each.target);
			}
		}
		List<Target> found = new ArrayList<>();
		for (FoundAddress each : now.values()) {
			if (!this.known.containsKey(each.address())) {
				Target target = new Target(name(each), each.address());
				this.known.put(each.address(), new Known(target, each.name()));
				found.add(target);
			}
		}
		return new Changes(found, gone);
	}

	private String name(FoundAddress found) {
		String address = found.address().toString();
		String given = (found.name() != null) ? UNUSABLE.matcher(found.name().strip()).replaceAll("_") : "";
		if (given.isEmpty()) {
			return address;
		}
		String name = given.substring(0, Math.min(MAX_NAME, given.length()));
		Set<String> taken = new HashSet<>();
		this.known.values().forEach((each) -> taken.add(each.target.name()));
		List<String> names = found.numbered() ? List.of(name + "-" + number(new Numbered(name, found.address())))
				: List.of(name, name + ":" + found.address().port());
		return names.stream().filter((each) -> !taken.contains(each)).findFirst().orElse(address);
	}

	private int number(Numbered numbered) {
		return this.numbers.computeIfAbsent(numbered,
				(absent) -> this.lastNumbers.merge(absent.name(), 1, Integer::sum));
	}

	/**
	 * An address with a number behind its name.
	 */
	private record Numbered(String name, TargetAddress address) {

	}

	/**
	 * The targets that are new, and those that are gone.
	 */
	record Changes(List<Target> found, List<Target> gone) {

		/**
		 * Returns those of them that are in a share. All have been named together: the
		 * others have the other names.
		 */
		Changes of(TargetShare share) {
			return new Changes(this.found.stream().filter((each) -> share.has(each.address())).toList(),
					this.gone.stream().filter((each) -> share.has(each.address())).toList());
		}

	}

	/**
	 * A target that is there, and in how many results in a row it was missing.
	 */
	private static final class Known {

		private final Target target;

		// The one that it was found with: another one means another target
		private final @Nullable String name;

		private int missed;

		Known(Target target, @Nullable String name) {
			this.target = target;
			this.name = name;
		}

		boolean isGone(@Nullable FoundAddress now, int misses) {
			boolean there = now != null && Objects.equals(now.name(), this.name);
			this.missed = there ? 0 : this.missed + 1;
			return this.missed >= misses;
		}

	}

}
