package io.github.metricstcp.internal.stream;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.github.metricstcp.DeliveryCounts;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Sinks;

/**
 * The fan-out of blocks to the clients that are connected. Confined to the event loop,
 * but for the counts.
 */
final class FanOut implements ClientStream.Owner {

	private static final Logger logger = LoggerFactory.getLogger(FanOut.class);

	private static final ClientStream[] NO_CLIENTS = new ClientStream[0];

	private final int limit;

	private final boolean snapshot;

	private final SeriesTable table;

	private final ChunkWriter writer;

	private final Consumer<Runnable> later;

	private final Runnable lastDisconnected;

	private final DeliveryTotals totals = new DeliveryTotals();

	private Sinks.Many<Block> sink = newSink();

	private ClientStream[] clients = NO_CLIENTS;

	/**
	 * Creates a fan-out without clients.
	 * @param limit how many events wait for each client at the most
	 * @param snapshot whether clients are sent values, and not only events
	 * @param table the series and their values
	 * @param writer the buffer that chunks are made in
	 * @param later runs a task after the event loop has done its I/O
	 * @param lastDisconnected called when the last client has gone
	 */
	FanOut(int limit, boolean snapshot, SeriesTable table, ChunkWriter writer, Consumer<Runnable> later,
			Runnable lastDisconnected) {
		this.limit = limit;
		this.snapshot = snapshot;
		this.table = table;
		this.writer = writer;
		this.later = later;
		this.lastDisconnected = lastDisconnected;
	}

	private static Sinks.Many<Block> newSink() {
		return Sinks.unsafe().many().multicast().directBestEffort();
	}

	/**
	 * Returns what became of the events on their way to clients, for any thread.
	 */
	DeliveryCounts counts() {
		return this.totals.counts();
	}

	/**
	 * Begins a stream that has not been completed yet.
	 */
	void open() {
		this.sink = newSink();
	}

	/**
	 * Completes the stream for all clients.
	 */
	void complete() {
		this.sink.tryEmitComplete();
	}

	boolean hasClients() {
		return this.clients.length > 0;
	}

	/**
	 * Adds a client, which will be sent all that there is.
	 */
	ClientStream connect() {
		ClientStream client = new ClientStream(this.sink.asFlux(), this.limit, this.snapshot, this.table, this.writer,
				this);
		client.addAll(this.table.families(), this.table.published.known());
		this.clients = Arrays.copyOf(this.clients, this.clients.length + 1);
		this.clients[this.clients.length - 1] = client;
		return client;
	}

	void disconnectAll() {
		for (ClientStream client : this.clients) {
			client.disconnect();
		}
	}

	/**
	 * Hands a block to all clients, and clears it.
	 */
	void flush(Block block) {
		if (block.isEmpty()) {
			return;
		}
		this.sink.tryEmitNext(block);
		offerChunks();
		block.clear();
	}

	/**
	 * Has each client that can take something write what there is for it.
	 */
	void offerChunks() {
		for (ClientStream client : this.clients) {
			client.offerChunks();
		}
	}

	/**
	 * Whether a client waits for nothing but its next turn.
	 */
	boolean hasContinuation() {
		for (ClientStream client : this.clients) {
			if (client.isContinuationScheduled()) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Goes on without the events that could not be streamed: with snapshots all clients
	 * are sent all values anew, whatever they were.
	 * @param block the events that were being encoded
	 */
	void recover(Block block, Throwable failure) {
		try {
			logger.error("Failed to stream some events; {}", this.snapshot ? "all clients are sent all values anew"
					: "they count as dropped, as there are no snapshots", failure);
			// Clients that have taken the block as it is get it
			offerChunks();
			for (ClientStream client : this.clients) {
				client.lose(block);
				this.table.forEach(client::addValue);
			}
			block.clear();
			offerChunks();
		}
		catch (Throwable ex) {
			logger.error("Failed to recover", ex);
		}
	}

	/**
	 * Sees to it that all clients are sent the value of a series that was added.
	 * @param created its family, if it is the first of it
	 * @param replaced the family that this one has replaced, if any
	 */
	void add(Series series, @Nullable Family created, @Nullable Family replaced) {
		for (ClientStream client : this.clients) {
			if (replaced != null) {
				// Sent later than the new one's, its metadata would stay
				client.removeFamily(replaced);
			}
			if (created != null) {
				client.addFamily(created);
			}
			client.addValue(series);
		}
	}

	/**
	 * Prepares for the removal of a series.
	 * @return whether a client still has to be sent its last value
	 */
	boolean retire(Series series) {
		boolean needed = false;
		for (ClientStream client : this.clients) {
			needed |= client.retire(series);
		}
		return needed;
	}

	/**
	 * Whether events of a series may wait for a client that has not been sent its
	 * metadata.
	 */
	boolean needsMetadata(Series series) {
		return anyClient((client) -> client.needsMetadata(series));
	}

	/**
	 * Removes a series for good, whether all clients were sent its last value or not.
	 */
	void remove(Series series) {
		for (ClientStream client : this.clients) {
			client.remove(series);
		}
		Family emptied = this.table.remove(series);
		if (emptied != null) {
			for (ClientStream client : this.clients) {
				client.removeFamily(emptied);
			}
		}
	}

	/**
	 * Lets go of retiring series whose last value no client needs any more.
	 */
	private void release(List<Series> retiring) {
		for (Series series : retiring) {
			if (series.index != Series.UNREGISTERED && !anyClient((client) -> client.needsLastValue(series))) {
				remove(series);
			}
		}
	}

	private boolean anyClient(Predicate<ClientStream> condition) {
		return Arrays.stream(this.clients).anyMatch(condition);
	}

	@Override
	public DeliveryTotals totals() {
		return this.totals;
	}

	@Override
	public void written(Chunk chunk) {
		release(chunk.retiring);
	}

	@Override
	public void later(Runnable task) {
		this.later.accept(task);
	}

	@Override
	public void disconnected(ClientStream client) {
		this.clients = Arrays.stream(this.clients).filter((other) -> other != client).toArray(ClientStream[]::new);
		release(this.table.retiring.all());
		if (this.clients.length == 0) {
			this.lastDisconnected.run();
		}
	}

}
