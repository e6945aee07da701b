package io.github.metricstcp.otlp;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link CollectorAddress}.
 */
class CollectorAddressTests {

	@ParameterizedTest
	@CsvSource({ "http://collector:4318, http://collector:4318/v1/metrics",
			"http://collector:4318/, http://collector:4318/v1/metrics",
			"HTTPS://collector, https://collector/v1/metrics", "http://[::1]:4318, http://[::1]:4318/v1/metrics",
			"http://c/otlp/v1/metrics, http://c/otlp/v1/metrics",
			"http://c?tenant=a%20b, http://c/v1/metrics?tenant=a%20b" })
	void anAddressWithoutAPathHasThatOfMetrics(String text, String url) {
		assertThat(CollectorAddress.parse(text)).hasToString(url);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "collector", "collector:4318", "ftp://collector", "http://", "http:///v1/metrics",
			"http://c:0", "http://c:70000", "http://a b", "http://c:x", "grpc://c:4317", "http://c\u001b[31m" })
	void anythingElseIsSaidToBeNone(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> CollectorAddress.parse(text))
			.withMessageEndingWith("' is not the address of a collector, such as http://localhost:4318")
			.withMessageNotContaining("\u001b");
	}

	@Test
	void aPasswordIsRefusedAndNotShown() {
		assertThatIllegalArgumentException().isThrownBy(() -> CollectorAddress.parse("http://me:secret@c:4318"))
			.withMessageContaining("set a header")
			.withMessageNotContaining("secret");
		assertThatIllegalArgumentException().isThrownBy(() -> CollectorAddress.parse("ftp://me:secret@c"))
			.withMessageNotContaining("secret");
	}

}
