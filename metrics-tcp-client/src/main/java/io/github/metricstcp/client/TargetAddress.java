package io.github.metricstcp.client;

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
		int colon = text.lastIndexOf(':');
		boolean brackets = text.startsWith("[");
		int end = brackets ? text.indexOf(']') : -1;
		if (brackets && (end < 0 || (end + 1 < text.length() && colon != end + 1))) {
			throw new IllegalArgumentException(
					"\"%s\" is no target: an IPv6 address is written [::1]:5000".formatted(text));
		}
		boolean bareIpv6 = !brackets && text.indexOf(':') != colon;
		if (bareIpv6 || colon < 0 || colon < end) {
			return new TargetAddress(checkHost(text, brackets ? text.substring(1, end) : text), DEFAULT_PORT);
		}
		String host = brackets ? text.substring(1, end) : text.substring(0, colon);
		return new TargetAddress(host.isEmpty() && !brackets ? LOOPBACK : checkHost(text, host),
				port(text, text.substring(colon + 1)));
	}

	private static String checkHost(String text, String host) {
		if (host.isEmpty() || host.chars().anyMatch((c) -> Character.isWhitespace(c) || c == '/' || c == '@')) {
			throw new IllegalArgumentException(
					"\"%s\" is no target: it is written HOST:PORT, such as 127.0.0.1:5000".formatted(text));
		}
		return host;
	}

	private static int port(String text, String port) {
		try {
			int number = Integer.parseInt(port);
			if (number >= 1 && number <= 65535) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// As a number that is out of range
		}
		throw new IllegalArgumentException("\"%s\" is no target: its port must be 1 to 65535".formatted(text));
	}

	@Override
	public String toString() {
		return ((this.host.indexOf(':') >= 0) ? "[" + this.host + "]" : this.host) + ":" + this.port;
	}

}
