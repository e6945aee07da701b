package io.github.metricstcp.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;

import io.netty.channel.ConnectTimeoutException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link ConnectionFailures}.
 */
class ConnectionFailuresTests {

	private final ConnectionFailures failures = new ConnectionFailures(new TargetAddress("app", 5000), null);

	@Test
	void failuresOfTheNetworkAreSaidInPlainWords() {
		assertThat(this.failures.attempt(new ConnectTimeoutException("connection timed out after 5000 ms")))
			.isEqualTo("app:5000 does not answer within 5 s");
		assertThat(this.failures.attempt(new NoRouteToHostException())).isEqualTo("No route to host: app:5000");
		assertThat(this.failures.attempt(new ConnectException("Connection refused")))
			.isEqualTo("Nothing listens on app:5000 (connection refused)");
		assertThat(this.failures.attempt(new UnknownHostException("app"))).isEqualTo("Unknown host: app");
	}

	@Test
	void theCauseIsSearchedAndOtherwiseTheInnermostMessageSaid() {
		assertThat(this.failures.attempt(new IOException("wrapped", new UnknownHostException("app"))))
			.isEqualTo("Unknown host: app");
		assertThat(this.failures.attempt(new IOException("outer", new IOException("inner"))))
			.isEqualTo("app:5000: inner");
		assertThat(this.failures.stream(new IOException("Connection reset by peer")))
			.isEqualTo("The connection to app:5000 broke: Connection reset by peer");
	}

}
