package io.github.metricstcp.testing;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;

/**
 * Netty's leak detectors, which remember what they find in place of logging it.
 */
final class LeakDetectors extends ResourceLeakDetectorFactory {

	private static final Predicate<String> OF_THE_LAUNCHER = Pattern
		.compile("^\\s*(java\\.base/|org\\.junit\\.|org\\.apache\\.maven\\.)")
		.asPredicate();

	private static final int MOST_COLLECTIONS = 100;

	private final Queue<Detector<?>> detectors = new ConcurrentLinkedQueue<>();

	private final Queue<String> leaks = new ConcurrentLinkedQueue<>();

	@Override
	@SuppressWarnings("deprecation") // it is the one that is abstract
	public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> resource, int samplingInterval,
			long maxActive) {
		Detector<T> detector = new Detector<>(resource, samplingInterval);
		this.detectors.add(detector);
		return detector;
	}

	/**
	 * Returns what is garbage now without having been released, and was not returned
	 * before: the type of each, where it was made and where it was used.
	 */
	List<String> collect() {
		// References found by one collection are enqueued before those of the next
		collectGarbage();
		collectGarbage();
		this.detectors.forEach(Detector::look);
		List<String> collected = new ArrayList<>();
		for (String leak = this.leaks.poll(); leak != null; leak = this.leaks.poll()) {
			collected.add(leak);
		}
		return collected;
	}

	private static void collectGarbage() {
		ReferenceQueue<Object> queue = new ReferenceQueue<>();
		WeakReference<Object> canary = new WeakReference<>(new Object(), queue);
		try {
			for (int i = 0; i < MOST_COLLECTIONS; i++) {
				System.gc();
				if (queue.remove(100) == canary) {
					return;
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		throw new IllegalStateException("Can't look for leaks: garbage is not collected");
	}

	private final class Detector<T> extends ResourceLeakDetector<T> {

		Detector(Class<T> resource, int samplingInterval) {
			super(resource, samplingInterval);
		}

		/**
		 * Reports what was found until now. A detector does so when it tracks something.
		 */
		@SuppressWarnings("unchecked")
		private void look() {
			T tracked = (T) new Object();
			trackForcibly(tracked).close(tracked);
		}

		@Override
		protected boolean needReport() {
			return true;
		}

		@Override
		protected void reportTracedLeak(String resourceType, String records) {
			LeakDetectors.this.leaks.add(resourceType + " was not released. "
					+ records.lines().filter(OF_THE_LAUNCHER.negate()).collect(Collectors.joining("\n")));
		}

		@Override
		protected void reportUntracedLeak(String resourceType) {
			LeakDetectors.this.leaks.add(resourceType + " was not released.");
		}

	}

}
