package io.github.metricstcp.prometheus;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Sentences for the user about series, each of which is said once, and not too many in
 * all: the last one says so. Thread-safe.
 */
final class SaidOnce {

	static final int MOST = 20;

	private static final String LAST = "More series are left out, or get other names for Prometheus: that is not said any more. metrics_tcp_left_out_series has the number of those that are left out.";

	private final Consumer<String> notices;

	// Guarded by itself
	private final Set<String> said = new HashSet<>();

	/**
	 * Creates an object that has said nothing.
	 * @param notices takes each sentence
	 */
	SaidOnce(Consumer<String> notices) {
		this.notices = notices;
	}

	/**
	 * Says a sentence, unless one about the same was said before.
	 */
	void say(String about, String sentence) {
		boolean isLast;
		synchronized (this.said) {
			if (this.said.size() > MOST || !this.said.add(about)) {
				return;
			}
			isLast = this.said.size() > MOST;
		}
		this.notices.accept(isLast ? LAST : sentence);
	}

}
