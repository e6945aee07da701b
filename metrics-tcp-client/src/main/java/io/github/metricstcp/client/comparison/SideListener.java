package io.github.metricstcp.client.comparison;

import java.time.Duration;

import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.model.TargetNames;
import io.github.metricstcp.client.wire.Metadata;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.client.wire.StreamListener;
import org.jspecify.annotations.Nullable;

/**
 * A listener that keeps the events of a target as long as they count.
 */
final class SideListener implements StreamListener<Series> {

	private final Side side;

	private final TargetModel kept;

	private final Pace pace;

	private boolean counts;

	/**
	 * Creates a listener to one of the targets of a side.
	 * @param pace called with the time since the start before what was received then is
	 * kept
	 */
	SideListener(Side side, TargetNames target, Pace pace) {
		this.side = side;
		this.kept = side.model().addTarget(target);
		this.pace = pace;
	}

	@Override
	public void connecting() {
		this.kept.connecting();
	}

	@Override
	public void opened(String peer) {
		this.kept.opened(peer);
	}

	@Override
	public void received(int bytes) {
		long elapsed = this.side.received();
		this.counts = this.side.counts(elapsed);
		this.pace.at(elapsed);
		this.kept.received(bytes);
	}

	@Override
	public void closed(String reason, @Nullable Duration retryDelay) {
		this.kept.closed(reason, retryDelay);
	}

	@Override
	public Series series(SeriesKey key) {
		return this.kept.series(key);
	}

	@Override
	public void metadata(Metadata metadata) {
		this.kept.metadata(metadata);
	}

	@Override
	public void event(Series series, Operation operation, long operand, long seconds, int nanos) {
		if (this.counts) {
			this.kept.event(series, operation, operand, seconds, nanos);
		}
	}

	/**
	 * The pace at which a side is received.
	 */
	@FunctionalInterface
	interface Pace {

		/**
		 * Called before what was received is kept.
		 * @param elapsed the time since the start, in nanoseconds
		 */
		void at(long elapsed);

	}

}
