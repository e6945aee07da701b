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
	 * What live events are written with. Belongs to the event loop.
	 */
	final FrameTemplate template;

	final Ingress ingress;

	/**
	 * The series' place in tables and bit sets while it is registered, then another's.
	 * Belongs to the owner of the {@link SeriesTable}.
	 */
	int index = UNREGISTERED;

	/**
	 * The series' family while it is registered. Belongs to the owner of the
	 * {@link SeriesTable}.
	 */
	@Nullable Family family;

	/**
	 * The series of the same identity that left before this one, while some client must
	 * still be told its last value, which it must be told first. Belongs to the owner of
	 * the {@link SeriesTable}.
	 */
	@Nullable Series predecessor;

	/**
	 * The series whose predecessor this one is.
	 */
	@Nullable Series successor;

	/**
	 * Set once, when the application removes the series: nothing is emitted from then on.
	 * Not volatile: a thread that reads it late emits an event that is discarded.
	 */
	boolean removed;

	/**
	 * Set once, when the event loop has come to the position of the removal. Belongs to
	 * the owner of the {@link SeriesTable}.
	 */
	boolean retired;

	/**
	 * Set once, if the series was let go of before all clients were told its last value.
	 * Belongs to the owner of the {@link SeriesTable}.
	 */
	boolean abandoned;

	Series(Ingress ingress, Descriptor descriptor, MetricType type, Operation operation) {
		this.ingress = ingress;
		this.descriptor = descriptor;
		this.type = type;
		this.operation = operation;
		this.name = FrameWriter.nameField(descriptor.name());
		this.labels = FrameWriter.labelFields(descriptor.labels());
		this.template = new FrameTemplate(this.name, this.labels, operation);
	}

	/**
	 * Whether an event recorded now would be sent to anybody: one volatile read.
	 */
	public final boolean isHeard() {
		return this.ingress.listening && !this.removed;
	}

	int largestFrame() {
		return this.name.length + this.labels.length + FRAME_OVERHEAD;
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
	 * Returns the operation that tells a client the published value, or {@code null} if
	 * there is nothing but samples to tell.
	 */
	@Nullable Operation telling() {
		return this.operation;
	}

	/**
	 * Returns the bits that tell the published value.
	 */
	abstract long told(PublishedState published);

	/**
	 * Whether the value is polled only while somebody listens, and so is out of date when
	 * the first client connects.
	 */
	boolean isPolled() {
		return false;
	}

}
