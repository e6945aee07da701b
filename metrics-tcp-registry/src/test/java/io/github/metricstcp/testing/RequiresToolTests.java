package io.github.metricstcp.testing;

import org.junit.jupiter.api.Test;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RequiresTool}.
 */
class RequiresToolTests {

	@Test
	void testRunsWhereItsToolIs() {
		TestExecutionSummary summary = run(NeedsWhatIsThere.class, false);
		assertThat(summary.getTestsSucceededCount()).isEqualTo(1);
	}

	@Test
	void testIsSkippedWhereItsToolIsMissing() {
		TestExecutionSummary summary = run(NeedsWhatIsMissing.class, false);
		assertThat(summary.getTestsSkippedCount()).isEqualTo(1);
		assertThat(summary.getTestsFailedCount()).isZero();
	}

	@Test
	void testFailsWhereItsToolIsMissingAndToolsAreRequired() {
		TestExecutionSummary summary = run(NeedsWhatIsMissing.class, true);
		assertThat(summary.getTestsFailedCount()).isEqualTo(1);
		assertThat(summary.getFailures()).singleElement()
			.satisfies((failure) -> assertThat(failure.getException()).hasStackTraceContaining("no-such-tool"));
	}

	@Test
	void packageOfAMissingToolIsNamed() {
		TestExecutionSummary summary = run(NeedsWhatIsMissingInTheMiddle.class, true);
		assertThat(summary.getFailures()).singleElement()
			.satisfies((failure) -> assertThat(failure.getException())
				.hasMessage("This test needs no-such-tool, which this machine does not have: "
						+ "apt-get install no-such-tool"));
	}

	@Test
	void testThatFindsItsToolMissingIsSkipped() {
		TestExecutionSummary summary = run(NeedsWhatIsMissingInTheMiddle.class, false);
		assertThat(summary.getTestsAbortedCount()).isEqualTo(1);
		assertThat(summary.getTestsFailedCount()).isZero();
	}

	private static TestExecutionSummary run(Class<?> test, boolean required) {
		String before = System.getProperty(Tools.REQUIRE_PROPERTY);
		System.setProperty(Tools.REQUIRE_PROPERTY, Boolean.toString(required));
		try {
			SummaryGeneratingListener listener = new SummaryGeneratingListener();
			// Without the watch for leaks, which belongs to the session that this is in
			Launcher launcher = LauncherFactory
				.create(LauncherConfig.builder().enableLauncherSessionListenerAutoRegistration(false).build());
			LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
				.selectors(DiscoverySelectors.selectClass(test))
				.build();
			launcher.execute(request, listener);
			return listener.getSummary();
		}
		finally {
			if (before != null) {
				System.setProperty(Tools.REQUIRE_PROPERTY, before);
			}
			else {
				System.clearProperty(Tools.REQUIRE_PROPERTY);
			}
		}
	}

	static class NeedsWhatIsThere {

		@Test
		@RequiresTool("sh")
		void test() {
		}

	}

	static class NeedsWhatIsMissing {

		@Test
		@RequiresTool({ "sh", "no-such-tool" })
		void test() {
		}

	}

	static class NeedsWhatIsMissingInTheMiddle {

		@Test
		void test() {
			Tools.require("no-such-tool");
		}

	}

}
