package io.github.metricstcp.testing;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import io.netty.util.ResourceLeakTracker;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link LeakWatch}.
 */
class LeakWatchTests {

	// Not those of this run, which is not to fail
	private final LeakDetectors detectors = new LeakDetectors();

	private final LeakWatch watch = new LeakWatch(this.detectors);

	private final ResourceLeakDetector<Object> detector = this.detectors.newResourceLeakDetector(Object.class);

	@Test
	void watchesThisRun() {
		assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
		assertThat(ResourceLeakDetectorFactory.instance()).isSameAs(LeakWatch.allDetectors);
	}

	@Test
	void runFailsOnceForWhatWasNotReleased() {
		this.detector.track(new Object());
		assertThatIllegalStateException().isThrownBy(this.watch::check)
			.withMessageContaining("1 in all")
			.withMessageContaining("Object was not released")
			.withMessageContaining(getClass().getName() + ".runFailsOnceForWhatWasNotReleased");
		assertThatNoException().isThrownBy(this.watch::check);
	}

	@Test
	void runPassesIfEverythingWasReleased() {
		Object resource = new Object();
		ResourceLeakTracker<Object> tracker = this.detector.track(resource);
		assertThat(tracker.close(resource)).isTrue();
		assertThatNoException().isThrownBy(this.watch::check);
	}

	@Test
	void whatIsStillInUseIsNoLeak() {
		Object resource = new Object();
		ResourceLeakTracker<Object> tracker = this.detector.track(resource);
		assertThatNoException().isThrownBy(this.watch::check);
		assertThat(tracker.close(resource)).isTrue();
	}

}
