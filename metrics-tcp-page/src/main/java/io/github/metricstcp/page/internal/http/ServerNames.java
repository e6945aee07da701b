package io.github.metricstcp.page.internal.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

import io.netty.util.NetUtil;

/**
 * The names by which a server may be called, as they stand in addresses of pages.
 */
public final class ServerNames {

	private final InetAddress address;

	private final Set<String> added;

	/**
	 * Creates the names of a server.
	 * @param address the address that it listens on
	 * @param added names that the user has given it
	 */
	public ServerNames(InetAddress address, Set<String> added) {
		this.address = address;
		this.added = added;
	}

	/**
	 * Returns all names.
	 * @return the names in lower case, without a port
	 */
	public Set<String> all() {
		Set<String> names = new LinkedHashSet<>(this.added);
		if (this.address.isLoopbackAddress() || this.address.isAnyLocalAddress()) {
			names.add("localhost");
			names.add("127.0.0.1");
			names.add("[::1]");
		}
		if (!this.address.isAnyLocalAddress()) {
			names.add(of(this.address));
		}
		if (!this.address.isLoopbackAddress()) {
			addMachine(names);
		}
		return names;
	}

	private static void addMachine(Set<String> names) {
		try {
			names.add(InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT));
		}
		catch (UnknownHostException ex) {
			// Its addresses are its names
		}
	}

	/**
	 * Returns an address as a name.
	 * @param address the address
	 * @return its text, in brackets if it is one of IPv6
	 */
	public static String of(InetAddress address) {
		String text = NetUtil.toAddressString(address);
		return text.contains(":") ? "[" + text + "]" : text;
	}

}
