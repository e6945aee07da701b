package io.github.metricstcp.internal.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The buffer that chunks are written into, for one client at a time: metadata, then
 * events that waited, then values. Confined to the event loop.
 */
final class ChunkWriter {

	/**
	 * Number of bytes of a write that are kept for values while events still wait.
	 */
	static final int VALUES_WHILE_LAGGING = 8 * 1024;

	private final FrameWriter frames = new FrameWriter(64 * 1024);

	private final SeriesTable table;

	private final EventClock clock;

	private final List<Series> retiring = new ArrayList<>();

	ChunkWriter(SeriesTable table, EventClock clock) {
		this.table = table;
		this.clock = clock;
	}

	/**
	 * Begins a chunk, with the metadata that a client must be sent first.
	 */
	void begin(SnapshotBacklog backlog) {
		this.frames.clear();
		this.retiring.clear();
		while (backlog.hasFamilies() && this.frames.length() < Block.FULL_BYTES) {
			Family family = this.table.family(backlog.takeFamily());
			this.frames.frame(family.metadata);
			this.retiring.addAll(family.retiring());
		}
	}

	/**
	 * Appends an event.
	 */
	void event(Frame event) {
		this.frames.frame(event.bytes);
	}

	/**
	 * Appends the values that a client can be sent, as many as there is room for.
	 * @return how many bytes they take
	 */
	int values(SnapshotBacklog backlog) {
		int before = this.frames.length();
		int full = (backlog.waiting() == 0) ? Block.FULL_BYTES
				: Math.min(Block.FULL_BYTES, before + VALUES_WHILE_LAGGING);
		// At least one, however large the events were
		for (boolean first = true; backlog.hasReady() && (first || this.frames.length() < full); first = false) {
			Series series = this.table.get(backlog.takeReady());
			if (!predecessors(series, backlog, full)) {
				backlog.putBack(series.index);
				break;
			}
			value(series);
		}
		return this.frames.length() - before;
	}

	/**
	 * Appends the last values of those that had the identity of a series before it. They
	 * are ready if it is: whatever hit them came first.
	 * @return {@code false} if there is no room for the series itself
	 */
	private boolean predecessors(Series series, SnapshotBacklog backlog, int full) {
		Series next = this.table.retiring.first(series);
		while (next != series) {
			if (backlog.takeReady(next.index)) {
				value(next);
				if (this.frames.length() >= full) {
					return false;
				}
			}
			next = this.table.retiring.successor(next);
		}
		return true;
	}

	private void value(Series series) {
		PublishedState published = this.table.published;
		Operation operation = Objects.requireNonNull(series.snapshotOperation());
		this.frames.metric(series.name, series.labels, published.timestamp(series.index, this.clock.epochNanos()),
				operation, series.snapshotBits(published));
		if (series.retired) {
			this.retiring.add(series);
		}
	}

	/**
	 * Returns how many bytes have been written.
	 */
	int length() {
		return this.frames.length();
	}

	/**
	 * Ends the chunk.
	 * @param events how many events it has
	 * @param valueBytes how many of its bytes are values
	 * @return {@code null} if nothing was written
	 */
	@Nullable Chunk end(int events, int valueBytes) {
		if (this.frames.length() == 0) {
			return null;
		}
		List<Series> retiring = this.retiring.isEmpty() ? List.of() : List.copyOf(this.retiring);
		return new Chunk(this.frames, events, valueBytes, retiring);
	}

}
