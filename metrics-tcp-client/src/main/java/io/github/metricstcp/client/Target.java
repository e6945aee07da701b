package io.github.metricstcp.client;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * An exporter to connect to: its address, and the name that the user gives it.
 *
 * @param name the name; without one, the address as {@code HOST:PORT}
 * @param address where the exporter listens
 * @param group the name that it has in common with other instances of one application,
 * such as {@code shop} of {@code shop=dns:shop.prod.svc:5000}; {@code null} if it has
 * none
 * @since 0.1.0
 */
public record Target(String name, TargetAddress address, @Nullable String group) {

	private static final Pattern BLANK = Pattern.compile("[\\s\\p{Z}\\p{Cntrl}]");

	/**
	 * Creates a target that has no name in common with others.
	 * @param name the name; without one, the address as {@code HOST:PORT}
	 * @param address where the exporter listens
	 */
	public Target(String name, TargetAddress address) {
		this(name, address, null);
	}

	/**
	 * Returns the target that a text stands for: {@code NAME=ADDRESS}, or an address as
	 * {@link TargetAddress#parse TargetAddress} reads it.
	 * @param text the text, as a user writes it
	 * @return the target
	 * @throws IllegalArgumentException if the text is no target, with a message that says
	 * why
	 */
	public static Target parse(String text) {
		int equals = text.indexOf('=');
		if (equals < 0) {
			TargetAddress address = TargetAddress.parse(text);
			return new Target(address.toString(), address);
		}
		String name = text.substring(0, equals);
		String address = text.substring(equals + 1);
		require(!name.isEmpty(), "\"%s\" is no target: there is no name before the =".formatted(text));
		require(address.indexOf('=') < 0, "\"%s\" is no target: a name has no = in it".formatted(text));
		require(!BLANK.matcher(name).find(), "\"%s\" is no target: a name has no blank in it".formatted(text));
		return new Target(name, TargetAddress.parse(address));
	}

	/**
	 * Requires that each target has one name and each name one target.
	 * @param targets the targets, without duplicates
	 * @throws IllegalArgumentException if a name or an address is there twice, with a
	 * message that says which
	 */
	public static void requireDistinct(Collection<Target> targets) {
		Map<String, Target> names = new HashMap<>();
		Map<TargetAddress, Target> addresses = new HashMap<>();
		for (Target target : targets) {
			Target sameName = names.put(target.name, target);
			if (sameName != null && !sameName.equals(target)) {
				throw new IllegalArgumentException("\"%s\" is the name of two targets, %s and %s".formatted(target.name,
						sameName.address, target.address));
			}
			Target sameAddress = addresses.put(target.address, target);
			if (sameAddress != null && !sameAddress.equals(target)) {
				throw new IllegalArgumentException(
						"%s has two names, \"%s\" and \"%s\"".formatted(target.address, sameAddress.name, target.name));
			}
		}
	}

	private static void require(boolean valid, String message) {
		if (!valid) {
			throw new IllegalArgumentException(message);
		}
	}

	/**
	 * Returns whether the user has given it a name.
	 * @return whether the name is not the address
	 */
	public boolean isNamed() {
		return !this.name.equals(this.address.toString());
	}

	/**
	 * Returns the shortest name that tells the target apart: the one that the user gave
	 * it, otherwise the shortest part of the address that is unique. That is the port if
	 * all hosts are the same, the first label of the host if those differ, and so on.
	 * @param targets all targets, this one included
	 * @return a name that is of no other target
	 */
	public String shortNameAmong(Collection<Target> targets) {
		if (isNamed()) {
			return this.name;
		}
		Set<String> given = targets.stream().filter(Target::isNamed).map(Target::name).collect(Collectors.toSet());
		return ShortNames.of(this.address, targets.stream().map(Target::address).toList(), given);
	}

	/**
	 * Returns the name, and the address if that is another.
	 */
	@Override
	public String toString() {
		return isNamed() ? this.name + "=" + this.address : this.name;
	}

}
