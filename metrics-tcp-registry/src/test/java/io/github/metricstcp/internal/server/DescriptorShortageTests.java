package io.github.metricstcp.internal.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

import io.github.metricstcp.testing.StreamClient;
import io.github.metricstcp.testing.Subprocess;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.metricstcp.testing.RunningExporter.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for an application that has used up its file descriptors.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "It has no ulimit")
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DescriptorShortageTests {

	private static final int LIMIT = 200;

	@ParameterizedTest(name = "with the native transport: {0}")
	@ValueSource(booleans = { true, false })
	void serverGoesOnWhenDescriptorsAreBack(boolean nativeTransport) throws Exception {
		List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -n " + LIMIT + " && exec \"$0\" \"$@\""));
		command.addAll(Subprocess.java("-Dreactor.netty.native=" + nativeTransport, ServerProgram.class.getName(), "1",
				"60", "15", "3", "90000"));
		List<SocketChannel> idle = new ArrayList<>();
		try (Subprocess server = Subprocess.start(command)) {
			await().untilAsserted(() -> assertThat(server.lines()).anyMatch((line) -> line.startsWith("port ")));
			InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(),
					Integer.parseInt(server.last("port", "")));
			try (StreamClient served = StreamClient.connect(address)) {
				await().untilAsserted(() -> assertThat(served.counter("ticks")).isPositive());
				for (int i = 0; i < LIMIT; i++) {
					idle.add(SocketChannel.open(address));
				}
				await().untilAsserted(() -> assertThat(server.last("descriptors", "free")).isEqualTo("used up"));
				long sofar = ticks(served);
				// Longer than accepting pauses, so that it fails more than once
				await().untilAsserted(() -> assertThat(ticks(served)).isGreaterThan(sofar + 250));
				assertThat(server.last("descriptors", "free")).isEqualTo("used up");
				for (SocketChannel channel : idle) {
					channel.close();
				}
				try (StreamClient late = StreamClient.connect(address)) {
					await().untilAsserted(() -> assertThat(late.counter("ticks")).isGreaterThan(sofar));
					await().untilAsserted(() -> assertThat(server.last("clients", "")).isEqualTo("2"));
				}
				assertThat(served.hasEnded()).isFalse();
			}
			assertThat(server.lines()).filteredOn((line) -> line.contains("Cannot accept"))
				// One, unless all of this takes a minute
				.hasSizeBetween(1, 2)
				.allMatch((line) -> line.contains("Too many open files"));
		}
		finally {
			for (SocketChannel channel : idle) {
				channel.close();
			}
		}
	}

	private static long ticks(StreamClient client) {
		Long ticks = client.counter("ticks");
		return (ticks != null) ? ticks : 0;
	}

}
