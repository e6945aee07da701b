package io.github.metricstcp.prometheus;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.SeriesFilter;
import io.github.metricstcp.client.model.TargetNames;
import io.github.metricstcp.client.wire.StreamListener;
import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;
import reactor.netty.ChannelBindException;

/**
 * A target for Prometheus: the metrics of any number of targets at one address, in the
 * text format, OpenMetrics or Protocol Buffers, whichever the scraper asks for.
 * <p>
 * Names are made as Micrometer makes them for Prometheus; times are in seconds, sizes in
 * bytes. What Prometheus could not tell apart gets another name or is left out, which is
 * told and counted, so that no scrape fails by it. Series are there as long as their
 * target is connected and sends them, and take room until a later stream of it has not
 * had them, histograms until they have had no sample for an hour besides.
 * <p>
 * There is no encryption. Thread-safe: scrapes are made by a thread of their own, a
 * daemon.
 *
 * @since 0.1.0
 */
public final class PrometheusEndpoint implements AutoCloseable {

	/**
	 * The default port, which is OpenTelemetry's for the same.
	 */
	public static final int DEFAULT_PORT = 9464;

	private final boolean labelled;

	private final HistogramSettings histograms;

	private final SeriesFilter filter;

	private final SaidOnce notices;

	private final SeriesLimit limit;

	private final LongSupplier nanoTime;

	private final ScrapeServer server;

	// Guarded by this
	private final List<ExposedTarget> targets = new ArrayList<>();

	private PrometheusEndpoint(Builder builder) {
		this.labelled = builder.targetLabel;
		this.histograms = new HistogramSettings(builder.histograms,
				new BucketBounds(builder.buckets, builder.bucketsByName));
		this.filter = builder.filter;
		this.notices = new SaidOnce(builder.notices);
		this.limit = new SeriesLimit(builder.maxSeries, builder.maxSeriesName, builder.notices);
		this.nanoTime = builder.nanoTime;
		this.server = new ScrapeServer(new InetSocketAddress(builder.address, builder.port),
				new ScrapeRules(builder.address.isLoopbackAddress(), builder.token),
				() -> Exposition.of(targets(), this.limit.refused(), this.notices));
	}

	/**
	 * Returns a builder of an endpoint.
	 * @return a builder with default settings
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Adds a target.
	 * @param names the names of the target
	 * @return the listener to its streams, to be given to one client
	 */
	public synchronized StreamListener<?> addTarget(TargetNames names) {
		ExposedTarget target = new ExposedTarget(names, this.labelled, this.histograms, this.limit, this.filter,
				this.nanoTime);
		this.targets.add(target);
		return target;
	}

	/**
	 * Forgets a target, and makes room for the series of others. Its listener may be
	 * called still, and does nothing.
	 * @param name the name of the target
	 */
	public synchronized void removeTarget(String name) {
		this.targets.removeIf((target) -> {
			boolean removed = target.name().equals(name);
			if (removed) {
				target.remove();
			}
			return removed;
		});
	}

	private synchronized List<ExposedTarget> targets() {
		return List.copyOf(this.targets);
	}

	/**
	 * Starts to listen. To be called once.
	 * @return the address of the metrics
	 * @throws EndpointBindException if the address and port cannot be listened on
	 */
	public URI start() {
		InetSocketAddress asked = this.server.address();
		InetSocketAddress bound;
		try {
			bound = this.server.start();
		}
		catch (ChannelBindException ex) {
			this.server.stop();
			throw new EndpointBindException(asked, ex);
		}
		String text = asked.getAddress().isAnyLocalAddress() ? "localhost"
				: NetUtil.toAddressString(asked.getAddress());
		String host = text.contains(":") ? "[" + text + "]" : text;
		return URI.create("http://%s:%s%s".formatted(host, bound.getPort(), ScrapeRules.PATH));
	}

	/**
	 * Stops listening, and ends all connections.
	 */
	@Override
	public void close() {
		this.server.stop();
	}

	/**
	 * A builder of endpoints. An endpoint keeps the settings that the builder has when it
	 * is built.
	 */
	public static final class Builder {

		private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7E]{8,1000}");

		private InetAddress address = InetAddress.getLoopbackAddress();

		private int port = DEFAULT_PORT;

		private @Nullable String token;

		private boolean targetLabel;

		private HistogramForm histograms = HistogramForm.CLASSIC;

		private double @Nullable [] buckets;

		private final Map<String, double[]> bucketsByName = new HashMap<>();

		private SeriesFilter filter = SeriesFilter.ALL;

		private int maxSeries = ObserverModel.DEFAULT_MAX_SERIES;

		private String maxSeriesName = "maxSeries";

		private Consumer<String> notices = (sentence) -> {
		};

		private LongSupplier nanoTime = System::nanoTime;

		private Builder() {
		}

		/**
		 * Sets the address to listen on; the loopback address by default. At any other
		 * one all who can reach it read the metrics, unless there is a token.
		 * @param address an address of this machine
		 * @return this builder
		 */
		public Builder address(InetAddress address) {
			this.address = address;
			return this;
		}

		/**
		 * Sets the port to listen on; {@value PrometheusEndpoint#DEFAULT_PORT} by
		 * default.
		 * @param port the port, 0 for any that is free
		 * @return this builder
		 */
		public Builder port(int port) {
			this.port = port;
			return this;
		}

		/**
		 * Sets the token that each request must have as its bearer token; none by
		 * default.
		 * @param token visible characters of ASCII, 8 at least
		 * @return this builder
		 * @throws IllegalArgumentException if it has others or fewer
		 */
		public Builder token(String token) {
			if (!TOKEN.matcher(token).matches()) {
				throw new IllegalArgumentException("A token has at least 8 visible characters of ASCII");
			}
			this.token = token;
			return this;
		}

		/**
		 * Sets whether each series has a label {@code target} with the name of its
		 * target; not by default. Needed if there may be several.
		 * @param targetLabel whether it has
		 * @return this builder
		 */
		public Builder targetLabel(boolean targetLabel) {
			this.targetLabel = targetLabel;
			return this;
		}

		/**
		 * Sets the form of histograms; classic by default.
		 * @param histograms the form
		 * @return this builder
		 */
		public Builder histograms(HistogramForm histograms) {
			this.histograms = histograms;
			return this;
		}

		/**
		 * Sets the upper bounds of classic buckets; by default those that suit the unit.
		 * @param bounds the bounds in seconds, bytes or the unit of the metric, each
		 * greater than the one before
		 * @return this builder
		 * @throws IllegalArgumentException if they are not
		 */
		public Builder buckets(double... bounds) {
			this.buckets = BucketBounds.checked(bounds);
			return this;
		}

		/**
		 * Sets the upper bounds of one metric's classic buckets.
		 * @param metric the name of the metric as its target has it
		 * @param bounds the bounds in seconds, bytes or the unit of the metric, each
		 * greater than the one before
		 * @return this builder
		 * @throws IllegalArgumentException if they are not
		 */
		public Builder bucketsOf(String metric, double... bounds) {
			this.bucketsByName.put(metric, BucketBounds.checked(bounds));
			return this;
		}

		/**
		 * Sets the series that are exposed; all by default.
		 * @param filter the filter that they match
		 * @return this builder
		 */
		public Builder filter(SeriesFilter filter) {
			this.filter = filter;
			return this;
		}

		/**
		 * Sets the maximum number of series, of all targets together; 10,000 by default.
		 * @param maxSeries the number, at least 1
		 * @param name the name by which a user knows that setting
		 * @return this builder
		 * @throws IllegalArgumentException if the number is less than 1
		 */
		public Builder maxSeries(int maxSeries, String name) {
			if (maxSeries < 1) {
				throw new IllegalArgumentException("%s must be at least 1, but is %s".formatted(name, maxSeries));
			}
			this.maxSeries = maxSeries;
			this.maxSeriesName = name;
			return this;
		}

		/**
		 * Sets where sentences for the user go, such as that two metrics have one name
		 * for Prometheus; by default nowhere. Each is said once, and of names twenty.
		 * @param notices takes each sentence, on any thread
		 * @return this builder
		 */
		public Builder notices(Consumer<String> notices) {
			this.notices = notices;
			return this;
		}

		/**
		 * Sets the clock by which series are released that are over.
		 */
		Builder nanoTime(LongSupplier nanoTime) {
			this.nanoTime = nanoTime;
			return this;
		}

		/**
		 * Builds an endpoint that does not listen yet.
		 * @return an endpoint with the settings that this builder has now
		 */
		public PrometheusEndpoint build() {
			return new PrometheusEndpoint(this);
		}

	}

}
