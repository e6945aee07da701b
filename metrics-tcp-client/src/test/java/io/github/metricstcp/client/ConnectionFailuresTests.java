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

	private final ConnectionFailures failures = new ConnectionFailures("--tls", null);

	@Test
	void failuresOfTheNetworkAreSaidInPlainWords() {
		assertThat(this.failures.attempt(new ConnectTimeoutException("connection timed out after 5000 ms")))
			.isEqualTo("does not answer within 5 s");
		assertThat(this.failures.attempt(new NoRouteToHostException())).isEqualTo("no route to this host");
		assertThat(this.failures.attempt(new ConnectException("Connection refused")))
			.isEqualTo("nothing listens on this port (connection refused)");
		assertThat(this.failures.attempt(new UnknownHostException("app"))).isEqualTo("unknown host");
	}

	@Test
	void theCauseIsSearchedAndOtherwiseTheInnermostMessageSaid() {
		assertThat(this.failures.attempt(new IOException("wrapped", new UnknownHostException("app"))))
			.isEqualTo("unknown host");
		assertThat(this.failures.attempt(new IOException("outer", new IOException("inner")))).isEqualTo("inner");
		assertThat(this.failures.stream(new IOException("Connection reset by peer")))
			.isEqualTo("the connection broke: Connection reset by peer");
	}

}
