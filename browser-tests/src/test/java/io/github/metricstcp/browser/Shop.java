package io.github.metricstcp.browser;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.github.metricstcp.MetricsTcpExporter;
import io.github.metricstcp.MetricsTcpMetrics;
import io.github.metricstcp.client.MetricsTcpClient;
import io.github.metricstcp.client.TargetAddress;
import io.github.metricstcp.client.model.Mark;
import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.page.LivePage;
import io.github.metricstcp.testing.Ports;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.awaitility.Awaitility;

/**
 * An application whose numbers are known, watched by a client through its stream, and
 * shown on a page. Its traffic is the same five times a second.
 */
final class Shop implements AutoCloseable {

	static final int TICKS_A_SECOND = 5;

	/**
	 * The orders a second of each product, by web and by app together.
	 */
	static final int ESPRESSO_RATE = 30;

	static final int LATTE_RATE = 20;

	static final int MOCHA_RATE = 5;

	/**
	 * What is shown as text if the page is as it should be, and calls
	 * {@code window.hacked} if it is not.
	 */
	static final String HOSTILE_IMAGE = "<img src=x onerror=\"window.hacked=1\">";

	static final String HOSTILE_SCRIPT = "\"><script>window.hacked=2</script>";

	static final String HOSTILE_NAME = "hostile.<b onmouseover=window.hacked=3>labels</b>";

	private final ObserverModel model = new ObserverModel(TimeSource.system(), ObserverModel.DEFAULT_MAX_SERIES,
			"maxSeries", 64 << 20);

	private final ScheduledExecutorService traffic = Executors.newSingleThreadScheduledExecutor();

	private final Map<String, Class<?>> recorders = new ConcurrentHashMap<>();

	private final MetricsTcpClient client;

	private final URI link;

	private volatile MetricsTcpExporter exporter;

	private LivePage page;

	private Shop() {
		this.exporter = exporter(Ports.unused());
		this.client = MetricsTcpClient.builder(new TargetAddress("127.0.0.1", port()))
			.build(this.model.addTarget("shop"));
		this.page = LivePage.builder(this.model).port(Ports.unused()).build();
		this.link = this.page.start();
	}

	/**
	 * Starts an application, and waits until it is watched.
	 */
	static Shop start() {
		Shop shop = new Shop();
		shop.client.start();
		Awaitility.await().until(() -> shop.exporter.clientCount() == 1);
		Future<?> unused = shop.traffic.scheduleAtFixedRate(() -> shop.trade(shop.exporter.registry()), 0,
				1000 / TICKS_A_SECOND, TimeUnit.MILLISECONDS);
		return shop;
	}

	private static MetricsTcpExporter exporter(int port) {
		MetricsTcpExporter exporter = MetricsTcpExporter.builder()
			.address(InetAddress.getLoopbackAddress())
			.port(port)
			// Nobody else should find it
			.announcedAs(null)
			.build();
		prepare(exporter.registry());
		exporter.start();
		return exporter;
	}

	/**
	 * Registers what does not change.
	 */
	private static void prepare(MeterRegistry registry) {
		registry.counter("shop.visits").increment(1234);
		// A label whose name is a word of the filter's language, and of the table's
		// columns
		registry.counter("shop.shelves", "unit", "left", "value", "old").increment(2);
		registry.counter("shop.shelves", "unit", "right", "value", "new").increment(4);
		refunds(registry, "espresso", "cold", 3);
		refunds(registry, "espresso", "late", 5);
		refunds(registry, "latte", "cold", 7);
		refunds(registry, "mocha", "late", 11);
		Gauge.builder("shop.stock", () -> 17).baseUnit("cups").tag("product", "espresso").register(registry);
		Gauge.builder("shop.stock", () -> 25).baseUnit("cups").tag("product", "latte").register(registry);
		Gauge.builder("shop.cache", () -> 3 << 20).baseUnit("bytes").register(registry);
		Counter.builder(HOSTILE_NAME)
			.description(HOSTILE_IMAGE)
			.tag("image", HOSTILE_IMAGE)
			.tag("script", HOSTILE_SCRIPT)
			.register(registry)
			.increment();
		Counter.builder(HOSTILE_NAME)
			.description(HOSTILE_IMAGE)
			.tag("image", "none")
			.tag("script", "none")
			.register(registry)
			.increment();
	}

	private static void refunds(MeterRegistry registry, String product, String reason, int count) {
		registry.counter("shop.refunds", "product", product, "reason", reason).increment(count);
	}

	/**
	 * A fifth of a second's traffic. The samples of each group are such that its
	 * quantiles are known: requests for {@code /orders} take 1 to 200 ms, those for
	 * {@code /menu} 0.1 to 10 ms.
	 */
	private void trade(MeterRegistry registry) {
		orders(registry, "espresso", "web", 4);
		orders(registry, "espresso", "app", 2);
		orders(registry, "latte", "web", 3);
		orders(registry, "latte", "app", 1);
		orders(registry, "mocha", "web", 1);
		Timer fine = registry.timer("http.requests", "uri", "/orders", "status", "200");
		Timer failed = registry.timer("http.requests", "uri", "/orders", "status", "500");
		Timer menu = registry.timer("http.requests", "uri", "/menu", "status", "200");
		for (int i = 1; i <= 100; i++) {
			fine.record(Duration.ofMillis(i));
			failed.record(Duration.ofMillis(100 + i));
			menu.record(Duration.ofNanos(100_000L * i));
		}
	}

	private static void orders(MeterRegistry registry, String product, String channel, int count) {
		registry.counter("shop.orders", "product", product, "channel", channel).increment(count);
	}

	/**
	 * Records samples of a metric that no other class of tests records: it would see
	 * them, for the application is the same.
	 */
	void record(String name, String product, Duration duration, int count) {
		Class<?> recorder = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE).getCallerClass();
		Class<?> former = this.recorders.putIfAbsent(name, recorder);
		if (former != null && former != recorder) {
			throw new IllegalArgumentException(
					name + " is recorded by " + former.getSimpleName() + ": give it another name");
		}
		Timer timer = this.exporter.registry().timer(name, "product", product, "shop", "north");
		for (int i = 0; i < count; i++) {
			timer.record(duration);
		}
	}

	/**
	 * Sets a gauge that nothing else sets.
	 */
	void set(String name, double value) {
		Gauge.builder(name, () -> value).register(this.exporter.registry());
	}

	/**
	 * Records a pause of the garbage collector, as Micrometer does.
	 */
	void pause(Duration length) {
		this.exporter.registry()
			.timer("jvm.gc.pause", "action", "end of major GC", "cause", "System.gc()")
			.record(length);
	}

	/**
	 * Records more samples than there is room for.
	 * @return the number of those that are lost, as the exporter counts them
	 */
	long lose() {
		new MetricsTcpMetrics(this.exporter).bindTo(this.exporter.registry());
		Awaitility.await().until(() -> this.model.series().stream().anyMatch(Shop::countsLosses));
		long before = this.exporter.events().dropped();
		while (this.exporter.events().dropped() == before) {
			record("shop.rush", "espresso", Duration.ofMillis(1), 100_000);
		}
		return this.exporter.events().dropped() - before;
	}

	private static boolean countsLosses(Series series) {
		return series.name().equals("metrics.tcp.events") && "dropped".equals(series.labels().get("outcome"));
	}

	/**
	 * Returns what happened to the application, as the model knows it.
	 */
	List<Mark> marks() {
		return this.model.marks();
	}

	/**
	 * Returns the address of the page.
	 */
	URI link() {
		return this.link;
	}

	private int port() {
		return Objects.requireNonNull(this.exporter.address()).getPort();
	}

	/**
	 * Stops the application, runs an action, and starts it anew at the same port.
	 */
	void restart(Runnable meanwhile) {
		InetSocketAddress address = Objects.requireNonNull(this.exporter.address());
		this.exporter.close();
		meanwhile.run();
		this.exporter = exporter(address.getPort());
	}

	/**
	 * Stops the server of the page, runs an action, and starts it anew at the same port.
	 */
	void restartPage(Runnable meanwhile) {
		this.page.close();
		meanwhile.run();
		this.page = LivePage.builder(this.model).port(this.link.getPort()).build();
		this.page.start();
	}

	@Override
	public void close() {
		this.traffic.shutdownNow();
		this.client.close();
		this.page.close();
		this.exporter.close();
	}

}
