package io.github.metricstcp.page.internal.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Metadata;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.testing.CapturedLog;
import io.github.metricstcp.testing.ExporterThreads;
import io.github.metricstcp.testing.TestAuthority;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.X509Bundle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of the server by sockets whose clients do what browsers do not.
 */
class ConnectionTests {

	private static final Pattern LENGTH = Pattern.compile("content-length: (\\d+)", Pattern.CASE_INSENSITIVE);

	private static final Duration LONG = Duration.ofMinutes(1);

	private final ObserverModel model = new ObserverModel(TimeSource.system(), 5000, "maxSeries", 1 << 20);

	private final TargetModel target = this.model.addTarget("shop");

	private PageServer server = server(ConnectionLimits.DEFAULT);

	private InetSocketAddress address;

	@AfterEach
	void stop() {
		this.server.stop();
		await().untilAsserted(() -> assertThat(ExporterThreads.names()).isEmpty());
	}

	private PageServer server(ConnectionLimits limits) {
		return server(limits, null);
	}

	private PageServer server(ConnectionLimits limits, @Nullable Supplier<SslContext> tls) {
		return new PageServer(this.model, null, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
				Set.of("localhost"), null, tls, limits);
	}

	private void start(ConnectionLimits limits) {
		this.server.stop();
		this.server = server(limits);
		this.address = this.server.start();
	}

	private RawConnection connect() throws IOException {
		return new RawConnection(this.address);
	}

	/**
	 * Has an answer of more than what sockets hold.
	 */
	private void largeModel() {
		for (int i = 0; i < 1000; i++) {
			String name = "shop.orders." + i;
			this.target.metadata(new Metadata(Kind.COUNTER, name, null, "d".repeat(1000)));
			this.target.series(new SeriesKey(Kind.COUNTER, name, Map.of()));
		}
	}

	private static int length(String head) {
		Matcher matcher = LENGTH.matcher(head);
		assertThat(matcher.find()).as(head).isTrue();
		return Integer.parseInt(matcher.group(1));
	}

	private static String answer(RawConnection connection) throws IOException {
		String head = connection.head();
		assertThat(head).startsWith("HTTP/1.1 200 ");
		return new String(connection.body(length(head)), UTF_8);
	}

	@Test
	void requestsOfAConnectionAreNotCountedAsConnections() throws Exception {
		start(new ConnectionLimits(1, 16, LONG, LONG, LONG));
		try (RawConnection connection = connect()) {
			for (int i = 0; i < 200; i++) {
				connection.request("GET", "/api/v1/targets");
				assertThat(answer(connection)).contains("\"name\":\"shop\"");
			}
		}
	}

	@Test
	void connectionBeyondTheGreatestNumberIsClosedIfAllOthersWaitForAnAnswer() throws Exception {
		start(new ConnectionLimits(2, 16, LONG, LONG, LONG));
		try (RawConnection first = connect(); RawConnection second = connect()) {
			for (RawConnection each : new RawConnection[] { first, second }) {
				each.request("GET", "/api/v1/live");
				assertThat(each.head()).startsWith("HTTP/1.1 200 ");
			}
			try (RawConnection third = connect()) {
				assertThat(third.toEnd()).isZero();
			}
		}
		await().ignoreExceptions().untilAsserted(() -> {
			try (RawConnection later = connect()) {
				later.request("GET", "/api/v1/targets");
				assertThat(answer(later)).contains("shop");
			}
		});
	}

	@Test
	void connectionThatWaitsForNothingTheLongestMakesRoomForAnother() throws Exception {
		start(new ConnectionLimits(3, 16, LONG, LONG, LONG));
		try (RawConnection page = connect(); RawConnection first = connect(); RawConnection second = connect()) {
			page.request("GET", "/api/v1/live");
			assertThat(page.head()).startsWith("HTTP/1.1 200 ");
			for (RawConnection each : new RawConnection[] { second, first }) {
				each.request("GET", "/api/v1/targets");
				assertThat(answer(each)).contains("shop");
			}
			try (RawConnection third = connect()) {
				third.request("GET", "/api/v1/targets");
				assertThat(answer(third)).contains("shop");
				assertThat(second.toEnd()).isZero();
				first.request("GET", "/api/v1/targets");
				assertThat(answer(first)).contains("shop");
				assertThat(page.body(1)).hasSize(1);
			}
		}
	}

	@Test
	void connectionsThatSendNothingKeepNobodyOut() throws Exception {
		start(new ConnectionLimits(5, 16, LONG, LONG, LONG));
		List<RawConnection> silent = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			silent.add(connect());
		}
		try (RawConnection other = connect()) {
			other.request("GET", "/api/v1/targets");
			assertThat(answer(other)).contains("shop");
		}
		for (RawConnection each : silent) {
			each.close();
		}
	}

	@Test
	void connectionThatSendsNothingIsClosedAsOneThatNeverEndsARequest() throws Exception {
		start(new ConnectionLimits(10, 16, Duration.ofMillis(500), LONG, LONG));
		try (RawConnection connection = connect(); RawConnection asking = connect()) {
			asking.request("GET", "/api/v1/targets");
			assertThat(answer(asking)).contains("shop");
			assertThat(connection.toEnd()).isZero();
			// It is kept after its answer
			asking.request("GET", "/api/v1/targets");
			assertThat(answer(asking)).contains("shop");
		}
	}

	@Test
	@SuppressWarnings("try") // they only have to be open
	void connectionThatDoesNotBeginTlsIsCountedToo() throws Exception {
		X509Bundle own = new TestAuthority("authority").issue("server");
		SslContext context = SslContextBuilder.forServer(own.getKeyPair().getPrivate(), own.getCertificatePath())
			.build();
		this.server.stop();
		this.server = server(new ConnectionLimits(2, 16, LONG, LONG, LONG), () -> context);
		this.address = this.server.start();
		try (RawConnection first = connect(); RawConnection second = connect(); RawConnection third = connect()) {
			assertThat(first.toEnd()).isZero();
		}
	}

	@Test
	void addressThatCannotBeReadIsRefused() throws Exception {
		start(ConnectionLimits.DEFAULT);
		for (String address : new String[] { "/%zz", "/api/v1/targets?a=%zz", "/?token=%" }) {
			try (RawConnection connection = connect()) {
				connection.request("GET", address);
				assertThat(connection.head()).as(address).startsWith("HTTP/1.1 400 ");
			}
		}
		for (String address : new String[] { "?view=overview", "//", "/../page.js", "/..%2fpage.js", "/%2e%2e/page.js",
				"/internal/http/PageServer.class", "/page.js%00.css", "/\\page.js", "http://localhost/page.js" }) {
			try (RawConnection connection = connect()) {
				connection.request("GET", address);
				assertThat(connection.head()).as(address).startsWith("HTTP/1.1 40");
			}
		}
	}

	@Test
	void refusalsHaveTheHeadersOfSafetyToo() throws Exception {
		start(ConnectionLimits.DEFAULT);
		for (String path : new String[] { "/", "/api/v1/targets" }) {
			try (RawConnection connection = connect()) {
				connection.request("POST", path, "Content-Length: 0");
				assertThat(connection.head().toLowerCase(Locale.ROOT)).startsWith("http/1.1 405 ")
					.contains("allow: get, head", "x-content-type-options: nosniff", "frame-ancestors 'none'",
							"referrer-policy: no-referrer", "cache-control: no-store");
			}
		}
	}

	@Test
	void fileThatABrowserHasIsNotSentAgain() throws Exception {
		start(ConnectionLimits.DEFAULT);
		try (RawConnection connection = connect()) {
			connection.request("GET", "/page.css");
			String head = connection.head();
			connection.body(length(head));
			assertThat(head.toLowerCase(Locale.ROOT)).contains("cache-control: no-cache");
			Matcher tag = Pattern.compile("(?i)etag: (.+)\r").matcher(head);
			assertThat(tag.find()).isTrue();
			// Both forms of the file have it
			assertThat(tag.group(1)).matches("W/\"[0-9a-f]{16}\"");
			connection.request("GET", "/page.css", "If-None-Match: " + tag.group(1));
			assertThat(connection.head()).startsWith("HTTP/1.1 304 ");
			connection.request("GET", "/page.css", "If-None-Match: W/\"0000000000000000\"");
			assertThat(answer(connection)).contains("{");
		}
	}

	@Test
	void headersThatNeverEndEndTheConnection() throws Exception {
		start(new ConnectionLimits(10, 16, Duration.ofMillis(500), LONG, LONG));
		try (RawConnection connection = connect()) {
			connection.send("GET / HTTP/1.1\nHost: localhost\n");
			AtomicBoolean ended = new AtomicBoolean();
			await().pollInterval(Duration.ofMillis(50)).until(() -> {
				try {
					connection.send("X-More: 1\n");
				}
				catch (IOException ex) {
					ended.set(true);
				}
				return ended.get();
			});
			assertThat(connection.toEnd()).isZero();
		}
	}

	@Test
	void bodyThatNeverEndsEndsTheConnection() throws Exception {
		start(new ConnectionLimits(10, 16, Duration.ofMillis(500), LONG, LONG));
		try (RawConnection connection = connect()) {
			connection.send("POST /api/v1/metrics HTTP/1.1\nHost: localhost\nContent-Length: 1000000\n\n");
			assertThat(connection.head()).startsWith("HTTP/1.1 405 ");
			await().pollInterval(Duration.ofMillis(50)).until(() -> {
				try {
					connection.send("x");
					return false;
				}
				catch (IOException ex) {
					return true;
				}
			});
		}
	}

	@Test
	void connectionWithoutAnotherRequestIsClosed() throws Exception {
		start(new ConnectionLimits(10, 16, LONG, LONG, Duration.ofMillis(300)));
		try (RawConnection connection = connect()) {
			connection.request("GET", "/api/v1/targets");
			assertThat(answer(connection)).contains("shop");
			assertThat(connection.toEnd()).isZero();
		}
	}

	@Test
	void readerWhoTakesNothingIsDisconnected() throws Exception {
		largeModel();
		start(new ConnectionLimits(1, 16, LONG, Duration.ofMillis(300), LONG));
		try (RawConnection connection = connect()) {
			connection.request("GET", "/api/v1/metrics?limit=1000");
			String head = connection.head();
			int length = length(head);
			assertThat(length).isGreaterThan(1_000_000);
			await().ignoreExceptions().untilAsserted(() -> {
				try (RawConnection other = connect()) {
					other.request("GET", "/api/v1/targets");
					assertThat(answer(other)).as("there is room again").contains("shop");
				}
			});
			assertThat(connection.toEnd()).isLessThan(length);
		}
	}

	@Test
	void readerWhoIsSlowIsSentEverything() throws Exception {
		largeModel();
		start(new ConnectionLimits(1, 16, LONG, Duration.ofMillis(500), LONG));
		try (RawConnection connection = connect()) {
			connection.request("GET", "/api/v1/metrics?limit=1000");
			int[] left = { length(connection.head()) };
			// For longer than a reader may stall
			await().pollInterval(Duration.ofMillis(100)).atMost(LONG).until(() -> {
				left[0] -= connection.body(Math.min(left[0], 40_000)).length;
				return left[0] == 0;
			});
		}
	}

	@Test
	void pageThatResetsItsConnectionIsNothingToWarnOf() throws Exception {
		start(new ConnectionLimits(1, 16, LONG, LONG, LONG));
		try (CapturedLog log = CapturedLog.of("reactor.netty"); RawConnection page = connect()) {
			page.request("GET", "/api/v1/live?view=overview");
			assertThat(page.head()).startsWith("HTTP/1.1 200 ");
			page.reset();
			await().ignoreExceptions().untilAsserted(() -> {
				try (RawConnection other = connect()) {
					other.request("GET", "/api/v1/targets");
					assertThat(answer(other)).as("there is room again").contains("shop");
				}
			});
			assertThat(log.warnings()).isEmpty();
		}
	}

	@Test
	void pageThatIsQuietForLongIsKept() throws Exception {
		start(new ConnectionLimits(10, 16, Duration.ofMillis(200), Duration.ofMillis(200), Duration.ofMillis(200)));
		try (RawConnection connection = connect()) {
			connection.request("GET", "/api/v1/live?view=overview");
			assertThat(connection.head()).startsWith("HTTP/1.1 200 ").contains("text/event-stream");
			int documents = 0;
			while (documents < 3) {
				documents += (connection.body(1)[0] == '\n') ? 1 : 0;
			}
		}
	}

	@Test
	void requestsThatAreSentAheadAreAnsweredInTheirOrder() throws Exception {
		start(ConnectionLimits.DEFAULT);
		try (RawConnection connection = connect()) {
			connection.request("HEAD", "/page.css");
			connection.request("GET", "/api/v1/targets");
			connection.request("GET", "/none");
			connection.request("GET", "/api/v1/metrics");
			String css = connection.head();
			assertThat(css).startsWith("HTTP/1.1 200 ");
			assertThat(length(css)).isGreaterThan(1000);
			assertThat(answer(connection)).startsWith("{\"time\"").contains("\"targets\"");
			String none = connection.head();
			assertThat(none).startsWith("HTTP/1.1 404 ");
			connection.body(length(none));
			assertThat(answer(connection)).contains("\"metrics\"");
		}
	}

	@Test
	void requestsWithoutEndBehindAPageEndTheConnection() throws Exception {
		start(ConnectionLimits.DEFAULT);
		try (RawConnection connection = connect()) {
			connection.request("GET", "/api/v1/live");
			assertThat(connection.head()).startsWith("HTTP/1.1 200 ");
			await().until(() -> {
				try {
					connection.request("GET", "/api/v1/targets");
					return false;
				}
				catch (IOException ex) {
					return true;
				}
			});
		}
	}

	@Test
	void headOfADocumentHasNoDocument() throws Exception {
		start(ConnectionLimits.DEFAULT);
		try (RawConnection connection = connect()) {
			for (String path : new String[] { "/api/v1/live", "/api/v1/report", "/api/v1/brush?id=c:orders" }) {
				connection.request("HEAD", path);
				assertThat(connection.head()).as(path).startsWith("HTTP/1.1 200 ");
			}
			connection.request("GET", "/api/v1/targets");
			assertThat(answer(connection)).contains("shop");
		}
	}

	@Test
	void filesAreCompressedForThoseWhoTakeIt() throws Exception {
		start(ConnectionLimits.DEFAULT);
		try (RawConnection connection = connect()) {
			connection.request("GET", "/page.css");
			String plain = answer(connection);
			connection.request("GET", "/page.css", "Accept-Encoding: gzip, br");
			String head = connection.head();
			assertThat(head.toLowerCase(Locale.ROOT)).contains("content-encoding: gzip", "vary: accept-encoding");
			byte[] compressed = connection.body(length(head));
			assertThat(compressed).hasSizeLessThan(plain.length() / 2);
			try (GZIPInputStream input = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
				assertThat(new String(input.readAllBytes(), UTF_8)).isEqualTo(plain);
			}
			connection.request("GET", "/page.css", "Accept-Encoding: gzip;q=0");
			assertThat(answer(connection)).isEqualTo(plain);
		}
	}

	@Test
	void headersBeyondTheirLimitAreRefused() throws Exception {
		start(ConnectionLimits.DEFAULT);
		try (RawConnection connection = connect()) {
			connection.request("GET", "/", "X-Long: " + "a".repeat(20_000));
			assertThat(connection.head()).startsWith("HTTP/1.1 431 ");
			assertThat(connection.toEnd()).isZero();
		}
		try (RawConnection connection = connect()) {
			connection.request("GET", "/" + "a".repeat(20_000));
			assertThat(connection.head()).startsWith("HTTP/1.1 414 ");
			assertThat(connection.toEnd()).isZero();
		}
	}

	@Test
	void addressBeyondItsLimitIsRefusedWithASentence() throws Exception {
		start(ConnectionLimits.DEFAULT);
		for (String path : new String[] { "/?", "/page.css?", "/api/v1/metrics?" }) {
			try (RawConnection connection = connect()) {
				connection.request("GET", path + "a".repeat(8001 - path.length()));
				String head = connection.head();
				assertThat(head).as(path).startsWith("HTTP/1.1 414 ");
				assertThat(new String(connection.body(length(head)), UTF_8))
					.contains("The address has 8001 characters, and may have 8000");
				connection.request("GET", path + "a=" + "a".repeat(7998 - path.length()));
				assertThat(connection.head()).as(path).doesNotContain(" 414 ");
			}
		}
	}

	@Test
	void whatIsNoHttpIsRefused() throws Exception {
		start(ConnectionLimits.DEFAULT);
		try (RawConnection connection = connect()) {
			connection.send("\u0016\u0003\u0001 hello\n\n");
			assertThat(connection.head()).startsWith("HTTP/1.1 400 ");
			assertThat(connection.toEnd()).isZero();
		}
	}

	@Test
	void stoppingEndsAllConnectionsAndThreads() throws Exception {
		start(ConnectionLimits.DEFAULT);
		try (RawConnection live = connect(); RawConnection idle = connect(); RawConnection waiting = connect()) {
			live.request("GET", "/api/v1/live");
			assertThat(live.head()).startsWith("HTTP/1.1 200 ");
			waiting.request("GET", "/api/v1/wait?condition=orders%20value%20%3E%205&timeout=300");
			idle.request("GET", "/api/v1/targets");
			assertThat(answer(idle)).contains("shop");
			this.server.stop();
			live.toEnd();
			waiting.toEnd();
			assertThat(idle.toEnd()).isZero();
			await().untilAsserted(() -> assertThat(ExporterThreads.names()).isEmpty());
		}
	}

}
