package io.github.metricstcp.benchmarks.series;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.client.wire.StreamListener;

/**
 * Series of one target: half of them are histograms, a quarter counters and a quarter
 * gauges, with four labels each. Not thread-safe.
 *
 * @param <S> the type of the object that the listener keeps for a series
 */
public final class ManySeries<S> {

	private static final int SERIES_OF_A_NAME = 100;

	private final StreamListener<S> target;

	private final List<S> series = new ArrayList<>();

	private final List<Operation> operations = new ArrayList<>();

	private final Random random = new Random(1);

	private ManySeries(StreamListener<S> target) {
		this.target = target;
	}

	/**
	 * Opens a stream of a target, and begins its series.
	 * @param <S> the type of the object that the listener keeps for a series
	 * @param target the listener to the stream
	 * @param count the number of series
	 * @return the series, without events
	 */
	public static <S> ManySeries<S> of(StreamListener<S> target, int count) {
		ManySeries<S> many = new ManySeries<>(target);
		target.opened("memory");
		for (int i = 0; i < count; i++) {
			Kind kind = (i % 2 == 0) ? Kind.HISTOGRAM : (i % 4 == 1) ? Kind.COUNTER : Kind.GAUGE;
			many.operations.add(switch (kind) {
				case COUNTER -> Operation.INCREMENT_COUNTER;
				case GAUGE -> Operation.SET_GAUGE;
				case HISTOGRAM -> Operation.RECORD_HISTOGRAM;
			});
			many.series.add(target.series(new SeriesKey(kind, "shop.orders.processed." + i / SERIES_OF_A_NAME,
					Map.of("method", "GET", "outcome", "SUCCESS", "status", "200", "uri", "/orders/" + i))));
		}
		return many;
	}

	/**
	 * Sends events of each series.
	 * @param events the number of events of each
	 */
	public void feed(int events) {
		this.target.received(1);
		for (int i = 0; i < events * this.series.size(); i++) {
			int index = i % this.series.size();
			Operation operation = this.operations.get(index);
			long operand = operation.isWhole() ? 1
					: Double.doubleToLongBits(0.01 * Math.exp(this.random.nextGaussian()));
			this.target.event(this.series.get(index), operation, operand, 1, 0);
		}
	}

}
