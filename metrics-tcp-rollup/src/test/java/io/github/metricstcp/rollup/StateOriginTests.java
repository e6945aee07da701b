package io.github.metricstcp.rollup;

import java.time.Duration;
import java.util.Set;

import io.github.metricstcp.rollup.StateOrigin.OtherOriginException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link StateOrigin}.
 */
class StateOriginTests {

	private final byte[] state = new StateOrigin(RollupDriver.settings().build()).toBytes();

	@Test
	void stateOfTheSameSettingsIsGoneOnWith() {
		StateOrigin origin = new StateOrigin(RollupDriver.settings().threads(4).grace(Duration.ofMinutes(1)).build());
		assertThat(origin.require(this.state, false)).isFalse();
		assertThat(origin.require(null, true)).isTrue();
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
	void stateOfAnotherSourceIsRefused() {
		assertRefused(RollupDriver.settings().source("others"),
				"is of topic metrics-tcp, and the settings are of topic others");
	}

	@Test
	void stateOfAnotherFormatIsRefused() {
		this.state[0]++;
		assertRefused(RollupDriver.settings(), "another version");
	}

	@Test
	void stateWithoutAnOriginIsRefused() {
		assertThatExceptionOfType(OtherOriginException.class)
			.isThrownBy(() -> new StateOrigin(RollupDriver.settings().build()).require(null, false))
			.withMessageContaining("another version");
	}

	@Test
	void labelsThatReadTheSameAreNot() {
		byte[] one = new StateOrigin(labels("a, b")).toBytes();
		assertThat(labels("a, b").labels()).hasToString(labels("a", "b").labels().toString());
		assertThatExceptionOfType(OtherOriginException.class)
			.isThrownBy(() -> new StateOrigin(labels("a", "b")).require(one, false));
		assertThat(new StateOrigin(labels("a, b")).require(one, false)).isFalse();
	}

	private static RollupSettings labels(String... names) {
		return RollupDriver.settings().labels(KeptLabels.only(Set.of(names))).build();
	}

	@Test
	void aPartitionIsOfTheSettingsThatItWasBegunWith() {
		InstanceStore store = new InstanceStore(MergedFleet.store());
		partition(labels("uri"), store).take((key, value) -> {
		});
		assertThat(partition(labels("uri"), store)).isNotNull();
		assertThatExceptionOfType(OtherOriginException.class).isThrownBy(() -> partition(labels("pod"), store))
			.withMessageContaining("the labels uri, and the settings are windows of 10 s and the labels pod");
		InstanceStore old = new InstanceStore(MergedFleet.store());
		old.putHead("shop:5000", new byte[] { 1, 1, 1, 1, 0 });
		assertThatExceptionOfType(OtherOriginException.class).isThrownBy(() -> partition(labels("uri"), old))
			.withMessageContaining("another version");
	}

	@Test
	void aFleetIsOfTheSettingsThatItWasBegunWith() {
		FleetStore store = new FleetStore(MergedFleet.store());
		fleet(labels("uri"), store).accept(ClockMessage.KEY, new ClockMessage(0, 1, 1).toBytes(), 1);
		assertThat(fleet(labels("uri"), store)).isNotNull();
		assertThatExceptionOfType(OtherOriginException.class).isThrownBy(() -> fleet(labels("pod"), store))
			.withMessageContaining("the labels uri, and the settings are windows of 10 s and the labels pod");
		FleetStore old = new FleetStore(MergedFleet.store());
		old.putState(new byte[] { 1, 1, 0 });
		assertThatExceptionOfType(OtherOriginException.class).isThrownBy(() -> fleet(labels("uri"), old))
			.withMessageContaining("another version");
	}

	private static SourcePartition partition(RollupSettings settings, InstanceStore store) {
		return new SourcePartition(0, settings, tally(settings), SourceEnds.UNKNOWN, store, RollupDriver.START);
	}

	private static Fleet fleet(RollupSettings settings, FleetStore store) {
		return new Fleet(settings, tally(settings), 1L << 20, "fleet", store, new MergedFleet(settings),
				RollupDriver.START, () -> 0);
	}

	private static Tally tally(RollupSettings settings) {
		return new Tally(settings, (sentence) -> {
		});
	}

	private void assertRefused(RollupSettings.Builder settings, String text) {
		assertThatExceptionOfType(OtherOriginException.class)
			.isThrownBy(() -> new StateOrigin(settings.build()).require(this.state, false))
			.withMessageContaining("application metrics-tcp-rollup")
			.withMessageContaining(text)
			.withMessageContaining("begin anew");
	}

}
