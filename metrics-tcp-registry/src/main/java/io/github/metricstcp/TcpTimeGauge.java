package io.github.metricstcp;

import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.util.TimeUtils;
import org.jspecify.annotations.Nullable;

/**
 * A gauge of a time, in the registry's base time unit.
 *
 * @param <T> the type of the object
 */
final class TcpTimeGauge<T> extends TcpGauge<T> implements TimeGauge {

	private final TimeUnit baseTimeUnit;

	TcpTimeGauge(Id id, @Nullable T object, TimeUnit functionUnit, ToDoubleFunction<T> function,
			TimeUnit baseTimeUnit) {
		super(id, object, (value) -> TimeUtils.convert(function.applyAsDouble(value), functionUnit, baseTimeUnit));
		this.baseTimeUnit = baseTimeUnit;
	}

	@Override
	public TimeUnit baseTimeUnit() {
		return this.baseTimeUnit;
	}

}
