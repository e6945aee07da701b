package io.github.metricstcp.observer.internal.ui;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import dev.tamboui.buffer.Buffer;
import dev.tamboui.layout.Rect;
import dev.tamboui.terminal.Frame;
import dev.tamboui.tui.event.KeyCode;
import dev.tamboui.tui.event.KeyEvent;
import dev.tamboui.tui.event.KeyModifiers;
import io.github.metricstcp.client.model.Level;
import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.SeriesFilter;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.model.TargetNames;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Metadata;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;

/**
 * A screen on which a small shop is watched, whose clock and customers are the test's.
 */
final class WatchedShop {

	static final String ADDRESS = "127.0.0.1:5000";

	private static final String[] PRODUCTS = { "dark-roast", "espresso", "decaf", "filter-papers" };

	private final AtomicLong time = new AtomicLong(
			Instant.parse("2026-11-24T12:00:00Z").getEpochSecond() * 1_000_000_000L);

	private final List<String> reconnected = new ArrayList<>();

	private final List<String> pinChanges = new ArrayList<>();

	private final ObserverModel model;

	private final ObserverScreen screen;

	WatchedShop() {
		this(SeriesFilter.ALL, null);
	}

	/**
	 * Creates a shop with pinned metrics.
	 */
	WatchedShop(List<String> pinned) {
		this(SeriesFilter.ALL, null, 10_000, List.of(), pinned);
	}

	WatchedShop(int maxSeries) {
		this(SeriesFilter.ALL, null, maxSeries, List.of(), List.of());
	}

	WatchedShop(SeriesFilter filter, String noColor) {
		this(filter, noColor, 10_000, List.of(), List.of());
	}

	WatchedShop(RunControls controls) {
		this(SeriesFilter.ALL, null, 10_000, List.of(), List.of(), controls);
	}

	private WatchedShop(SeriesFilter filter, String noColor, int maxSeries, List<String> levels, List<String> pinned) {
		this(filter, noColor, maxSeries, levels, pinned, RunControls.NONE);
	}

	private WatchedShop(SeriesFilter filter, String noColor, int maxSeries, List<String> levels, List<String> pinned,
			RunControls controls) {
		this.model = new ObserverModel(this.time::get, maxSeries);
		Pins pins = new Pins(pinned, (name, isPinned) -> this.pinChanges.add((isPinned ? "+" : "-") + name));
		this.screen = new ObserverScreen(this.model,
				new ScreenSettings(filter, levels.stream().map(Level::parse).toList(), pins), Theme.of(noColor),
				ZoneOffset.UTC, this.reconnected::add, controls);
	}

	/**
	 * Returns a screen without targets, on which levels are set.
	 */
	static WatchedShop withLevels(String... levels) {
		return new WatchedShop(SeriesFilter.ALL, null, 10_000, List.of(levels), List.of());
	}

	/**
	 * Returns the same without colours.
	 */
	static WatchedShop withLevelsAndNoColours(String... levels) {
		return new WatchedShop(SeriesFilter.ALL, "1", 10_000, List.of(levels), List.of());
	}

	/**
	 * Watches the shop for some seconds.
	 */
	static WatchedShop open(int seconds) {
		WatchedShop shop = new WatchedShop();
		TargetModel target = shop.connect(ADDRESS);
		shop.describe(target);
		shop.sell(target, seconds);
		return shop;
	}

	/**
	 * Watches two shops for some seconds, one of which has a name.
	 */
	static WatchedShop openTwo(int seconds) {
		WatchedShop shop = new WatchedShop();
		TargetModel first = shop.connect(new TargetNames("shop-a", "127.0.0.1:5091", "shop-a"));
		TargetModel second = shop.connect(new TargetNames("127.0.0.1:5092", "127.0.0.1:5092", "5092"));
		shop.describe(first);
		shop.describe(second);
		shop.sell(first, second, seconds);
		return shop;
	}

	ObserverModel model() {
		return this.model;
	}

	TargetModel connect(String name) {
		return connect(new TargetNames(name));
	}

	TargetModel connect(TargetNames names) {
		TargetModel target = this.model.addTarget(names);
		target.connecting();
		pass(Duration.ofMillis(400));
		target.opened(names.address());
		return target;
	}

	/**
	 * Forgets a target.
	 */
	void letGo(TargetModel target) {
		this.model.removeTarget(target);
	}

	void pass(Duration duration) {
		this.time.addAndGet(duration.toNanos());
	}

	void describe(TargetModel target) {
		target.metadata(
				new Metadata(Kind.COUNTER, "shop.orders.placed", "count", "Orders placed, by channel and product"));
		target.metadata(new Metadata(Kind.HISTOGRAM, "shop.order.value", "euros", "What an order is worth"));
		target
			.metadata(new Metadata(Kind.HISTOGRAM, "shop.basket.size", "count", "How many pieces are ordered at once"));
		target.metadata(new Metadata(Kind.HISTOGRAM, "http.server.requests", "seconds", null));
		target.metadata(new Metadata(Kind.GAUGE, "shop.stock", "count", "Pieces in stock"));
		target.metadata(new Metadata(Kind.GAUGE, "jvm.memory.used", "bytes", "The amount of used memory"));
		target.metadata(new Metadata(Kind.GAUGE, "process.cpu.usage", null, "The recent CPU usage"));
		target
			.metadata(new Metadata(Kind.GAUGE, "process.uptime", "seconds", "The uptime of the Java virtual machine"));
		target.metadata(new Metadata(Kind.GAUGE, "disk.free", "bytes", "Usable space for path"));
		set(target, "disk.free", Map.of("path", "/srv/shop/."), 231_487_123_456.0);
	}

	void sell(TargetModel target, int seconds) {
		for (int second = 0; second < seconds; second++) {
			sellIn(target, second);
			pass(Duration.ofSeconds(1));
		}
	}

	private static void sellIn(TargetModel target, int second) {
		target.received(2000);
		for (int i = 0; i < PRODUCTS.length; i++) {
			int orders = 1 + (second / 7 + 3 * i) % 5;
			count(target, "shop.orders.placed", Map.of("channel", "app", "product", PRODUCTS[i]), orders);
			count(target, "shop.orders.placed", Map.of("channel", "web", "product", PRODUCTS[i]), i);
			for (int order = 0; order < orders; order++) {
				sample(target, "shop.order.value", Map.of(), 4.9 * (1 + (second + 3 * order + i) % 9));
				sample(target, "shop.basket.size", Map.of(), 1 + (second + 3 * order + i) % 9);
				sample(target, "http.server.requests", request("POST", "/orders", "201"),
						0.011 + 0.002 * ((second * 5 + order) % 11) + ((second % 41 == 7) ? 0.25 : 0));
			}
			sample(target, "http.server.requests", request("GET", "/products", "200"),
					0.0008 + 0.0001 * ((second + i) % 7));
			set(target, "shop.stock", Map.of("product", PRODUCTS[i]), 120 - (second + 17 * i) % 90);
		}
		if (second % 29 == 0) {
			sample(target, "http.server.requests", request("POST", "/orders", "409"), 0.004);
		}
		if (second % 10 == 0) {
			set(target, "jvm.memory.used", Map.of("area", "heap", "id", "G1 Eden Space"), 12e6 + 3e6 * (second % 70));
			set(target, "jvm.memory.used", Map.of("area", "heap", "id", "G1 Old Gen"), 31e6 + 1e4 * second);
			set(target, "process.cpu.usage", Map.of(), 0.031 + 0.01 * (second % 40) / 40);
			set(target, "process.uptime", Map.of(), 3600 + second);
		}
	}

	/**
	 * Sells in two shops at once. The second one, which has one metric more, has twice as
	 * many requests, and its orders take three times as long.
	 */
	private void sell(TargetModel first, TargetModel second, int seconds) {
		for (int i = 0; i < seconds; i++) {
			sellIn(first, i);
			sellIn(second, i);
			sample(second, "http.server.requests", request("GET", "/products", "200"), 0.001);
			for (int order = 0; order < 10; order++) {
				sample(second, "http.server.requests", request("POST", "/orders", "201"), 0.065 + 0.001 * order);
			}
			count(second, "shop.refunds", Map.of(), 1);
			pass(Duration.ofSeconds(1));
		}
	}

	private static Map<String, String> request(String method, String uri, String status) {
		return Map.of("method", method, "uri", uri, "status", status, "exception", "none");
	}

	static void count(TargetModel target, String name, Map<String, String> labels, long amount) {
		event(target, Kind.COUNTER, name, labels, Operation.INCREMENT_COUNTER, amount);
	}

	static void total(TargetModel target, String name, Map<String, String> labels, long total) {
		event(target, Kind.COUNTER, name, labels, Operation.SET_COUNTER, total);
	}

	static void set(TargetModel target, String name, Map<String, String> labels, double value) {
		event(target, Kind.GAUGE, name, labels, Operation.SET_GAUGE, Double.doubleToLongBits(value));
	}

	static void change(TargetModel target, String name, Map<String, String> labels, double amount) {
		event(target, Kind.GAUGE, name, labels, Operation.INCREMENT_GAUGE, Double.doubleToLongBits(amount));
	}

	static void decrease(TargetModel target, String name, Map<String, String> labels, double amount) {
		event(target, Kind.GAUGE, name, labels, Operation.DECREMENT_GAUGE, Double.doubleToLongBits(amount));
	}

	static void sample(TargetModel target, String name, Map<String, String> labels, double value) {
		event(target, Kind.HISTOGRAM, name, labels, Operation.RECORD_HISTOGRAM, Double.doubleToLongBits(value));
	}

	private static void event(TargetModel target, Kind kind, String name, Map<String, String> labels,
			Operation operation, long operand) {
		target.received(60);
		Series series = target.series(new SeriesKey(kind, name, labels));
		target.event(series, operation, operand, 0, 0);
	}

	WatchedShop type(String text) {
		text.chars().forEach((c) -> this.screen.press(KeyEvent.ofChar((char) c)));
		return this;
	}

	WatchedShop press(KeyCode... keys) {
		for (KeyCode key : keys) {
			this.screen.press(KeyEvent.ofKey(key));
		}
		return this;
	}

	WatchedShop paste(String text) {
		this.screen.paste(text);
		return this;
	}

	WatchedShop pressCtrl(char c) {
		this.screen.press(KeyEvent.ofChar(c, KeyModifiers.CTRL));
		return this;
	}

	/**
	 * Returns the targets that were asked to be connected to again.
	 */
	List<String> reconnected() {
		return this.reconnected;
	}

	/**
	 * Returns the names that were pinned, after a plus sign, and unpinned, after a minus
	 * sign.
	 */
	List<String> pinChanges() {
		return this.pinChanges;
	}

	boolean quit() {
		return this.screen.quit();
	}

	/**
	 * Returns what is on the screen.
	 */
	Buffer look(int width, int height) {
		Buffer buffer = Buffer.empty(Rect.of(width, height));
		this.screen.draw(Frame.forTesting(buffer));
		return buffer;
	}

	/**
	 * Returns what is on the screen of a terminal that does not know its size.
	 */
	Buffer lookWithoutSize(int width, int height) {
		Buffer buffer = Buffer.empty(Rect.of(width, height));
		this.screen.drawWithoutSize(Frame.forTesting(buffer));
		return buffer;
	}

	/**
	 * Whether the user wanted to stop the program since this was last asked for.
	 */
	boolean takeStop() {
		return this.screen.takeStop();
	}

}
