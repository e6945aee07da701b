package io.github.metricstcp.observer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TerminalType}.
 */
class TerminalTypeTests {

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " ", "dumb", "dumb-color", "unknown" })
	void someTerminalsHaveNoScreen(String type) {
		assertThat(TerminalType.hasScreen(type, false)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "xterm", "xterm-kitty", "screen-256color", "linux", "vt100", "made-up" })
	void allOthersHaveOne(String type) {
		assertThat(TerminalType.hasScreen(type, false)).isTrue();
		assertThat(TerminalType.hasScreen(type, true)).isTrue();
	}

	@Test
	void onWindowsTheTypeIsNotSet() {
		assertThat(TerminalType.hasScreen(null, true)).isTrue();
		assertThat(TerminalType.hasScreen("dumb", true)).isFalse();
	}

}
