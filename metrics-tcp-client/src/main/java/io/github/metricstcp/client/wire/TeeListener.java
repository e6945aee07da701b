package io.github.metricstcp.client.wire;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Two listeners to one source, the first of which is called first.
 *
 * @param <A> the type of the object that the first one keeps for a series
 * @param <B> the type of the object that the second one keeps for a series
 * @since 0.1.0
 */
public final class TeeListener<A, B> implements StreamListener<TeeListener.Kept<A, B>> {

	private final StreamListener<A> first;

	private final StreamListener<B> second;

	/**
	 * Creates a listener that passes on to two others.
	 * @param first the listener that is called first
	 * @param second the listener that is called then
	 */
	public TeeListener(StreamListener<A> first, StreamListener<B> second) {
		this.first = first;
		this.second = second;
	}

	@Override
	public void connecting() {
		this.first.connecting();
		this.second.connecting();
	}

	@Override
	public void opened(String peer) {
		this.first.opened(peer);
		this.second.opened(peer);
	}

	@Override
	public void received(int bytes) {
		this.first.received(bytes);
		this.second.received(bytes);
	}

	@Override
	public void consumed() {
		this.first.consumed();
		this.second.consumed();
	}

	@Override
	public void quiet(@Nullable String remark) {
		this.first.quiet(remark);
		this.second.quiet(remark);
	}

	@Override
	public void closed(String reason, @Nullable Duration retryDelay) {
		this.first.closed(reason, retryDelay);
		this.second.closed(reason, retryDelay);
	}

	@Override
	public Kept<A, B> series(SeriesKey key) {
		return new Kept<>(this.first.series(key), this.second.series(key));
	}

	@Override
	public void metadata(Metadata metadata) {
		this.first.metadata(metadata);
		this.second.metadata(metadata);
	}

	@Override
	public void event(Kept<A, B> series, Operation operation, long operand, long seconds, int nanos) {
		this.first.event(series.first, operation, operand, seconds, nanos);
		this.second.event(series.second, operation, operand, seconds, nanos);
	}

	@Override
	public void frame(byte[] bytes, int offset, int length) {
		this.first.frame(bytes, offset, length);
		this.second.frame(bytes, offset, length);
	}

	@Override
	public void unknown() {
		this.first.unknown();
		this.second.unknown();
	}

	/**
	 * The objects that both listeners keep for a series.
	 *
	 * @param <A> the type of the first one's object
	 * @param <B> the type of the second one's object
	 * @param first the object of the first one
	 * @param second the object of the second one
	 */
	public record Kept<A, B>(A first, B second) {
	}

}
