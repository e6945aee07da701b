package io.github.metricstcp.observer;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

import io.github.metricstcp.client.MetricsTcpClient;
import io.github.metricstcp.client.Target;
import io.github.metricstcp.client.model.TargetNames;
import io.github.metricstcp.client.wire.StreamListener;
import io.github.metricstcp.observer.ObserverOptions.Format;
import io.github.metricstcp.observer.ObserverOptions.Live;
import io.github.metricstcp.observer.ObserverOptions.RecordingFile;
import io.github.metricstcp.observer.internal.ui.RunControls;

/**
 * A run that is connected to exporters.
 */
final class LiveRun {

	private final ObserverOptions options;

	private final Live source;

	private final RunOutput output;

	private final OtlpRun otlp;

	private final Session session;

	LiveRun(ObserverOptions options, Live source, RunOutput output, OtlpRun otlp) {
		this.options = options;
		this.source = source;
		this.output = output;
		this.otlp = otlp;
		this.session = output.session();
	}

	/**
	 * Runs until the user, the output or the time ends it.
	 * @return the exit code
	 * @throws IOException if the recording cannot be created, or there is no terminal
	 */
	int run() throws IOException {
		List<MetricsTcpClient> clients = new ArrayList<>();
		List<ConnectionMessages> connections = new ArrayList<>();
		try (Recordings recordings = recordings()) {
			for (Target target : this.source.targets()) {
				ConnectionMessages messages = new ConnectionMessages(this.session, target.name(),
						this.source.tls() != null);
				connections.add(messages);
				clients.add(client(target, this.otlp.listener(names(target), listener(target, messages, recordings))));
				this.output.onReconnect(target.name(), clients.get(clients.size() - 1)::reconnect);
			}
			RecordingFile recording = this.source.recording();
			if (recording != null) {
				recordings.start(recording);
			}
			this.output.controls(new RunControls(recordings::progress, recordings::toggle, null, false));
			clients.forEach(MetricsTcpClient::start);
			this.output.await();
		}
		// After the recording: a client that is blocked, such as by a pipe that nobody
		// reads, may be so for longer than the process has until it is killed
		clients.forEach(MetricsTcpClient::close);
		this.otlp.close();
		this.output.finish();
		boolean judged = !this.options.conditions().isEmpty();
		if ((judged || this.options.duration() != null) && !isReached(connections, judged)) {
			this.output.sayAtEnd("No target was reached.");
			this.session.fail();
		}
		return this.session.exitCode();
	}

	/**
	 * Returns whether one target was reached at least, and says why others were not.
	 * @param all whether it matters of each
	 */
	private boolean isReached(List<ConnectionMessages> connections, boolean all) {
		if (this.output.isScreen()) {
			// It has shown why not
			return this.output.hasReceived();
		}
		boolean reached = connections.stream().anyMatch(ConnectionMessages::reached);
		if (all || !reached) {
			connections.forEach(ConnectionMessages::sayWhyNotReached);
		}
		return reached;
	}

	private StreamListener<?> listener(Target target, ConnectionMessages messages, Recordings recordings) {
		StreamListener<?> shown = this.output.listener(names(target));
		StreamListener<?> listener = messages;
		if (shown != null) {
			// The screen shows the state of each connection itself
			listener = this.output.isScreen() ? shown : RunOutput.both(messages, shown);
		}
		// On the screen a recording may begin at any time
		boolean recorded = this.output.isScreen() || this.source.isRecorded();
		return recorded ? RunOutput.both(recordings.add(target.name()), listener) : listener;
	}

	private TargetNames names(Target target) {
		return new TargetNames(target.name(), target.address().toString(),
				target.shortNameAmong(this.source.targets()));
	}

	private MetricsTcpClient client(Target target, StreamListener<?> listener) {
		return MetricsTcpClient.builder(target.address())
			.maxSeries(this.options.maxSeries())
			.tls(this.source.tls())
			.tlsName("--tls")
			.build(listener);
	}

	private Recordings recordings() {
		boolean alone = this.options.format() == Format.NONE && this.options.conditions().isEmpty();
		return new Recordings(this.options.maxSeries(), this.session, alone, Path.of(""),
				Clock.system(ZoneId.systemDefault()));
	}

}
