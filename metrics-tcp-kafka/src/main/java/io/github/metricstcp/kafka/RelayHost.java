package io.github.metricstcp.kafka;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import io.github.metricstcp.client.TargetAddress;
import org.jspecify.annotations.Nullable;

/**
 * The host of a relay: others know by its name what the relay knows as this machine. So
 * it takes the place of {@code 127.0.0.1} in the addresses of targets, which is another
 * machine for each relay. Thread-safe.
 */
final class RelayHost {

	private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{M}\\p{N}._-]{1,255}");

	private static final Pattern LOOPBACK = Pattern.compile("127\\.[0-9.]+|0\\.0\\.0\\.0");

	private final Supplier<@Nullable String> lookup;

	private final Consumer<String> messages;

	// Guarded by this

	private @Nullable String name;

	private boolean looked;

	/**
	 * Creates a host.
	 * @param name its name, {@code null} for the one that the machine has
	 * @param lookup finds that one, {@code null} if there is none. It may wait for a name
	 * service, and is asked at most once
	 * @param messages takes a clause if there is none
	 * @throws IllegalArgumentException if the name is none that others could know the
	 * host by, with a sentence that says so
	 */
	RelayHost(@Nullable String name, Supplier<@Nullable String> lookup, Consumer<String> messages) {
		if (name != null && (!NAME.matcher(name).matches() || isLoopback(name))) {
			throw new IllegalArgumentException(
					"--kafka: \"%s\" is no name by which other hosts know this one: it is written host=web-1"
						.formatted(name));
		}
		this.name = name;
		this.lookup = lookup;
		this.messages = messages;
	}

	/**
	 * Returns the name that this machine has: that of the environment, as in a container,
	 * or the system's.
	 */
	static @Nullable String lookUp() {
		String name = System.getenv("HOSTNAME");
		if (isUsable(name)) {
			return name;
		}
		try {
			String local = InetAddress.getLocalHost().getHostName();
			return isUsable(local) ? local : null;
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

	private static boolean isUsable(@Nullable String name) {
		return name != null && NAME.matcher(name).matches() && !isLoopback(name);
	}

	/**
	 * Returns the address by which all relays know a target.
	 * @param target its address, as this machine knows it
	 */
	String address(String target) {
		TargetAddress address;
		try {
			address = TargetAddress.parse(target);
		}
		catch (IllegalArgumentException ex) {
			// A library's user may call a target whatever it likes
			return target;
		}
		String name = isLoopback(address.host()) ? name(target) : null;
		return (name != null) ? new TargetAddress(name, address.port()).toString() : target;
	}

	/**
	 * Returns the name by which all relays know a target: where it ends with the address,
	 * as names of targets that were found may, with the one by which they know that.
	 * @param alias its name
	 * @param target its address, as this machine knows it
	 */
	String alias(String alias, String target) {
		String address = address(target);
		if (alias.equals(target)) {
			return address;
		}
		if (address.equals(target)) {
			return alias;
		}
		TargetAddress known = TargetAddress.parse(target);
		String host = TargetAddress.parse(address).host();
		for (String end : List.of("-" + target, "-" + known.host())) {
			if (alias.endsWith(end)) {
				return alias.substring(0, alias.length() - end.length()) + "-"
						+ (end.endsWith(known.host()) ? host : address);
			}
		}
		return alias;
	}

	private synchronized @Nullable String name(String target) {
		if (this.name == null && !this.looked) {
			this.looked = true;
			this.name = this.lookup.get();
			if (this.name == null) {
				this.messages.accept(
						"the name of this host is not known, so %s is not told apart from that of other hosts: if they have relays too, give each a name (--kafka BROKERS,host=NAME)"
							.formatted(target));
			}
		}
		return this.name;
	}

	private static boolean isLoopback(String host) {
		String name = host.toLowerCase(Locale.ROOT);
		if (host.indexOf(':') >= 0) {
			return isLoopbackIpV6(host);
		}
		return name.equals("localhost") || name.startsWith("localhost.") || name.endsWith(".localhost")
				|| LOOPBACK.matcher(name).matches();
	}

	private static boolean isLoopbackIpV6(String address) {
		try {
			// No name service is asked for an address
			InetAddress parsed = InetAddress.getByName(address);
			return parsed.isLoopbackAddress() || parsed.isAnyLocalAddress();
		}
		catch (UnknownHostException ex) {
			return false;
		}
	}

}
