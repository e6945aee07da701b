package io.github.metricstcp.observer;

import java.util.Collection;
import java.util.List;

import io.github.metricstcp.client.Target;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.model.TargetNames;
import io.github.metricstcp.client.wire.StreamListener;
import io.github.metricstcp.observer.ObserverOptions.Live;

/**
 * The listeners to the streams of targets, by which these are shown, written, judged and
 * recorded.
 */
final class TargetListeners {

	private final Live source;

	private final RunOutput output;

	private final Recordings recordings;

	TargetListeners(Live source, RunOutput output, Recordings recordings) {
		this.source = source;
		this.output = output;
		this.recordings = recordings;
	}

	/**
	 * Returns a target with a listener to it.
	 * @param target the target
	 * @param all all targets, among which its short name is unique
	 */
	WatchedTarget watch(Target target, Collection<Target> all) {
		ConnectionMessages messages = new ConnectionMessages(this.output.session(), target.name(),
				this.source.tls() != null);
		StreamListener<?> listener = listener(names(target, all), messages);
		TargetModel model = this.output.model()
			.targets()
			.stream()
			.filter((each) -> each.name().equals(target.name()))
			.findAny()
			.orElse(null);
		return new WatchedTarget(target, listener, messages, model);
	}

	private StreamListener<?> listener(TargetNames target, ConnectionMessages messages) {
		StreamListener<?> shown = this.output.listener(target);
		StreamListener<?> listener = messages;
		if (shown != null) {
			// The screen shows the state of each connection itself
			listener = this.output.isScreen() ? shown : Listeners.both(messages, shown);
		}
		// On the screen a recording may begin at any time
		boolean recorded = this.output.isScreen() || this.source.isRecorded();
		return recorded ? Listeners.both(this.recordings.add(target.name()), listener) : listener;
	}

	/**
	 * Returns the names of a target.
	 * @param all all targets, of which its short name tells it apart
	 */
	private static TargetNames names(Target target, Collection<Target> all) {
		return new TargetNames(target.name(), target.address().toString(), target.shortNameAmong(all), target.group());
	}

	/**
	 * Gives all targets without a name the short ones that tell them apart now.
	 */
	static void rename(Collection<WatchedTarget> targets) {
		List<Target> all = targets.stream().map(WatchedTarget::target).toList();
		for (WatchedTarget each : targets) {
			TargetModel model = each.model();
			if (model != null && !each.target().isNamed()) {
				TargetNames names = names(each.target(), all);
				if (!names.equals(model.names())) {
					model.rename(names);
				}
			}
		}
	}

}
