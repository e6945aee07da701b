package io.github.metricstcp;

import java.lang.ref.WeakReference;
import java.util.function.ToDoubleFunction;

import io.micrometer.common.util.internal.logging.WarnThenDebugLogger;
import io.micrometer.core.instrument.AbstractMeter;
import io.micrometer.core.instrument.Gauge;
import org.jspecify.annotations.Nullable;

/**
 * A gauge over a weakly held object. Unlike Micrometer's default it can be read in a way
 * that lets an exception of the function through.
 *
 * @param <T> the type of the object
 */
class TcpGauge<T> extends AbstractMeter implements Gauge {

	private static final WarnThenDebugLogger logger = new WarnThenDebugLogger(TcpGauge.class);

	private final WeakReference<@Nullable T> reference;

	private final ToDoubleFunction<T> function;

	TcpGauge(Id id, @Nullable T object, ToDoubleFunction<T> function) {
		super(id);
		this.reference = new WeakReference<>(object);
		this.function = function;
	}

	@Override
	public double value() {
		try {
			return read();
		}
		catch (Throwable ex) {
			logger.log(() -> "Failed to apply the value function for the gauge '" + getId().getName() + "'.", ex);
			return Double.NaN;
		}
	}

	/**
	 * Applies the function.
	 * @return the value, NaN if the object has been collected
	 */
	double read() {
		T object = this.reference.get();
		return (object != null) ? this.function.applyAsDouble(object) : Double.NaN;
	}

}
