package io.github.metricstcp.prometheus;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Sentences for the user, each of which is said once, and not too many in all.
 * Thread-safe.
 */
final class SaidOnce {

	private static final int MOST = 20;

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
		boolean isNew;
		synchronized (this.said) {
			isNew = this.said.size() < MOST && this.said.add(about);
		}
		if (isNew) {
			this.notices.accept(sentence);
		}
	}

}
