package io.github.metricstcp.page.internal.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link RequestGuard}.
 */
class RequestGuardTests {

	private static final InetSocketAddress LOCAL = new InetSocketAddress(InetAddress.getLoopbackAddress(), 5080);

	private final RequestGuard open = new RequestGuard(Set.of("localhost", "127.0.0.1", "[::1]"), "http", null);

	private final RequestGuard locked = new RequestGuard(Set.of("localhost"), "http", "0123456789abcdef");

	private static HttpHeaders host(String host) {
		return new DefaultHttpHeaders().set("Host", host);
	}

	private @Nullable Integer status(RequestGuard guard, HttpHeaders headers) {
		RequestGuard.Refusal refusal = guard.check(HttpMethod.GET, headers, LOCAL, null);
		return (refusal != null) ? refusal.status().code() : null;
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost:5080", "LOCALHOST:5080", "127.0.0.1:5080", "[::1]:5080", "localhost",
			"localhost:8080", "[::1]" })
	void namesOfThisServerAreAnswered(String host) {
		assertThat(status(this.open, host(host))).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "shop.example", "shop.example:5080", "localhost.shop.example:5080", "", ":5080",
			"127.0.0.1:5080:5080", "localhost.", "localhost.:5080", "me@localhost:5080", "::1", "[::1", "[::2]:5080",
			"[::1]5080", "localhost:999999", "127.1", "0.0.0.0:5080", "127.0.0.1.shop.example" })
	void otherNamesAreRefused(String host) {
		assertThat(status(this.open, host(host))).isEqualTo(421);
	}

	@Test
	void addressThatTheRequestWasSentToIsAName() throws Exception {
		InetSocketAddress sentTo = new InetSocketAddress(InetAddress.getByName("192.0.2.7"), 5080);
		assertThat(this.open.check(HttpMethod.GET, host("192.0.2.7:5080"), sentTo, null)).isNull();
		RequestGuard.Refusal refusal = this.open.check(HttpMethod.GET, host("shop.example:5080"), sentTo, null);
		assertThat(refusal).isNotNull();
		assertThat(refusal.sentence())
			.isEqualTo("This server is not known by that name. Open it as http://192.0.2.7:5080/");
		assertThat(status(this.open, host("192.0.2.7:5080"))).as("sent to the loopback address").isEqualTo(421);
	}

	@Test
	void requestWithoutOneHostIsRefused() {
		assertThat(status(this.open, new DefaultHttpHeaders())).isEqualTo(421);
		assertThat(status(this.open, host("localhost:5080").add("Host", "localhost:5080"))).isEqualTo(421);
	}

	@Test
	void requestOfAnotherPageIsRefused() {
		assertThat(status(this.open, host("localhost:5080").set("Origin", "http://shop.example"))).isEqualTo(403);
		assertThat(status(this.open, host("localhost:5080").set("Origin", "null"))).isEqualTo(403);
		assertThat(status(this.open, host("localhost:5080").set("Origin", "http://localhost:5080"))).isNull();
		assertThat(status(this.open, host("localhost:5080").set("Origin", "http://localhost:3000"))).isEqualTo(403);
		assertThat(status(this.open, host("localhost").set("Origin", "https://localhost"))).as("of a proxy").isNull();
		assertThat(status(this.open, host("localhost:5080").set("Sec-Fetch-Site", "cross-site"))).isEqualTo(403);
		assertThat(status(this.open, host("localhost:5080").set("Sec-Fetch-Site", "same-site"))).isEqualTo(403);
		assertThat(status(this.open, host("localhost:5080").set("Sec-Fetch-Site", "same-origin"))).isNull();
	}

	@Test
	void linkOfAnotherPageMayBeFollowed() {
		assertThat(status(this.open,
				host("localhost:5080").set("Sec-Fetch-Site", "cross-site").set("Sec-Fetch-Mode", "navigate")))
			.isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "iframe", "frame", "embed", "object" })
	void partOfAnotherPageIsRefused(String destination) {
		HttpHeaders headers = host("localhost:5080").set("Sec-Fetch-Site", "cross-site")
			.set("Sec-Fetch-Mode", "navigate")
			.set("Sec-Fetch-Dest", destination);
		assertThat(status(this.open, headers)).isEqualTo(403);
		assertThat(status(this.open, headers.set("Sec-Fetch-Dest", "document"))).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST", "PUT", "DELETE", "OPTIONS", "TRACE" })
	void nothingIsChanged(String method) {
		RequestGuard.Refusal refusal = this.open.check(HttpMethod.valueOf(method), host("localhost:5080"), LOCAL, null);
		assertThat(refusal).isNotNull();
		assertThat(refusal.status().code()).isEqualTo(405);
	}

	@Test
	void tokenIsTakenFromAddressCookieOrHeader() {
		String token = "0123456789abcdef";
		assertThat(status(this.locked, host("localhost:5080"))).isEqualTo(401);
		assertThat(status(this.locked, host("localhost:5080").set("Authorization", "Bearer " + token + "0")))
			.isEqualTo(401);
		assertThat(status(this.locked, host("localhost:5080").set("Authorization", "Bearer " + token))).isNull();
		assertThat(status(this.locked, host("localhost:5080").set("Cookie", "metrics-tcp-token-5080=" + token)))
			.isNull();
		assertThat(status(this.locked, host("localhost:5080").set("Cookie", "metrics-tcp-token-5081=" + token)))
			.as("of a server at another port")
			.isEqualTo(401);
		assertThat(status(this.locked, host("localhost:5080").set("Authorization", "bearer " + token))).isNull();
		assertThat(this.locked.check(HttpMethod.GET, host("localhost:5080"), LOCAL, token)).isNull();
		assertThat(this.locked.check(HttpMethod.GET, host("localhost:5080"), LOCAL, "0")).isNotNull();
	}

}
