package io.github.metricstcp.testing;

import java.util.List;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Fails a run of tests in which a buffer, or whatever else Netty keeps count of, was not
 * released. Found by JUnit in every module that has this class on its test class path.
 */
public final class LeakWatch implements LauncherSessionListener {

	// Netty's classes keep the detector that they were initialized with, so that there is
	// one set of them
	static final LeakDetectors allDetectors = new LeakDetectors();

	private final LeakDetectors detectors;

	/**
	 * Creates a watch over all that Netty keeps count of. Called by JUnit.
	 */
	public LeakWatch() {
		this(allDetectors);
	}

	LeakWatch(LeakDetectors detectors) {
		this.detectors = detectors;
	}

	/**
	 * Has Netty keep count of everything, before any of its classes is initialized.
	 */
	@Override
	public void launcherSessionOpened(LauncherSession session) {
		ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
		ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(this.detectors);
	}

	@Override
	public void launcherSessionClosed(LauncherSession session) {
		check();
	}

	void check() {
		List<String> leaks = this.detectors.collect();
		if (!leaks.isEmpty()) {
			throw new IllegalStateException("Something of Netty's was not released in these tests, %d in all:\n%s"
				.formatted(leaks.size(), String.join("\n", leaks)));
		}
	}

}
