package io.github.metricstcp.client.discovery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.metricstcp.client.Target;
import io.github.metricstcp.client.TargetAddress;
import org.jspecify.annotations.Nullable;

/**
 * The targets that a source has, and their names. These depend on nothing but what the
 * source has now: every program that looks there gives them the same names, such as
 * several relays, or one that was started again. Not thread-safe.
 */
final class FoundTargets {

	private static final int MAX_NAME = 200;

	// What a name on a command line cannot have either
	private static final Pattern UNUSABLE = Pattern.compile("[\\s\\p{Z}\\p{Cntrl}=]+");

	private final int misses;

	private final Map<TargetAddress, Known> known = new LinkedHashMap<>();

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
		Map<TargetAddress, Target> now = named(addresses);
		Set<String> names = now.values().stream().map(Target::name).collect(Collectors.toCollection(HashSet::new));
		List<Target> gone = new ArrayList<>();
		Iterator<Known> all = this.known.values().iterator();
		while (all.hasNext()) {
			Known each = all.next();
			Target there = now.get(each.target.address());
			boolean replaced = (there != null) ? !there.equals(each.target) : names.contains(each.target.name());
			if (replaced || each.isGone(there != null, this.misses)) {
				all.remove();
				gone.add(each.target);
			}
		}
		List<Target> found = new ArrayList<>();
		for (Target each : now.values()) {
			if (!this.known.containsKey(each.address())) {
				this.known.put(each.address(), new Known(each));
				found.add(each);
			}
		}
		return new Changes(found, gone);
	}

	/**
	 * Returns the targets at these addresses, each with a name that no other one has.
	 */
	private static Map<TargetAddress, Target> named(List<FoundAddress> addresses) {
		// The same address twice is one
		Map<TargetAddress, FoundAddress> distinct = new LinkedHashMap<>();
		addresses.forEach((each) -> distinct.putIfAbsent(each.address(), each));
		Map<String, Integer> own = tally(distinct.values().stream().map((each) -> usable(each.name())).toList());
		List<Target> targets = distinct.values().stream().map((each) -> {
			String name = usable(each.name());
			boolean single = name != null && own.getOrDefault(name, 0) == 1;
			String group = (each.group() != null || single) ? usable(each.group()) : name;
			return target(each.address(), single ? name : null, (name != null) ? name : group, group);
		}).toList();
		Map<String, Integer> names = tally(targets.stream().map(Target::name).toList());
		return targets.stream()
			.map((each) -> (names.getOrDefault(each.name(), 0) == 1) ? each
					: new Target(each.address().toString(), each.address(), each.group()))
			.collect(Collectors.toMap(Target::address, Function.identity(), (first, second) -> first,
					LinkedHashMap::new));
	}

	/**
	 * Returns a target with its name.
	 * @param name the name, {@code null} if it has none of its own
	 * @param prefix what is before its address then, {@code null} for nothing
	 */
	private static Target target(TargetAddress address, @Nullable String name, @Nullable String prefix,
			@Nullable String group) {
		if (name != null) {
			return new Target(name, address, group);
		}
		return new Target((prefix != null) ? prefix + "-" + place(address) : address.toString(), address, group);
	}

	/**
	 * Returns an address without the port that needs not be written.
	 */
	private static String place(TargetAddress address) {
		return (address.port() == TargetAddress.DEFAULT_PORT) ? address.host() : address.toString();
	}

	private static Map<String, Integer> tally(List<@Nullable String> names) {
		Map<String, Integer> tally = new HashMap<>();
		for (String each : names) {
			if (each != null) {
				tally.merge(each, 1, Integer::sum);
			}
		}
		return tally;
	}

	/**
	 * Returns a name as targets may have it, {@code null} if nothing of it is left.
	 */
	private static @Nullable String usable(@Nullable String name) {
		String usable = (name != null) ? UNUSABLE.matcher(name.strip()).replaceAll("_") : "";
		return usable.isEmpty() ? null : usable.substring(0, Math.min(MAX_NAME, usable.length()));
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

		private int missed;

		Known(Target target) {
			this.target = target;
		}

		boolean isGone(boolean there, int misses) {
			this.missed = there ? 0 : this.missed + 1;
			return this.missed >= misses;
		}

	}

}
