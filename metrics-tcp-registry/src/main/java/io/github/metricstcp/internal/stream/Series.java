package io.github.metricstcp.internal.stream;

import org.jspecify.annotations.Nullable;

/**
 * One series of the stream: a name and labels, and what becomes of a value recorded for
 * them. What never changes is encoded once, here. What has been published is kept in
 * {@link PublishedState}, so that fields that application threads read do not share a
 * cache line with what the event loop writes.
 *
 * @since 0.1.0
 */
public abstract class Series {

	static final int UNREGISTERED = -1;

	/**
	 * More than the timestamp, the value and all tags and lengths of a frame take.
	 */
	private static final int FRAME_OVERHEAD = 64;

	final MetricType type;

	final Descriptor descriptor;

	final Operation operation;

	final byte[] name;

	final byte[] labels;

	/**
	 * The template of live events. Belongs to the event loop.
	 */
	final FrameTemplate template;

	/**
	 * The series' place in tables and bit sets while it is registered, then another's.
	 * Belongs to the owner of the {@link SeriesTable}, as the two flags below do.
	 */
	int index = UNREGISTERED;

	/**
	 * Set once, when the application removes the series: nothing is streamed from then
	 * on. Not volatile: a thread that reads it late streams an event that is discarded.
	 */
	boolean removed;

	/**
	 * Set once, when the event loop has come to the position of the removal. Here, and
	 * not in the table, because it is asked for each event.
	 */
	boolean retired;

	/**
	 * Set once, if the series was let go of before all clients were sent its last value.
	 */
	boolean evicted;

	Series(Descriptor descriptor, MetricType type, Operation operation) {
		this.descriptor = descriptor;
		this.type = type;
		this.operation = operation;
		this.name = FrameWriter.nameField(descriptor.name());
		this.labels = FrameWriter.labelFields(descriptor.labels());
		this.template = new FrameTemplate(this.name, this.labels, operation);
	}

	/**
	 * Encodes the frame that describes the series' name.
	 */
	byte[] metadata() {
		FrameWriter frame = new FrameWriter(128);
		frame.metadata(this.descriptor.name(), this.type, this.descriptor.unit(), this.descriptor.description());
		return frame.copy();
	}

	/**
	 * Whether its frames or its metadata are larger than what may be sent.
	 */
	boolean isTooLarge() {
		return this.name.length + this.labels.length + FRAME_OVERHEAD > FrameWriter.MAX_FRAME_LENGTH
				|| (this.descriptor.largestMetadata() > FrameWriter.MAX_FRAME_LENGTH
						&& metadata().length > FrameWriter.MAX_FRAME_LENGTH);
	}

	/**
	 * Takes a value from the ingress into the published state.
	 * @return the bits to send
	 */
	abstract long publish(PublishedState published, double value);

	/**
	 * Takes what never went through the ingress into the published state.
	 * @return the increment to send, 0 for none
	 */
	long absorb(PublishedState published) {
		return 0;
	}

	/**
	 * Returns the operation that sets the published value, for snapshots, or {@code null}
	 * if there are only samples, which are in none.
	 */
	@Nullable Operation snapshotOperation() {
		return this.operation;
	}

	/**
	 * Returns the bits of the published value, for snapshots.
	 */
	abstract long snapshotBits(PublishedState published);

	/**
	 * Whether the value is polled only while a client is connected, and so is out of date
	 * when the first one connects.
	 */
	boolean isPolled() {
		return false;
	}

}
