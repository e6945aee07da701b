package io.github.metricstcp.observer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

import io.github.metricstcp.client.model.TargetNames;
import io.github.metricstcp.client.recording.Recording;
import io.github.metricstcp.client.recording.ReplayClock;
import io.github.metricstcp.client.recording.ReplayControl;
import io.github.metricstcp.client.recording.ReplayServer;
import io.github.metricstcp.client.wire.MalformedStreamException;
import io.github.metricstcp.client.wire.StreamListener;
import io.github.metricstcp.observer.internal.ui.RunControls;
import org.jspecify.annotations.Nullable;

/**
 * A run that replays a recording, and serves it if that is wanted.
 */
final class ReplayRun {

	private final Recording recording;

	private final ReplayControl control;

	private final boolean inputIsTaken;

	private final int maxSeries;

	private final RunOutput output;

	private final Session session;

	// The sentences about its end: each time that it is reached they would be the same
	private final Set<String> said = new HashSet<>();

	/**
	 * Creates a run.
	 * @param recording the recording, which the caller closes
	 * @param clock the clock that goes by the recording
	 * @param maxSeries the number of series that are kept
	 * @param output the screen or the pipe
	 * @param inputIsTaken whether the standard input is the recording
	 */
	ReplayRun(Recording recording, ReplayClock clock, int maxSeries, RunOutput output, boolean inputIsTaken) {
		this.recording = recording;
		this.control = new ReplayControl(recording, clock, maxSeries);
		this.inputIsTaken = inputIsTaken;
		this.maxSeries = maxSeries;
		this.output = output;
		this.session = output.session();
	}

	/**
	 * Runs until the recording or the user ends it.
	 * @param address the address to serve the recording at, {@code null} for none
	 * @return the exit code
	 * @throws IOException if the address cannot be listened on, or there is no terminal
	 */
	int run(@Nullable InetSocketAddress address) throws IOException {
		try (ReplayServer server = server(address)) {
			StreamListener<?> listener = listener(server);
			start("replay", () -> play(listener, server));
			if (this.output.isScreen()) {
				start("replay-end", this.control::findEnd);
				this.output.controls(new RunControls(List::of, this::sayNotRecorded, this.control, this.inputIsTaken));
			}
			this.output.await();
			this.control.stop();
		}
		this.output.finish();
		return this.session.exitCode();
	}

	private static void start(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		thread.start();
	}

	private void sayNotRecorded() {
		this.session.say("A replay is a recording already, and is not recorded.");
	}

	private @Nullable ReplayServer server(@Nullable InetSocketAddress address) throws IOException {
		if (address == null) {
			return null;
		}
		ReplayServer server = new ReplayServer(address, this.maxSeries, (sentence) -> {
			this.session.say(sentence);
			this.session.fail();
		});
		CompletionStage<Void> unused = server.deserted().thenRun(this.session::end);
		this.session.say("%s is replayed on %s:%d once somebody connects.".formatted(this.recording.name(),
				server.address().getAddress().getHostAddress(), server.address().getPort()));
		return server;
	}

	private StreamListener<?> listener(@Nullable ReplayServer server) {
		if (server != null) {
			return server;
		}
		StreamListener<?> shown = this.output.listener(new TargetNames(this.recording.name()));
		if (shown == null) {
			throw new IllegalStateException("A replay that is not served is shown, written or judged");
		}
		return shown;
	}

	private void play(StreamListener<?> listener, @Nullable ReplayServer server) {
		try {
			if (server != null) {
				server.awaitClient();
			}
			playOnce(listener);
			// From the screen the user may go back, even from the end
			while (this.output.isScreen() && this.control.awaitRewind(this.output::forget)) {
				playOnce(listener(server));
			}
		}
		catch (IOException ex) {
			fail("The recording can't be read: %s.".formatted(ex.getMessage()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			if (!this.output.isLookedAt()) {
				this.session.end();
			}
		}
	}

	private void playOnce(StreamListener<?> listener) {
		try {
			String end = this.control.play(listener);
			if (end != null && this.said.add(end)) {
				this.session.say(end + ".");
			}
		}
		catch (MalformedStreamException ex) {
			fail("The recording can't be read any further: %s.".formatted(ex.getMessage()));
		}
		catch (IOException ex) {
			fail("The recording can't be read: %s.".formatted(ex.getMessage()));
		}
		catch (RuntimeException ex) {
			fail("The recording can't be replayed any further: %s.".formatted(ex));
		}
	}

	private void fail(String sentence) {
		if (this.said.add(sentence)) {
			this.session.say(sentence);
		}
		this.session.fail();
	}

}
