package io.github.metricstcp.observer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletionStage;

import io.github.metricstcp.client.model.TargetNames;
import io.github.metricstcp.client.recording.Recording;
import io.github.metricstcp.client.recording.Replay;
import io.github.metricstcp.client.recording.ReplayClock;
import io.github.metricstcp.client.recording.ReplayServer;
import io.github.metricstcp.client.wire.MalformedStreamException;
import io.github.metricstcp.client.wire.StreamListener;
import org.jspecify.annotations.Nullable;

/**
 * A run that replays a recording, and serves it if that is wanted.
 */
final class ReplayRun {

	private final Recording recording;

	private final Replay replay;

	private final int maxSeries;

	private final RunOutput output;

	private final Session session;

	/**
	 * Creates a run.
	 * @param recording the recording, which the caller closes
	 * @param clock the clock that goes by the recording
	 * @param maxSeries the number of series that are kept
	 * @param output the screen or the pipe
	 */
	ReplayRun(Recording recording, ReplayClock clock, int maxSeries, RunOutput output) {
		this.recording = recording;
		this.replay = new Replay(recording, clock, maxSeries);
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
			Thread thread = new Thread(() -> play(listener, server), "replay");
			thread.setDaemon(true);
			thread.start();
			this.output.await();
			this.replay.stop();
		}
		this.output.finish();
		return this.session.exitCode();
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
			throw new IllegalStateException("A replay that is not served has a screen or a pipe");
		}
		return shown;
	}

	private void play(StreamListener<?> listener, @Nullable ReplayServer server) {
		try {
			if (server != null) {
				server.awaitClient();
			}
			String end = this.replay.run(listener);
			if (end != null) {
				this.session.say(end + ".");
			}
		}
		catch (MalformedStreamException ex) {
			fail("The recording can't be read any further: %s.".formatted(ex.getMessage()));
		}
		catch (IOException ex) {
			fail("The recording can't be read: %s.".formatted(ex.getMessage()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (RuntimeException ex) {
			fail("The recording can't be replayed any further: %s.".formatted(ex));
		}
		finally {
			if (!this.output.isScreen()) {
				this.session.end();
			}
		}
	}

	private void fail(String sentence) {
		this.session.say(sentence);
		this.session.fail();
	}

}
