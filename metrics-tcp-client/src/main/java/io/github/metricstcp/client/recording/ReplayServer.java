package io.github.metricstcp.client.recording;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * A server that passes a stream on, as an exporter would: a client that comes later is
 * sent the metadata and values first. Nothing is dropped: a client that reads slowly
 * slows the stream down, and is disconnected if it reads nothing for half a minute.
 *
 * @since 0.1.0
 */
public final class ReplayServer extends StreamRelay implements AutoCloseable {

	private static final Duration STALL_TIMEOUT = Duration.ofSeconds(30);

	private static final int WAITING_BLOCKS = 64;

	private static final int BLOCK = 1 << 15;

	private static final byte[] END = {};

	private final ServerSocket server;

	private final Consumer<String> failed;

	private final Duration stallTimeout;

	private final CountDownLatch firstClient = new CountDownLatch(1);

	// The one that listens is the first
	private final AtomicInteger sockets = new AtomicInteger(1);

	private final CompletableFuture<Void> deserted = new CompletableFuture<>();

	// Frames that no client was given yet
	private final ByteArrayOutputStream block = new ByteArrayOutputStream();

	// Guarded by itself: clients that connected since the last block
	private final List<Client> newcomers = new ArrayList<>();

	// Guarded by itself
	private final List<Client> clients = new ArrayList<>();

	/**
	 * Creates a server that listens.
	 * @param address the address to listen on, port 0 for any free port
	 * @param maxSeries the maximum number of series whose values later clients are sent
	 * @param failed takes a sentence if nobody can connect any more
	 * @throws IOException if it cannot listen there, with a sentence that says why
	 */
	public ReplayServer(InetSocketAddress address, int maxSeries, Consumer<String> failed) throws IOException {
		this(address, maxSeries, STALL_TIMEOUT, failed);
	}

	/**
	 * Creates a server that listens.
	 * @param stallTimeout the time in whole seconds for which a client may read nothing
	 */
	ReplayServer(InetSocketAddress address, int maxSeries, Duration stallTimeout, Consumer<String> failed)
			throws IOException {
		super(maxSeries);
		this.stallTimeout = stallTimeout;
		this.failed = failed;
		this.server = new ServerSocket();
		try {
			this.server.bind(address);
		}
		catch (BindException ex) {
			this.server.close();
			throw new IOException("The replay can't be served on %s:%s: %s".formatted(address.getHostString(),
					address.getPort(), ex.getMessage()), ex);
		}
		daemon("replay-server", this::accept);
	}

	private static void daemon(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Returns the address that the server listens on.
	 * @return the address, with the port in use
	 */
	public InetSocketAddress address() {
		return (InetSocketAddress) this.server.getLocalSocketAddress();
	}

	/**
	 * Waits until there is a client.
	 * @throws InterruptedException if the thread is interrupted meanwhile
	 */
	public void awaitClient() throws InterruptedException {
		this.firstClient.await();
	}

	/**
	 * Returns a stage that completes once nobody is connected, and nobody can connect any
	 * more.
	 * @return the stage, the same at each call
	 */
	public CompletionStage<Void> deserted() {
		return this.deserted;
	}

	private void accept() {
		try {
			while (true) {
				Socket socket = this.server.accept();
				this.sockets.incrementAndGet();
				Client client = new Client(socket, this.stallTimeout);
				synchronized (this.newcomers) {
					this.newcomers.add(client);
				}
				this.firstClient.countDown();
			}
		}
		catch (IOException ex) {
			if (!this.server.isClosed()) {
				this.failed.accept("Nobody can connect to the replay any more: %s.".formatted(ex.getMessage()));
			}
			this.firstClient.countDown();
			ended();
		}
	}

	/**
	 * Called when a socket has ended.
	 */
	private void ended() {
		if (this.sockets.decrementAndGet() == 0) {
			this.deserted.complete(null);
		}
	}

	@Override
	public void frame(byte[] bytes, int offset, int length) {
		if (this.block.size() + length > BLOCK) {
			pass();
		}
		this.block.write(bytes, offset, length);
	}

	@Override
	public void consumed() {
		pass();
	}

	/**
	 * Gives the clients the next frames, and newcomers the state of the stream.
	 */
	private void pass() {
		if (this.block.size() > 0) {
			byte[] frames = this.block.toByteArray();
			this.block.reset();
			synchronized (this.clients) {
				this.clients.removeIf((client) -> !client.offer(frames));
			}
		}
		List<Client> newcomers;
		synchronized (this.newcomers) {
			newcomers = List.copyOf(this.newcomers);
			this.newcomers.clear();
		}
		if (!newcomers.isEmpty()) {
			ByteArrayOutputStream state = new ByteArrayOutputStream();
			writeState(state::writeBytes);
			synchronized (this.clients) {
				newcomers.stream().filter((client) -> client.offer(state.toByteArray())).forEach(this.clients::add);
			}
		}
	}

	@Override
	public void opened(String peer) {
		pass();
		super.opened(peer);
	}

	@Override
	public void closed(String reason, @Nullable Duration retryDelay) {
		pass();
	}

	private void stopListening() {
		try {
			this.server.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Stops listening, waits until each client that reads was sent everything, and
	 * disconnects them.
	 */
	@Override
	public void close() {
		stopListening();
		synchronized (this.clients) {
			this.clients.removeIf((client) -> !client.offer(END));
			this.clients.forEach(Client::awaitEnd);
		}
	}

	/**
	 * One client, with the frames that wait for it.
	 */
	private final class Client {

		private final Socket socket;

		private final Duration stallTimeout;

		private final BlockingQueue<byte[]> blocks = new ArrayBlockingQueue<>(WAITING_BLOCKS);

		private final CountDownLatch ended = new CountDownLatch(1);

		Client(Socket socket, Duration stallTimeout) {
			this.socket = socket;
			this.stallTimeout = stallTimeout;
			daemon("replay-client-" + socket.getPort(), this::write);
		}

		/**
		 * Waits for room, if need be.
		 * @return {@code false} if the client is gone
		 */
		boolean offer(byte[] frames) {
			try {
				for (long i = 0; i < this.stallTimeout.toSeconds() && this.ended.getCount() > 0; i++) {
					if (this.blocks.offer(frames, 1, TimeUnit.SECONDS)) {
						return true;
					}
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			disconnect();
			return false;
		}

		private void write() {
			try (OutputStream out = this.socket.getOutputStream()) {
				for (byte[] frames = this.blocks.take(); frames != END; frames = this.blocks.take()) {
					out.write(frames);
				}
			}
			catch (IOException | InterruptedException ex) {
				// It is gone
			}
			finally {
				this.ended.countDown();
				ReplayServer.this.ended();
			}
		}

		void awaitEnd() {
			try {
				if (!this.ended.await(this.stallTimeout.toSeconds(), TimeUnit.SECONDS)) {
					disconnect();
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		private void disconnect() {
			try {
				this.socket.close();
			}
			catch (IOException ex) {
				// It is gone then
			}
		}

	}

}
