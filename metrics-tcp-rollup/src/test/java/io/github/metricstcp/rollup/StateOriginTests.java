package io.github.metricstcp.rollup;

import java.time.Duration;
import java.util.Set;

import io.github.metricstcp.rollup.StateOrigin.OtherOriginException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link StateOrigin}.
 */
class StateOriginTests {

	private final byte[] state = new StateOrigin(RollupDriver.settings().build()).toBytes();

	@Test
	void stateOfTheSameSettingsIsGoneOnWith() {
		StateOrigin origin = new StateOrigin(RollupDriver.settings().threads(4).grace(Duration.ofMinutes(1)).build());
		assertThatNoException().isThrownBy(() -> origin.require(this.state));
		assertThatNoException().isThrownBy(() -> origin.require(null));
	}

	@Test
	void stateOfOtherWindowsIsRefused() {
		assertRefused(RollupDriver.settings().window(Duration.ofMinutes(1)), "windows of 60 s and all labels");
	}

	@Test
	void stateOfOtherLabelsIsRefused() {
		assertRefused(RollupDriver.settings().labels(KeptLabels.allBut(Set.of("pod", "instance"))),
				"windows of 10 s and all labels but instance, pod");
		assertRefused(RollupDriver.settings().labels(KeptLabels.only(Set.of())), "windows of 10 s and no labels");
	}

	@Test
	void stateOfAnotherFormatIsRefused() {
		this.state[0]++;
		assertRefused(RollupDriver.settings(), "another version");
	}

	private void assertRefused(RollupSettings.Builder settings, String text) {
		assertThatExceptionOfType(OtherOriginException.class)
			.isThrownBy(() -> new StateOrigin(settings.build()).require(this.state))
			.withMessageContaining("application metrics-tcp-rollup")
			.withMessageContaining(text)
			.withMessageContaining("begin anew");
	}

}
