package io.github.metricstcp.observer;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.metricstcp.client.model.TargetNames;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.client.recording.Playback;
import io.github.metricstcp.client.recording.ReplayClock;
import io.github.metricstcp.client.wire.StreamListener;
import io.github.metricstcp.kafka.CatchUpClock;
import io.github.metricstcp.kafka.InstanceListener;
import io.github.metricstcp.kafka.KafkaReader;
import io.github.metricstcp.kafka.KafkaSource;
import io.github.metricstcp.observer.ObserverOptions.Format;
import io.github.metricstcp.observer.ObserverOptions.RecordingFile;
import io.github.metricstcp.observer.ObserverOptions.Relayed;
import io.github.metricstcp.observer.internal.ui.RunControls;
import org.jspecify.annotations.Nullable;

/**
 * A run that reads what relays have written into a topic. Its targets are the instances
 * that the topic has.
 */
final class KafkaRun {

	private final ObserverOptions options;

	private final Relayed source;

	private final CatchUpClock clock;

	// By the names of the instances. Changed by the thread that reads
	private final Map<String, ConnectionMessages> instances = new ConcurrentHashMap<>();

	private volatile boolean anyReached;

	private volatile @Nullable Playback playback;

	// Whether it was said what is with the brokers, or they have answered
	private volatile boolean answered;

	KafkaRun(ObserverOptions options, Relayed source) {
		this.options = options;
		this.source = source;
		// Of one table, nobody watches how it comes about
		boolean hurries = options.format() == Format.ONCE && source.ends();
		this.clock = new CatchUpClock(source.topic().from(), hurries ? ReplayClock.MAX_SPEED : source.topic().speed());
	}

	/**
	 * Returns the clock of the run.
	 */
	TimeSource clock() {
		return this.clock;
	}

	/**
	 * Runs until the user, the output or the time ends it.
	 * @return the exit code
	 * @throws IOException if there is no terminal
	 */
	int run(RunOutput output) throws IOException {
		Session session = output.session();
		boolean alone = this.options.format() == Format.NONE && this.options.conditions().isEmpty();
		// Closed last: the reader calls the recorders
		try (Recordings recordings = new Recordings(this.options.maxSeries(), session, alone, Path.of(""),
				Clock.system(ZoneId.systemDefault()));
				KafkaReader reader = new KafkaReader(this.source.topic(), this.clock, this.options.maxSeries(),
						new Shown(recordings, output), (sentence) -> {
							this.answered = true;
							session.say(sentence);
						})) {
			RecordingFile recording = this.source.recording();
			if (recording != null) {
				recordings.startEach(recording);
			}
			this.playback = reader.playback();
			output.controls(new RunControls(recordings::progress, recordings::toggle, reader.playback(), false));
			reader.start();
			output.await();
			this.answered |= reader.isConnected();
		}
		output.finish();
		boolean expected = !this.options.conditions().isEmpty() || this.options.duration() != null
				|| this.source.ends();
		if (expected && !this.anyReached && this.instances.values().stream().noneMatch(ConnectionMessages::reached)) {
			KafkaSource topic = this.source.topic();
			String time = (topic.to() != null) ? " from %s to %s".formatted(topic.from(), topic.to()) : "";
			output.sayAtEnd("No instance was found in %s%s%s.".formatted(topic, time,
					this.answered ? "" : ": no broker has answered so far"));
			session.fail();
		}
		return session.exitCode();
	}

	private boolean hasEnded() {
		Playback playback = this.playback;
		return playback != null && playback.position().ended();
	}

	/**
	 * What the output shows of the instances.
	 */
	private final class Shown implements InstanceListener {

		private final Recordings recordings;

		private final RunOutput output;

		Shown(Recordings recordings, RunOutput output) {
			this.recordings = recordings;
			this.output = output;
		}

		@Override
		public StreamListener<?> added(TargetNames instance) {
			StreamListener<?> shown = this.output.listener(instance);
			// The screen shows the state of each, and at the end all are read
			ConnectionMessages messages = new ConnectionMessages(new Session((sentence) -> {
				if (!this.output.isScreen() && !hasEnded()) {
					this.output.session().say(sentence);
				}
			}), instance.name(), true);
			KafkaRun.this.instances.put(instance.name(), messages);
			StreamListener<?> listener = (shown != null) ? Listeners.both(messages, shown) : messages;
			// On the screen a recording may begin at any time
			boolean recorded = this.output.isScreen() || KafkaRun.this.source.isRecorded();
			return recorded ? Listeners.both(this.recordings.add(instance.name()), listener) : listener;
		}

		@Override
		public void removed(List<TargetNames> instances) {
			for (TargetNames instance : instances) {
				ConnectionMessages messages = KafkaRun.this.instances.remove(instance.name());
				if (messages != null && messages.reached()) {
					KafkaRun.this.anyReached = true;
				}
				this.recordings.remove(instance.name());
				this.output.letGo(instance.name());
			}
			this.output.session()
				.say(instances.stream().map(TargetNames::name).toList(),
						"ended five minutes ago, and is not kept any more",
						"ended five minutes ago, and are not kept any more");
		}

		@Override
		public void restarted() {
			for (String instance : KafkaRun.this.instances.keySet()) {
				this.recordings.remove(instance);
				this.output.letGo(instance);
			}
			KafkaRun.this.instances.clear();
			this.output.forget();
		}

		@Override
		public void ended(boolean whole) {
			if (!whole) {
				this.output.session().fail();
			}
			if (!this.output.isLookedAt()) {
				this.output.session().end();
			}
		}

	}

}
