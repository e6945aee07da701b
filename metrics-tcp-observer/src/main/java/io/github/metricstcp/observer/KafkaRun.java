package io.github.metricstcp.observer;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.metricstcp.client.model.TargetNames;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.client.wire.StreamListener;
import io.github.metricstcp.kafka.CatchUpClock;
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

	// Added by the thread that reads
	private final List<ConnectionMessages> instances = new CopyOnWriteArrayList<>();

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
						(names) -> listener(names, recordings, output), session::say)) {
			RecordingFile recording = this.source.recording();
			if (recording != null) {
				recordings.startEach(recording);
			}
			output.controls(new RunControls(recordings::progress, recordings::toggle, null, false));
			reader.start();
			output.await();
		}
		output.finish();
		boolean expected = !this.options.conditions().isEmpty() || this.options.duration() != null;
		if (expected && this.instances.stream().noneMatch(ConnectionMessages::reached)) {
			output.sayAtEnd("No instance was found in %s.".formatted(this.source.topic()));
			session.fail();
		}
		return session.exitCode();
	}

	private StreamListener<?> listener(TargetNames names, Recordings recordings, RunOutput output) {
		StreamListener<?> shown = output.listener(names);
		ConnectionMessages messages = new ConnectionMessages(output.isScreen() ? new Session((sentence) -> {
		}) : output.session(), names.name(), true);
		this.instances.add(messages);
		StreamListener<?> listener = (shown != null) ? Listeners.both(messages, shown) : messages;
		// On the screen a recording may begin at any time
		boolean recorded = output.isScreen() || this.source.isRecorded();
		return recorded ? Listeners.both(recordings.add(names.name()), listener) : listener;
	}

}
