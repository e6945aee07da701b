import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

import com.sun.net.httpserver.HttpServer;

/**
 * The backends of the other registries: a collector of OTLP over HTTP and a StatsD daemon.
 */
final class Backends implements AutoCloseable {

	private final HttpServer collector;

	private final DatagramSocket daemon;

	private final AtomicLong exports = new AtomicLong();

	private final AtomicLong lines = new AtomicLong();

	Backends() throws IOException {
		InetAddress loopback = InetAddress.getLoopbackAddress();
		this.collector = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
		this.collector.createContext("/", (exchange) -> {
			exchange.getRequestBody().readAllBytes();
			this.exports.incrementAndGet();
			exchange.sendResponseHeaders(200, -1);
			exchange.close();
		});
		this.collector.start();
		this.daemon = new DatagramSocket(0, loopback);
		Thread receiver = new Thread(this::receive, "statsd");
		receiver.setDaemon(true);
		receiver.start();
	}

	private void receive() {
		DatagramPacket packet = new DatagramPacket(new byte[1 << 16], 1 << 16);
		while (!this.daemon.isClosed()) {
			try {
				packet.setLength(1 << 16);
				this.daemon.receive(packet);
				String text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
				this.lines.addAndGet(text.lines().filter((line) -> line.startsWith("compat.")).count());
			}
			catch (IOException ex) {
				return;
			}
		}
	}

	String collectorUrl() {
		return "http://127.0.0.1:" + this.collector.getAddress().getPort() + "/v1/metrics";
	}

	int daemonPort() {
		return this.daemon.getLocalPort();
	}

	long exports() {
		return this.exports.get();
	}

	long lines() {
		return this.lines.get();
	}

	@Override
	public void close() {
		this.collector.stop(0);
		this.daemon.close();
	}

}
