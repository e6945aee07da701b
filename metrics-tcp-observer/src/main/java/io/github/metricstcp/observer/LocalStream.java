package io.github.metricstcp.observer;

import java.util.Map;
import java.util.Properties;

import io.github.metricstcp.client.TargetAddress;

/**
 * A stream that a program of this user announces on this machine.
 *
 * @param name the name of the application
 * @param pid the number of its process
 * @param address the address to connect to
 * @param tls whether connections must be secured
 */
record LocalStream(String name, long pid, TargetAddress address, boolean tls) {

	/**
	 * Where to connect to an exporter that listens on all interfaces, or on the loopback
	 * interface of IPv6.
	 */
	private static final Map<String, String> LOOPBACK = Map.of("0.0.0.0", "127.0.0.1", "0:0:0:0:0:0:0:0", "::1",
			"0:0:0:0:0:0:0:1", "::1");

	/**
	 * Returns the stream that an announcement is of.
	 * @param announcement the content of the file
	 * @throws IllegalArgumentException if it is not complete
	 */
	static LocalStream of(Properties announcement) {
		String listening = announcement.getProperty("address", "");
		String host = LOOPBACK.getOrDefault(listening, listening);
		TargetAddress address = TargetAddress
			.parse(((host.indexOf(':') >= 0) ? "[" + host + "]" : host) + ":" + announcement.getProperty("port"));
		return new LocalStream(announcement.getProperty("name", "?"), Long.parseLong(announcement.getProperty("pid")),
				address, Boolean.parseBoolean(announcement.getProperty("tls")));
	}

	@Override
	public String toString() {
		return "%s (%s)".formatted(this.name, this.address);
	}

}
