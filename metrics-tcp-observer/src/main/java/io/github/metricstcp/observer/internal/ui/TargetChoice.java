package io.github.metricstcp.observer.internal.ui;

import java.util.List;

import io.github.metricstcp.client.model.TargetNames;
import org.jspecify.annotations.Nullable;

/**
 * The choice of targets that the list shows: all of them, each one alone, or all side by
 * side, in this order.
 */
final class TargetChoice {

	private final ModelReader reader;

	// The name of the target that is shown alone: others may come and go
	private @Nullable String only;

	private boolean sideBySide;

	TargetChoice(ModelReader reader) {
		this.reader = reader;
	}

	/**
	 * Goes on by some places, or back.
	 */
	void move(int places) {
		int place = place(places);
		TargetNames only = only(place);
		this.only = (only != null) ? only.name() : null;
		this.sideBySide = sideBySide(place);
	}

	/**
	 * Shows all targets if the one that is shown alone is there no more.
	 * @return whether that was so
	 */
	boolean isOnlyGone() {
		boolean gone = this.only != null && only() == null;
		if (gone) {
			this.only = null;
		}
		return gone;
	}

	private int place(int places) {
		return Math.floorMod(place() + places, targets().size() + 2);
	}

	/**
	 * Returns 0 for all, then one for each target, then one for side by side.
	 */
	private int place() {
		List<TargetNames> targets = targets();
		for (int i = 0; i < targets.size() && this.only != null; i++) {
			if (targets.get(i).name().equals(this.only)) {
				return i + 1;
			}
		}
		return this.sideBySide ? targets.size() + 1 : 0;
	}

	private List<TargetNames> targets() {
		return this.reader.targetNames();
	}

	/**
	 * Whether there are several targets.
	 */
	boolean hasChoice() {
		return targets().size() > 1;
	}

	/**
	 * Returns the target that is shown alone, {@code null} if there is none.
	 */
	@Nullable TargetNames only() {
		return only(place());
	}

	private @Nullable TargetNames only(int place) {
		return (place > 0 && place <= targets().size()) ? targets().get(place - 1) : null;
	}

	boolean sideBySide() {
		return sideBySide(place());
	}

	private boolean sideBySide(int place) {
		return hasChoice() && place > targets().size();
	}

	/**
	 * Returns the choice in words, {@code null} if there is none.
	 */
	@Nullable String text() {
		return text(place());
	}

	/**
	 * Returns the next choice in words, {@code null} if there is none.
	 */
	@Nullable String nextText() {
		return text(place(1));
	}

	private @Nullable String text(int place) {
		TargetNames only = only(place);
		if (!hasChoice()) {
			return null;
		}
		if (only != null) {
			return "only " + DisplayText.clean(only.shortName());
		}
		return sideBySide(place) ? "side by side" : "all targets";
	}

}
