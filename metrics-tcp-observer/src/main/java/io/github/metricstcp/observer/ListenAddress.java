package io.github.metricstcp.observer;

import java.net.InetAddress;
import java.net.InetSocketAddress;

import io.github.metricstcp.client.TargetAddress;

/**
 * An address to listen on, as it stands on the command line: a port of this machine's
 * loopback address, or a host and a port.
 */
final class ListenAddress {

	private static final int GREATEST_PORT = 65535;

	private ListenAddress() {
	}

	/**
	 * Returns the address that a text means.
	 * @param option the option whose value the text is
	 * @param text a port, or host and port with a colon between them
	 * @throws IllegalArgumentException if it means none, with a sentence that says why
	 */
	static InetSocketAddress parse(String option, String text) {
		if (text.matches("\\d{1,5}")) {
			int port = Integer.parseInt(text);
			ObserverOptions.require(port <= GREATEST_PORT, option + " must be a port of 0 to 65535, or HOST:PORT");
			return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
		}
		TargetAddress address = TargetAddress.parse(text);
		return new InetSocketAddress(address.host(), address.port());
	}

}
