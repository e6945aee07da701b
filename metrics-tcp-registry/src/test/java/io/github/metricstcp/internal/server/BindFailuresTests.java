package io.github.metricstcp.internal.server;

import java.net.BindException;
import java.net.InetSocketAddress;

import io.github.metricstcp.BindFailedException;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Errors;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests for {@link BindFailures}.
 */
class BindFailuresTests {

	@Test
	void portInUseIsRecognizedInAnyLanguage() {
		assertThat(failure("127.0.0.1", 5000, new BindException("Adresse déjà utilisée")).getReason())
			.isEqualTo(BindFailedException.Reason.PORT_IN_USE);
	}

	@Test
	void otherReasonIsThatOfTheOperatingSystem() {
		BindFailedException failure = failure("127.0.0.1", 80, new BindException("Permission denied"));
		assertThat(failure.getReason()).isEqualTo(BindFailedException.Reason.OTHER);
		assertThat(failure).hasMessageEndingWith("127.0.0.1:80: Permission denied");
	}

	@Test
	void errorsOfTheNativeTransportAreDistinguished() {
		assumeTrue(Epoll.isAvailable(), "no native transport");
		assertThat(failure("127.0.0.1", 80, new Errors.NativeIoException("bind", -98, false)).getReason())
			.isEqualTo(BindFailedException.Reason.PORT_IN_USE);
		assertThat(failure("127.0.0.1", 80, new Errors.NativeIoException("bind", -13, false)).getReason())
			.isEqualTo(BindFailedException.Reason.OTHER);
	}

	@Test
	void addressIsWrittenUnambiguously() {
		assertThat(failure("::1", 5000, new BindException("in use"))).hasMessageContaining(" on [::1]:5000: ");
	}

	private static BindFailedException failure(String address, int port, Exception cause) {
		return BindFailures.of(new InetSocketAddress(address, port),
				new IllegalStateException("Failed to bind", cause));
	}

}
