package io.github.metricstcp.chaos;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

/**
 * Threads that connect and misbehave: they reset, leave at once, say nothing, send what
 * scanners send, or garbage without end, plain or over TLS, whatever the server expects.
 */
final class Nuisance implements AutoCloseable {

	private static final int THREADS = 2;

	// The beginning of a TLS 1.2 record with a ClientHello that promises more
	private static final byte[] TLS_HELLO = { 22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3 };

	private final Supplier<@Nullable InetSocketAddress> address;

	private final SSLContext ssl;

	private final List<Thread> threads = new ArrayList<>();

	private final AtomicLong connections = new AtomicLong();

	private volatile boolean ended;

	Nuisance(Supplier<@Nullable InetSocketAddress> address, SSLContext ssl, long seed) {
		this.address = address;
		this.ssl = ssl;
		SplittableRandom random = new SplittableRandom(seed);
		for (int i = 0; i < THREADS; i++) {
			SplittableRandom own = random.split();
			Thread thread = new Thread(() -> molest(own), "chaos-nuisance-" + i);
			thread.setDaemon(true);
			this.threads.add(thread);
		}
	}

	void start() {
		this.threads.forEach(Thread::start);
	}

	private void molest(SplittableRandom random) {
		while (!this.ended) {
			InetSocketAddress target = this.address.get();
			if (target != null) {
				// Closed by itself: of a connection that was reset TLS leaves it open
				try (Socket connection = connect(target);
						Socket socket = (random.nextInt(4) == 0) ? encrypted(connection) : connection) {
					this.connections.incrementAndGet();
					misbehave(socket, random);
				}
				catch (IOException ex) {
					// Thrown out, or nobody is there
				}
			}
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(1, 30)));
		}
	}

	private static Socket connect(InetSocketAddress target) throws IOException {
		Socket socket = new Socket();
		socket.setSoTimeout(100);
		socket.connect(target, 1000);
		return socket;
	}

	private Socket encrypted(Socket connection) throws IOException {
		return this.ssl.getSocketFactory()
			.createSocket(connection, connection.getInetAddress().getHostAddress(), connection.getPort(), true);
	}

	private static void misbehave(Socket socket, SplittableRandom random) throws IOException {
		switch (random.nextInt(7)) {
			case 0 -> socket.setSoLinger(true, 0);
			case 1 -> {
				// Leaves as it came
			}
			case 2 -> {
				read(socket, random.nextInt(1000));
				socket.setSoLinger(true, 0);
			}
			case 3 -> socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			case 4 -> {
				socket.getOutputStream().write(TLS_HELLO);
				read(socket, 100);
			}
			case 5 -> {
				byte[] garbage = new byte[1000];
				for (int i = random.nextInt(200); i >= 0; i--) {
					random.nextBytes(garbage);
					socket.getOutputStream().write(garbage);
				}
			}
			default -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(100)));
		}
	}

	private static void read(Socket socket, int bytes) throws IOException {
		for (int i = 0; i < bytes && socket.getInputStream().read() >= 0; i++) {
			// Whatever it is
		}
	}

	long connections() {
		return this.connections.get();
	}

	boolean hasEnded() {
		return this.threads.stream().noneMatch(Thread::isAlive);
	}

	@Override
	public void close() {
		this.ended = true;
	}

}
