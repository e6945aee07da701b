package io.github.metricstcp.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.List;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslClosedEngineException;
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
	void aCloseDuringTheHandshakeOfTlsIsNoFailureOfTls() {
		ConnectionFailures secured = new ConnectionFailures("--tls",
				new TlsContext(new TlsSettings(null, null, null, null)));
		for (Throwable close : List.of(new ClosedChannelException(), new SocketException("Connection reset"),
				new IOException("Connection reset by peer"), new SslClosedEngineException("SSLEngine closed already"),
				new SSLException("failure when writing TLS control frames", new IOException("Broken pipe")))) {
			assertThat(secured.isClosedInHandshake(close)).as("%s", close).isTrue();
			assertThat(this.failures.isClosedInHandshake(close)).as("%s without TLS", close).isFalse();
			assertThat(ConnectionFailures.isClosedWithoutReason(close)).as("%s", close).isTrue();
		}
		for (Throwable failure : List.of(new SSLHandshakeException("Received fatal alert: bad_certificate"),
				new SSLHandshakeException("handshake timed out after 10000ms"),
				new NotSslRecordException("not an SSL/TLS record"))) {
			assertThat(secured.isClosedInHandshake(failure)).as("%s", failure).isFalse();
			assertThat(ConnectionFailures.isClosedWithoutReason(failure)).as("%s", failure).isFalse();
		}
		assertThat(secured.isClosedInHandshake(new ConnectException("Connection refused"))).isFalse();
		assertThat(secured.isClosedInHandshake(new ConnectTimeoutException("connection timed out"))).isFalse();
	}

	@Test
	void theCauseIsSearchedAndOtherwiseTheInnermostMessageSaid() {
		assertThat(this.failures.attempt(new IOException("wrapped", new UnknownHostException("app"))))
			.isEqualTo("unknown host");
		assertThat(this.failures.attempt(new IOException("outer", new IOException("inner")))).isEqualTo("inner");
		assertThat(this.failures.stream(new IOException("Connection reset by peer")))
			.isEqualTo("the connection broke: Connection reset by peer");
	}

	@Test
	void aCloseWithoutDataThatIsRepeatedIsSaidHoweverLongItTakes() {
		assertThat(this.failures.closedWithoutData(false, 2))
			.startsWith("closed before sending anything: is this the metrics port?");
		assertThat(this.failures.closedWithoutData(false, 3))
			.startsWith("closed again and again before sending anything: nothing listens behind this port, "
					+ "or it is not the metrics port");
		assertThat(this.failures.closedWithoutData(true, 3))
			.isEqualTo("closed again and again before sending anything: nothing listens behind this port, "
					+ "or this address is not allowed, or max-clients is reached");
	}

}
