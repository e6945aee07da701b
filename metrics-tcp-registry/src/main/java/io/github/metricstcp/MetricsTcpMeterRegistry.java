package io.github.metricstcp;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

import io.github.metricstcp.internal.polling.PolledMeasurements;
import io.github.metricstcp.internal.polling.PolledValue;
import io.github.metricstcp.internal.polling.Poller;
import io.github.metricstcp.internal.stream.Descriptor;
import io.github.metricstcp.internal.stream.EventStream;
import io.github.metricstcp.internal.stream.MetricType;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.NamingConvention;
import io.micrometer.core.instrument.cumulative.CumulativeFunctionCounter;
import io.micrometer.core.instrument.cumulative.CumulativeFunctionTimer;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.HistogramGauges;
import io.micrometer.core.instrument.distribution.pause.PauseDetector;
import io.micrometer.core.instrument.internal.DefaultLongTaskTimer;
import io.micrometer.core.instrument.internal.DefaultMeter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A meter registry that streams every metric event, as it happens, to all connected
 * clients. By itself it does not listen: see {@link MetricsTcpExporter}.
 * <p>
 * Counters, timers and distribution summaries stream what is recorded; gauges, functions,
 * long task timers and custom meters are polled while a client is connected, and streamed
 * when they have changed. Counters are sent in whole units, so that function counters of
 * seconds are sent in milliseconds. The base time unit is seconds. Names and tags are
 * sent as they are; a {@link NamingConvention} that is set is honoured for meters
 * registered after it.
 * <p>
 * Percentiles and service level objectives are not streamed: receivers have all samples.
 * The registry has them as gauges, as Micrometer's simple registry does.
 * <p>
 * Closing the registry polls a last time and then no more. It does not stop a server, and
 * meters go on streaming: an application closes its registries before it has done its
 * last work.
 *
 * @since 0.1.0
 */
public final class MetricsTcpMeterRegistry extends MeterRegistry {

	private static final Logger logger = LoggerFactory.getLogger(MetricsTcpMeterRegistry.class);

	private static final double MILLIS_PER_SECOND = 1000;

	private final MetricsTcpConfig config;

	private final EventStream stream;

	private final Poller poller;

	/**
	 * Creates a registry.
	 * @param config the configuration
	 * @param clock the clock that times meters and stamps events
	 * @throws io.micrometer.core.instrument.config.validate.ValidationException if the
	 * configuration is not valid
	 */
	public MetricsTcpMeterRegistry(MetricsTcpConfig config, Clock clock) {
		super(clock);
		config.requireValid();
		if (config.bufferSize() == MetricsTcpConfig.UNLIMITED_BUFFER_SIZE) {
			logger.warn("The buffer size is unlimited: a client that does not read can use up all memory");
		}
		this.config = config;
		this.stream = new EventStream(config.bufferSize(), config.snapshot(), config.linger(), clock);
		this.poller = new Poller(this.stream, config.pollingFrequency(), clock);
		this.stream.listener(this.poller);
		config().namingConvention(NamingConvention.identity);
		config().onMeterRemoved(this::removed);
	}

	/**
	 * Returns the stream that this registry's events go into: for the exporter.
	 */
	EventStream stream() {
		return this.stream;
	}

	/**
	 * Returns the meters that are polled less often than configured: for the exporter.
	 */
	List<SlowedMeter> slowedMeters() {
		return this.poller.slowed();
	}

	private void removed(Meter meter) {
		if (meter instanceof StreamedMeter streamed) {
			this.stream.remove(streamed.series());
		}
		else {
			this.poller.remove(meter.getId());
		}
	}

	@Override
	protected Counter newCounter(Meter.Id id) {
		return new TcpCounter(id, this.stream.counter(descriptor(id)));
	}

	@Override
	protected Timer newTimer(Meter.Id id, DistributionStatisticConfig distributionStatisticConfig,
			PauseDetector pauseDetector) {
		Timer timer = new TcpTimer(id, this.clock, distributionStatisticConfig, pauseDetector, getBaseTimeUnit(),
				this.stream.samples(descriptor(id)));
		HistogramGauges.registerWithCommonFormat(timer, this);
		return timer;
	}

	@Override
	protected DistributionSummary newDistributionSummary(Meter.Id id,
			DistributionStatisticConfig distributionStatisticConfig, double scale) {
		DistributionSummary summary = new TcpDistributionSummary(id, this.clock, distributionStatisticConfig, scale,
				this.stream.samples(descriptor(id)));
		HistogramGauges.registerWithCommonFormat(summary, this);
		return summary;
	}

	@Override
	protected <T> Gauge newGauge(Meter.Id id, @Nullable T object, ToDoubleFunction<T> function) {
		TcpGauge<T> gauge = new TcpGauge<>(id, object, function);
		// A percentile, or a bucket of a histogram: receivers have the samples themselves
		return (id.syntheticAssociation() != null) ? gauge : polled(gauge);
	}

	@Override
	protected <T> TimeGauge newTimeGauge(Meter.Id id, @Nullable T object, TimeUnit functionUnit,
			ToDoubleFunction<T> function) {
		Meter.Id withUnit = id.withBaseUnit(WireUnits.SECONDS);
		return polled(new TcpTimeGauge<>(withUnit, object, functionUnit, function, getBaseTimeUnit()));
	}

	private <G extends TcpGauge<?>> G polled(G gauge) {
		Meter.Id id = gauge.getId();
		poll(id, List.of(gauge(id, descriptor(id), gauge::read)));
		return gauge;
	}

	@Override
	protected <T> FunctionCounter newFunctionCounter(Meter.Id id, T object, ToDoubleFunction<T> function) {
		FunctionCounter counter = new CumulativeFunctionCounter<>(id, object, function);
		poll(id, List.of(amount(id, "", counter::count)));
		return counter;
	}

	@Override
	protected <T> FunctionTimer newFunctionTimer(Meter.Id id, T object, ToLongFunction<T> countFunction,
			ToDoubleFunction<T> totalTimeFunction, TimeUnit totalTimeFunctionUnit) {
		FunctionTimer timer = new CumulativeFunctionTimer<>(id, object, countFunction, totalTimeFunction,
				totalTimeFunctionUnit, getBaseTimeUnit());
		poll(id, List.of(counter(id, descriptor(id, ".count", WireUnits.COUNT), timer::count),
				gauge(id, descriptor(id, ".total", WireUnits.SECONDS), () -> timer.totalTime(getBaseTimeUnit()))));
		return timer;
	}

	@Override
	protected LongTaskTimer newLongTaskTimer(Meter.Id id, DistributionStatisticConfig distributionStatisticConfig) {
		LongTaskTimer timer = new DefaultLongTaskTimer(id, this.clock, getBaseTimeUnit(), distributionStatisticConfig,
				false);
		poll(id, List.of(gauge(id, descriptor(id, ".active", WireUnits.COUNT), timer::activeTasks),
				gauge(id, descriptor(id, ".duration", WireUnits.SECONDS), () -> timer.duration(getBaseTimeUnit())),
				gauge(id, descriptor(id, ".max", WireUnits.SECONDS), () -> timer.max(getBaseTimeUnit()))));
		HistogramGauges.registerWithCommonFormat(timer, this);
		return timer;
	}

	@Override
	protected Meter newMeter(Meter.Id id, Meter.Type type, Iterable<Measurement> measurements) {
		this.poller.add(id, new PolledMeasurements(id.getName(), measurements,
				(statistic, value) -> measured(id, type, statistic, value)));
		return new DefaultMeter(id, type, measurements);
	}

	private PolledValue measured(Meter.Id id, Meter.Type type, Statistic statistic, DoubleSupplier value) {
		String suffix = (statistic != Statistic.VALUE) ? "." + statistic.getTagValueRepresentation() : "";
		String unit = WireUnits.of(id.getBaseUnit());
		return switch (statistic) {
			// That of a counter is its amount, of others how often something was recorded
			case COUNT -> (type == Meter.Type.COUNTER && unit != null) ? amount(id, suffix, value)
					: counter(id, descriptor(id, suffix, WireUnits.COUNT), value);
			case ACTIVE_TASKS -> gauge(id, descriptor(id, suffix, WireUnits.COUNT), value);
			default -> gauge(id, descriptor(id, suffix, unit), value);
		};
	}

	/**
	 * Creates the counter of an amount. The wire counts in whole units, which is too
	 * coarse for seconds: they are sent as milliseconds.
	 */
	private PolledValue amount(Meter.Id id, String suffix, DoubleSupplier value) {
		String unit = WireUnits.of(id.getBaseUnit());
		if (!WireUnits.SECONDS.equals(unit)) {
			return counter(id, descriptor(id, suffix, unit), value);
		}
		return counter(id, descriptor(id, suffix, WireUnits.MILLISECONDS),
				() -> value.getAsDouble() * MILLIS_PER_SECOND);
	}

	private PolledValue counter(Meter.Id id, Descriptor descriptor, DoubleSupplier value) {
		return new PolledValue(id.getName(), this.stream.polled(MetricType.COUNTER, descriptor), value);
	}

	private PolledValue gauge(Meter.Id id, Descriptor descriptor, DoubleSupplier value) {
		return new PolledValue(id.getName(), this.stream.polled(MetricType.GAUGE, descriptor), value);
	}

	private void poll(Meter.Id id, List<PolledValue> values) {
		this.poller.add(id, values);
	}

	private Descriptor descriptor(Meter.Id id) {
		return descriptor(id, "", WireUnits.of(id.getBaseUnit()));
	}

	private Descriptor descriptor(Meter.Id id, String suffix, @Nullable String unit) {
		Meter.Id named = suffix.isEmpty() ? id : id.withName(id.getName() + suffix);
		return new Descriptor(getConventionName(named), getConventionTags(named), unit, id.getDescription());
	}

	@Override
	protected TimeUnit getBaseTimeUnit() {
		return TimeUnit.SECONDS;
	}

	@Override
	protected DistributionStatisticConfig defaultHistogramConfig() {
		return DistributionStatisticConfig.builder()
			.expiry(this.config.step())
			.build()
			.merge(DistributionStatisticConfig.DEFAULT);
	}

	@Override
	public void close() {
		if (!isClosed()) {
			this.poller.close();
		}
		super.close();
	}

}
