package io.github.metricstcp.observer;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.metricstcp.client.model.Gate;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.client.model.Verdict;
import io.github.metricstcp.client.wire.StreamListener;
import io.github.metricstcp.observer.internal.ui.VerdictText;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a run, of which there may be none, and the sentences about them.
 */
final class GateRun {

	private final Session session;

	private final boolean live;

	// Null without conditions
	private final @Nullable Gate gate;

	// Targets that have gone as targets do
	private final Set<String> unexpected = ConcurrentHashMap.newKeySet();

	private List<Verdict> verdicts = List.of();

	private List<String> unreached = List.of();

	private List<String> disconnected = List.of();

	/**
	 * Creates a run that was not judged yet.
	 * @param options the command line
	 * @param time the clock of the run
	 * @param session the run that a condition ends
	 */
	GateRun(ObserverOptions options, TimeSource time, Session session) {
		this.session = session;
		this.live = !options.source().ends();
		// What ends by itself takes no time, and a later part may fail another condition
		Runnable failure = this.live ? session::end : () -> {
		};
		this.gate = options.conditions().isEmpty() ? null
				: new Gate(options.conditions(), time, options.maxSeries(), ObserverOptions.MAX_SERIES, failure);
	}

	/**
	 * Returns a listener by whose events the conditions are judged.
	 * @param target the target as the user named it
	 * @param shown the listener that shows or writes them, {@code null} for none
	 * @return the listener, {@code null} if there is nothing to do
	 */
	@Nullable StreamListener<?> listener(String target, @Nullable StreamListener<?> shown) {
		if (this.gate == null) {
			return shown;
		}
		StreamListener<?> judged = this.gate.addTarget(target);
		return (shown != null) ? Listeners.both(judged, shown) : judged;
	}

	/**
	 * Says whether a target is to be there at the end. One that is not is judged up to
	 * when it went.
	 */
	void expect(String target, boolean there) {
		if (there) {
			this.unexpected.remove(target);
		}
		else {
			this.unexpected.add(target);
		}
	}

	/**
	 * Judges the seconds that are over. To be called each second.
	 */
	void tick() {
		if (this.gate != null) {
			this.gate.tick();
			this.gate.takeNotices().forEach(this.session::say);
		}
	}

	/**
	 * Judges the whole run. To be called while the targets are still connected.
	 */
	void end() {
		if (this.gate != null) {
			this.verdicts = this.gate.judge();
			this.unreached = expected(this.gate.unreached());
			this.disconnected = expected(this.gate.disconnected());
			this.gate.takeNotices().forEach(this.session::say);
		}
	}

	private List<String> expected(List<String> targets) {
		return targets.stream().filter((each) -> !this.unexpected.contains(each)).toList();
	}

	/**
	 * Says what was judged, and sets the exit code. Nothing is said if no target was
	 * reached: that is a failure by itself.
	 */
	void finish() {
		for (Verdict verdict : this.verdicts) {
			this.session.say(VerdictText.of(verdict));
			if (verdict.isFailure()) {
				this.session.reject();
			}
		}
		if (this.live && !this.verdicts.isEmpty()) {
			this.unreached.forEach((target) -> fail(target + " was not reached, and is not judged."));
			this.disconnected
				.forEach((target) -> fail(target + " was not connected at the end, and is judged up to then."));
		}
	}

	private void fail(String sentence) {
		this.session.say(sentence);
		this.session.fail();
	}

}
