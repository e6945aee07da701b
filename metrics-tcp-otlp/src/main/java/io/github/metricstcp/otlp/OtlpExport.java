package io.github.metricstcp.otlp;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import javax.net.ssl.SSLContext;

import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.SeriesFilter;
import io.github.metricstcp.client.model.TargetNames;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.client.wire.StreamListener;
import org.jspecify.annotations.Nullable;

/**
 * An export of the metrics of any number of targets to one OpenTelemetry collector, by
 * OTLP over HTTP.
 * <p>
 * Counters are monotonic sums, gauges are gauges, and histograms are exponential
 * histograms: count, sum, minimum and maximum are exact, and the middle of a bucket is at
 * most 0.54 % off each sample in it. Each target is a resource of its own, and has the
 * name of its service or that which the application gives itself as {@code service.name},
 * and its address as {@code service.instance.id}.
 * <p>
 * A collector that is away, slow or full ends nothing and loses nothing: what was not
 * taken is sent again as it is, and what happens meanwhile is sent then, also of targets
 * that were removed meanwhile. Memory is bounded by the limit on series; as many again
 * may wait of such targets. A request that it refuses is not sent again, and a notice
 * says so: what it had is lost if values are deltas, and comes with the next export if
 * they are cumulative.
 * <p>
 * Series that a later stream of their target has not had make room for others, histograms
 * once they have had no sample for an hour.
 * <p>
 * Thread-safe. A thread of its own, a daemon, does all sending.
 *
 * @since 0.1.0
 */
public final class OtlpExport implements AutoCloseable {

	/**
	 * The default time between two exports: 10 seconds. Who looks at a stream of events
	 * wants to see more than each minute, and costs are those of one process for a fleet.
	 */
	public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(10);

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

	private final TimeSource time;

	private final SeriesFilter filter;

	private final SeriesLimit limit;

	private final Collector collector;

	private final ExportLoop loop;

	private final Thread thread;

	private final AtomicBoolean started = new AtomicBoolean();

	private final AtomicBoolean closed = new AtomicBoolean();

	private final ExportedTargets targets;

	private OtlpExport(Builder builder) {
		this.time = builder.time;
		this.filter = builder.filter;
		this.limit = new SeriesLimit(builder.maxSeries, builder.maxSeriesName, builder.notices);
		this.targets = new ExportedTargets(this.limit, builder.notices);
		ExportSettings settings = new ExportSettings(builder.url, builder.urlName, Map.copyOf(builder.headers),
				builder.headersName, builder.sslContext, builder.interval, builder.timeout, builder.longestRetryDelay,
				builder.temporality, builder.maxPoints);
		this.collector = new Collector(settings);
		this.loop = new ExportLoop(settings, this.time, this.targets, this.collector, builder.notices);
		this.thread = new Thread(this.loop, "metrics-tcp-otlp-export");
		this.thread.setDaemon(true);
	}

	/**
	 * Returns a builder of an export.
	 * @param url the address of the collector, such as {@code http://localhost:4318};
	 * without a path, metrics are sent to {@code /v1/metrics}
	 * @return a builder with default settings
	 * @throws IllegalArgumentException if it is no such address, with a message that says
	 * why
	 */
	public static Builder builder(String url) {
		return new Builder(url);
	}

	/**
	 * Adds a target that is the only instance of its service.
	 * @param names the names of the target. Its name is that of the service too
	 * @return the listener to its streams, to be given to one client
	 */
	public StreamListener<?> addTarget(TargetNames names) {
		return addTarget(names, names.name());
	}

	/**
	 * Adds a target that is one of several instances of a service.
	 * @param names the names of the target. Its address is the
	 * {@code service.instance.id}, which tells it apart from the others
	 * @param service the name of the service, the same for all of its instances. It is
	 * the {@code service.name}, unless the target has no name but its address, and its
	 * series have a label {@code application}
	 * @return the listener to its streams, to be given to one client
	 * @see <a href= "https://opentelemetry.io/docs/specs/semconv/resource/service/">The
	 * semantic conventions of OpenTelemetry, on services</a>
	 */
	public StreamListener<?> addTarget(TargetNames names, String service) {
		ExportedTarget target = new ExportedTarget(names, service, this.time, this.limit, this.filter);
		this.targets.add(target);
		return target;
	}

	/**
	 * Lets go of a target, and makes room for the series of others. What was not sent yet
	 * of it is sent with the next export, unless as many series as the limit allows wait
	 * for that already: a notice says how many are lost. Its listener may be called
	 * still, and does nothing.
	 * @param name the name of the target
	 */
	public void removeTarget(String name) {
		this.targets.remove(name);
	}

	/**
	 * Begins to export, for the first time when an interval has passed. To be called
	 * once.
	 * @throws IllegalStateException if it was called before
	 */
	public void start() {
		if (this.started.getAndSet(true)) {
			throw new IllegalStateException("The export was started before");
		}
		this.thread.start();
	}

	/**
	 * Exports what was received since the last time, and ends. That is given up after
	 * three seconds if the collector does not answer.
	 */
	@Override
	public void close() {
		if (this.closed.getAndSet(true)) {
			return;
		}
		this.loop.end();
		if (this.started.get()) {
			awaitEnd();
		}
		this.collector.close();
	}

	private void awaitEnd() {
		try {
			this.thread.join(CLOSE_TIMEOUT.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.thread.interrupt();
	}

	/**
	 * A builder of exports. An export keeps the settings that the builder has when it is
	 * built.
	 */
	public static final class Builder {

		/**
		 * The headers that say how a request is to be read.
		 */
		private static final Set<String> RESERVED = Set.of("content-type", "content-encoding", "content-length", "host",
				"transfer-encoding", "connection");

		private final URI url;

		private String urlName = "url";

		private String headersName = "headers";

		private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

		private @Nullable SSLContext sslContext;

		private Duration interval = DEFAULT_INTERVAL;

		private Duration timeout = Duration.ofSeconds(10);

		private Duration longestRetryDelay = Duration.ofMinutes(1);

		private Temporality temporality = Temporality.CUMULATIVE;

		private int maxPoints = 5000;

		private SeriesFilter filter = SeriesFilter.ALL;

		private int maxSeries = ObserverModel.DEFAULT_MAX_SERIES;

		private String maxSeriesName = "maxSeries";

		private TimeSource time = TimeSource.system();

		private Consumer<String> notices = (sentence) -> {
		};

		private Builder(String url) {
			this.url = CollectorAddress.parse(url);
		}

		/**
		 * Sets the names by which a user knows the address and the headers, such as
		 * options of a command line; "url" and "headers" by default.
		 * @param url the name of the address in sentences
		 * @param headers the name of the headers in sentences
		 * @return this builder
		 */
		public Builder names(String url, String headers) {
			this.urlName = url;
			this.headersName = headers;
			return this;
		}

		/**
		 * Adds a header to each request, such as a token; none by default. It takes the
		 * place of one of the same name.
		 * @param name the name
		 * @param value the value, which is never shown
		 * @return this builder
		 * @throws IllegalArgumentException if HTTP has no such header, or it is one that
		 * says how requests are read
		 */
		public Builder header(String name, String value) {
			if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+") || RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
				throw new IllegalArgumentException(
						"'%s' is not the name of a header that can be set".formatted(ShownText.of(name)));
			}
			if (!value.chars().allMatch((c) -> c == '\t' || (c >= ' ' && c < 0x7F))) {
				throw new IllegalArgumentException(
						"The value of header '%s' has characters that no header can have".formatted(name));
			}
			this.headers.put(name, value);
			return this;
		}

		/**
		 * Sets the context of connections to {@code https} addresses; by default it
		 * trusts what the JVM trusts. The name of the host is verified.
		 * @param sslContext a context that trusts the collector, {@code null} for the
		 * default
		 * @return this builder
		 */
		public Builder sslContext(@Nullable SSLContext sslContext) {
			this.sslContext = sslContext;
			return this;
		}

		/**
		 * Sets the time between two exports; 10 seconds by default.
		 * @param interval the time, at least a millisecond
		 * @return this builder
		 * @throws IllegalArgumentException if it is shorter
		 */
		public Builder interval(Duration interval) {
			this.interval = positive("interval", interval);
			return this;
		}

		/**
		 * Sets the time within which a request must be answered; 10 seconds by default.
		 * @param timeout the time, at least a millisecond
		 * @return this builder
		 * @throws IllegalArgumentException if it is shorter
		 */
		public Builder timeout(Duration timeout) {
			this.timeout = positive("timeout", timeout);
			return this;
		}

		private static Duration positive(String name, Duration duration) {
			if (duration.compareTo(Duration.ofMillis(1)) < 0) {
				throw new IllegalArgumentException("%s must be at least 1 ms, but is %s".formatted(name, duration));
			}
			return duration;
		}

		/**
		 * Sets the longest time between two attempts to send the same. For tests, which
		 * do not wait for as long as users do.
		 * @param longestRetryDelay the time; one minute by default
		 * @return this builder
		 */
		Builder longestRetryDelay(Duration longestRetryDelay) {
			this.longestRetryDelay = longestRetryDelay;
			return this;
		}

		/**
		 * Sets the time that sums and histograms are of; cumulative by default.
		 * @param temporality all the time, or that since the export before
		 * @return this builder
		 */
		public Builder temporality(Temporality temporality) {
			this.temporality = temporality;
			return this;
		}

		/**
		 * Sets the number of data points after which another request is begun; 5,000 by
		 * default.
		 * @param maxPoints the number, at least 1
		 * @return this builder
		 * @throws IllegalArgumentException if the number is less than 1
		 */
		public Builder maxPoints(int maxPoints) {
			this.maxPoints = atLeastOne("maxPoints", maxPoints);
			return this;
		}

		/**
		 * Sets the series that are exported; all by default.
		 * @param filter the filter that they match
		 * @return this builder
		 */
		public Builder filter(SeriesFilter filter) {
			this.filter = filter;
			return this;
		}

		/**
		 * Sets the maximum number of series that are exported, of all targets together;
		 * 10,000 by default.
		 * @param maxSeries the number, at least 1
		 * @param name the name by which a user knows that setting
		 * @return this builder
		 * @throws IllegalArgumentException if the number is less than 1
		 */
		public Builder maxSeries(int maxSeries, String name) {
			this.maxSeries = atLeastOne(name, maxSeries);
			this.maxSeriesName = name;
			return this;
		}

		private static int atLeastOne(String name, int number) {
			if (number < 1) {
				throw new IllegalArgumentException("%s must be at least 1, but is %s".formatted(name, number));
			}
			return number;
		}

		/**
		 * Sets the clock of the data points; the system's by default. Intervals do not go
		 * by it.
		 * @param time the clock
		 * @return this builder
		 */
		public Builder time(TimeSource time) {
			this.time = time;
			return this;
		}

		/**
		 * Sets where sentences for the user go, such as that the collector is away; by
		 * default nowhere. The same is not said again for ten minutes.
		 * @param notices takes each sentence, on any thread
		 * @return this builder
		 */
		public Builder notices(Consumer<String> notices) {
			this.notices = notices;
			return this;
		}

		/**
		 * Builds an export that does nothing yet.
		 * @return an export with the settings that this builder has now
		 */
		public OtlpExport build() {
			return new OtlpExport(this);
		}

	}

}
