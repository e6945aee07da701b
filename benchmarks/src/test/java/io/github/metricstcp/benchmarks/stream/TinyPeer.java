package io.github.metricstcp.benchmarks.stream;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

import com.google.protobuf.Timestamp;
import io.github.metricstcp.proto.Event;
import io.github.metricstcp.proto.Metric;

/**
 * A peer in its simplest form: it writes each event straight to its only client, and
 * prints how many it has recorded. Of ten it loses one.
 */
final class TinyPeer {

	private static final long PRINT_INTERVAL = 50_000_000;

	private TinyPeer() {
	}

	public static void main(String[] args) throws IOException {
		double interval = 1e9 / Math.max(1, Integer.parseInt(args[1]));
		try (ServerSocket server = new ServerSocket(Integer.parseInt(args[0]), 1, InetAddress.getLoopbackAddress());
				Socket client = server.accept()) {
			OutputStream out = client.getOutputStream();
			long start = System.nanoTime();
			long printed = start;
			for (long recorded = 1;; recorded++) {
				if (recorded % 10 != 0) {
					event().writeDelimitedTo(out);
				}
				long now = System.nanoTime();
				if (now - printed > PRINT_INTERVAL) {
					System.out.println(recorded);
					printed = now;
				}
				LockSupport.parkNanos((long) (start + recorded * interval) - now);
			}
		}
		catch (SocketException ex) {
			// The client has gone, as it does when everything is measured
		}
	}

	private static Event event() {
		Instant now = Instant.now();
		return Event.newBuilder()
			.setMetric(Metric.newBuilder()
				.setName("shop.orders.placed")
				.setTimestamp(Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()))
				.setIncrementCounter(1))
			.build();
	}

}
