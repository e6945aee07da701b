package io.github.metricstcp.observer.internal.ui;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The names of the metrics that stay at the top of the list.
 *
 * @since 0.1.0
 */
public final class Pins {

	private final Set<String> names;

	private final BiConsumer<String, Boolean> changes;

	/**
	 * Creates pins.
	 * @param names the names that are pinned
	 * @param changes takes a name that the user pins or unpins, and whether it is pinned
	 * now
	 */
	public Pins(Collection<String> names, BiConsumer<String, Boolean> changes) {
		this.names = new HashSet<>(names);
		this.changes = changes;
	}

	/**
	 * Returns whether a metric is pinned.
	 * @param name the metric's name
	 * @return {@code true} if it is
	 */
	public boolean contains(String name) {
		return this.names.contains(name);
	}

	/**
	 * Pins a metric, or unpins it.
	 * @param name the metric's name
	 */
	public void toggle(String name) {
		boolean pinned = this.names.add(name);
		if (!pinned) {
			this.names.remove(name);
		}
		this.changes.accept(name, pinned);
	}

}
