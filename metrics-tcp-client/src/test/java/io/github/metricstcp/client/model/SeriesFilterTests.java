package io.github.metricstcp.client.model;

import java.util.Map;

import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.SeriesKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link SeriesFilter}.
 */
class SeriesFilterTests {

	private static final SeriesKey REQUESTS = new SeriesKey(Kind.HISTOGRAM, "http.server.requests",
			Map.of("uri", "/orders/{id}", "status", "503", "user agent", "a b", "empty", ""));

	@ParameterizedTest
	@ValueSource(strings = { "", "  ", "server", "SERVER", "status=503", "orders", "http.*", "*requests",
			"http.?erver.*", "~^http", "~requests$", "status=5*", "status=50?", "uri=~^/orders", "uri=/orders/{id}",
			"!jvm", "!status=2*", "server status=5*", "\"user agent=a b\"", "\"user agent\"=a*", "empty=", "!absent=*",
			"~s.r.er\\.r", "uri=/orders/{id}*" })
	void matches(String filter) {
		assertThat(SeriesFilter.parse(filter).matches(REQUESTS)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "jvm", "http?", "server.*", "~^server", "status=5", "status=~^4", "absent=*", "!server",
			"server status=2*", "Status=503x", "empty=?", "httpXserver*", "h.tp*" })
	void doesNotMatch(String filter) {
		assertThat(SeriesFilter.parse(filter).matches(REQUESTS)).isFalse();
	}

	@Test
	void aBadRegularExpressionIsSaid() {
		assertThatIllegalArgumentException().isThrownBy(() -> SeriesFilter.parse("uri=~(a"))
			.withMessageStartingWith("The filter's \"~(a\" is not a regular expression: ");
	}

}
