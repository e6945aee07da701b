package io.github.metricstcp.client;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link TargetAddress}.
 */
class TargetAddressTests {

	@ParameterizedTest
	@CsvSource({ "127.0.0.1:5001, 127.0.0.1, 5001", "app, app, 5000", "app:1, app, 1", ":7000, 127.0.0.1, 7000",
			"[::1]:5001, ::1, 5001", "[fe80::1%eth0]:5001, fe80::1%eth0, 5001", "::1, ::1, 5000",
			"[2001:db8::1], 2001:db8::1, 5000", "shop_1.müller-döner.test:80, shop_1.müller-döner.test, 80" })
	void readsWhatPeopleWrite(String text, String host, int port) {
		assertThat(TargetAddress.parse(text)).isEqualTo(new TargetAddress(host, port));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "app:", "app:0", "app:65536", "app:x", "app:-1", "[::1", "[::1]5000", "[]:5000",
			"http://app:5000", "a b:5000", "a:1,b:2", "app,shop", "h:1:2", "[app]:5000", "[::1]:5000:1", "::1::5000",
			"app:+5", "app:٣" })
	void saysWhatIsNoTarget(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> TargetAddress.parse(text))
			.withMessageContaining("\"" + text + "\" is no target: ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "[::1]:5001", "app:5000" })
	void isWrittenAsItIsRead(String text) {
		assertThat(TargetAddress.parse(text)).hasToString(text);
	}

}
