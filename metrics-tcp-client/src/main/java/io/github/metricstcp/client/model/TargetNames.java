package io.github.metricstcp.client.model;

import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * The names by which a user knows a target.
 *
 * @param name the name in messages and outputs: the one that the user gave it, otherwise
 * its address
 * @param address the address, {@code HOST:PORT}; the name if it has none
 * @param shortName the shortest name that tells it apart from the other targets
 * @param group the name that it has in common with other instances of one application;
 * {@code null} if it has none
 * @since 0.1.0
 */
public record TargetNames(String name, String address, String shortName, @Nullable String group) {

	/**
	 * Creates the names of a target that has none in common with others.
	 * @param name the name in messages and outputs
	 * @param address the address, {@code HOST:PORT}; the name if it has none
	 * @param shortName the shortest name that tells it apart from the other targets
	 */
	public TargetNames(String name, String address, String shortName) {
		this(name, address, shortName, null);
	}

	/**
	 * Creates the names of a target that has one name only.
	 * @param name the name
	 */
	public TargetNames(String name) {
		this(name, name, name);
	}

	/**
	 * Returns whether one of the names is wanted.
	 * @param wanted the test of a name
	 * @return whether it holds for at least one of them
	 */
	public boolean any(Predicate<String> wanted) {
		return wanted.test(this.name) || wanted.test(this.shortName) || wanted.test(this.address);
	}

}
