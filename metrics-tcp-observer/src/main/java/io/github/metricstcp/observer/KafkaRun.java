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
import io.github.metricstcp.client.wire.StreamListener;
import io.github.metricstcp.kafka.CatchUpClock;
import io.github.metricstcp.kafka.InstanceListener;
import io.github.metricstcp.kafka.KafkaReader;
import io.github.metricstcp.observer.ObserverOptions.Format;
import io.github.metricstcp.observer.ObserverOptions.RecordingFile;
import io.github.metricstcp.observer.ObserverOptions.Relayed;
import io.github.metricstcp.observer.internal.ui.RunControls;

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

	// Whether it was said what is with the brokers, or they have answered
	private volatile boolean answered;

	KafkaRun(ObserverOptions options, Relayed source) {
		this.options = options;
		this.source = source;
		this.clock = new CatchUpClock(source.topic().from());
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
			output.controls(new RunControls(recordings::progress, recordings::toggle, null, false));
			reader.start();
			output.await();
			this.answered |= reader.isConnected();
		}
		output.finish();
		boolean expected = !this.options.conditions().isEmpty() || this.options.duration() != null;
		if (expected && !this.anyReached && this.instances.values().stream().noneMatch(ConnectionMessages::reached)) {
			output.sayAtEnd("No instance was found in %s%s.".formatted(this.source.topic(),
					this.answered ? "" : ": no broker has answered so far"));
			session.fail();
		}
		return session.exitCode();
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
			ConnectionMessages messages = new ConnectionMessages(this.output.isScreen() ? new Session((sentence) -> {
			}) : this.output.session(), instance.name(), true);
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

	}

}
