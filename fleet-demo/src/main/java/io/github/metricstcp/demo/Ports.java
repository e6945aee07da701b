package io.github.metricstcp.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * The ports of the demo, on the loopback address.
 *
 * @param broker the broker's
 * @param shops those of the streams of the shops
 * @param shopsPage that of the page with each shop
 * @param fleetPage that of the page with all of them together
 * @param controller that of the broker's controller: any that is free
 */
record Ports(int broker, List<Integer> shops, int shopsPage, int fleetPage, int controller) {

	static final int SHOPS = 3;

	private static final int COUNT = SHOPS + 3;

	private static final int MOST = 65_535;

	/**
	 * Returns ports that nothing listens on now.
	 * @param first the first of six in a row, 0 for any
	 * @throws DemoException if one of them is in use, or is no port
	 */
	static Ports of(String first) throws DemoException {
		int port = number(first);
		List<ServerSocket> sockets = new ArrayList<>();
		try {
			for (int i = 0; i < COUNT; i++) {
				sockets.add(listen((port > 0) ? port + i : 0));
			}
			sockets.add(listen(0));
			List<Integer> ports = sockets.stream().map(ServerSocket::getLocalPort).toList();
			return new Ports(ports.get(0), ports.subList(1, SHOPS + 1), ports.get(SHOPS + 1), ports.get(SHOPS + 2),
					ports.get(COUNT));
		}
		finally {
			sockets.forEach(Ports::close);
		}
	}

	private static int number(String first) throws DemoException {
		try {
			int port = Integer.parseInt(first);
			if (port >= 0 && port <= MOST - COUNT + 1) {
				return port;
			}
		}
		catch (NumberFormatException ex) {
			// It is none
		}
		throw new DemoException("-Dfleet-demo.port is the first of six ports, up to %s, or 0 for any that are free: %s"
			.formatted(MOST - COUNT + 1, first));
	}

	private static ServerSocket listen(int port) throws DemoException {
		try {
			return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new DemoException(
					"Port %s is in use. Choose others with -Dfleet-demo.port=PORT, the first of six, or 0 for any that are free."
						.formatted(port));
		}
	}

	private static void close(ServerSocket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			// It listens no more
		}
	}

}
