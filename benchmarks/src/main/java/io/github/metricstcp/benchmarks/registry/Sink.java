package io.github.metricstcp.benchmarks.registry;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A thread that reads a TCP stream as fast as it comes and throws it away. Allocates
 * nothing while it does.
 */
public final class Sink implements Closeable {

	private final Closeable socket;

	private Sink(Closeable socket, Connection connection) {
		this.socket = socket;
		Thread thread = new Thread(() -> drain(connection), "sink");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Connects to a server and reads what it sends.
	 * @param address the server's address
	 */
	public static Sink connectedTo(InetSocketAddress address) {
		try {
			Socket socket = new Socket(address.getAddress(), address.getPort());
			return new Sink(socket, () -> socket);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Reads what the one client of a server socket sends.
	 * @param server the server socket
	 */
	public static Sink listeningOn(ServerSocket server) {
		return new Sink(server, server::accept);
	}

	/**
	 * Returns a server socket on a free port of the loopback address.
	 */
	public static ServerSocket serverSocket() {
		try {
			return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void drain(Connection connection) {
		byte[] buffer = new byte[64 * 1024];
		try (Socket socket = connection.open(); InputStream in = socket.getInputStream()) {
			while (in.read(buffer) >= 0) {
				// Goes on
			}
		}
		catch (IOException ex) {
			// Closed: the benchmark is over
		}
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	private interface Connection {

		Socket open() throws IOException;

	}

}
