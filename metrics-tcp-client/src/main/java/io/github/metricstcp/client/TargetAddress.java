package io.github.metricstcp.client;

import java.util.regex.Pattern;

import io.netty.util.NetUtil;

/**
 * The address that an exporter listens on.
 *
 * @param host a name, or an IPv4 or IPv6 address without brackets
 * @param port 1 to 65535
 * @since 0.1.0
 */
public record TargetAddress(String host, int port) {

	/**
	 * The default port: 5000, as with the exporter.
	 */
	public static final int DEFAULT_PORT = 5000;

	private static final String LOOPBACK = "127.0.0.1";

	// Letters of any language: the resolver may know such names
	private static final Pattern HOST_NAME = Pattern.compile("[\\p{L}\\p{M}\\p{N}._-]+");

	private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

	/**
	 * Returns the address that a text stands for: {@code HOST}, {@code HOST:PORT},
	 * {@code :PORT} for this machine, an IPv6 address with brackets and a port or without
	 * either.
	 * @param text the text, as a user writes it
	 * @return the address
	 * @throws IllegalArgumentException if the text is no address, with a message that
	 * says why
	 */
	public static TargetAddress parse(String text) {
		if (text.startsWith("[")) {
			return parseBrackets(text);
		}
		int colon = text.indexOf(':');
		if (colon < 0) {
			return new TargetAddress(hostName(text, text), DEFAULT_PORT);
		}
		if (colon != text.lastIndexOf(':')) {
			return new TargetAddress(ipv6Address(text, text), DEFAULT_PORT);
		}
		String host = text.substring(0, colon);
		return new TargetAddress(host.isEmpty() ? LOOPBACK : hostName(text, host),
				port(text, text.substring(colon + 1)));
	}

	private static TargetAddress parseBrackets(String text) {
		int end = text.indexOf(']');
		if (end < 0) {
			throw invalid(text);
		}
		String host = ipv6Address(text, text.substring(1, end));
		String rest = text.substring(end + 1);
		if (rest.isEmpty()) {
			return new TargetAddress(host, DEFAULT_PORT);
		}
		if (!rest.startsWith(":")) {
			throw invalid(text);
		}
		return new TargetAddress(host, port(text, rest.substring(1)));
	}

	private static String hostName(String text, String host) {
		if (!HOST_NAME.matcher(host).matches()) {
			throw invalid(text);
		}
		return host;
	}

	private static String ipv6Address(String text, String host) {
		if (!NetUtil.isValidIpV6Address(host)) {
			throw invalid(text);
		}
		return host;
	}

	private static IllegalArgumentException invalid(String text) {
		return new IllegalArgumentException(
				"\"%s\" is no target: it is written HOST:PORT, such as 127.0.0.1:5000 or [::1]:5000".formatted(text));
	}

	private static int port(String text, String port) {
		if (PORT.matcher(port).matches()) {
			int number = Integer.parseInt(port);
			if (number >= 1 && number <= 65535) {
				return number;
			}
		}
		throw new IllegalArgumentException("\"%s\" is no target: its port must be 1 to 65535".formatted(text));
	}

	@Override
	public String toString() {
		return ((this.host.indexOf(':') >= 0) ? "[" + this.host + "]" : this.host) + ":" + this.port;
	}

}
