package io.github.metricstcp.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports that a test has to name before anything listens on them.
 */
public final class Ports {

	private static final int LEAST = 20_000;

	/**
	 * Below those that systems give to connections and for port 0, so that nothing else
	 * takes one meanwhile.
	 */
	private static final int MOST = 32_000;

	private static final int ATTEMPTS = 100;

	private static final Set<Integer> given = ConcurrentHashMap.newKeySet();

	private Ports() {
	}

	/**
	 * Returns a port of this machine on which nothing listens. It is given once.
	 */
	public static int unused() {
		for (int i = 0; i < ATTEMPTS; i++) {
			int port = ThreadLocalRandom.current().nextInt(LEAST, MOST);
			if (isUnused(port) && given.add(port)) {
				return port;
			}
		}
		throw new IllegalStateException("No port from %s to %s is unused".formatted(LEAST, MOST));
	}

	private static boolean isUnused(int port) {
		try (ServerSocket socket = new ServerSocket()) {
			socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

}
