package io.github.metricstcp.page;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Metadata;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;

/**
 * A model of a shop that was watched for a minute, whose numbers are known.
 */
final class ReportedShop {

	/**
	 * Text that would end the element it stands in, and run.
	 */
	static final String HOSTILE = "</script><script>document.title='hacked'</script><!--<b>&\u2028";

	static final long BEGINNING = 1_700_000_040;

	private static final int SECONDS = 60;

	private long second = BEGINNING;

	private final ObserverModel model = new ObserverModel(() -> TimeUnit.SECONDS.toNanos(this.second), 1000,
			"maxSeries", 1 << 22);

	private final TargetModel target = this.model.addTarget("shop");

	ReportedShop() {
		this.target.opened("peer");
		this.target.metadata(new Metadata(Kind.COUNTER, "orders", null, HOSTILE));
		this.target.metadata(new Metadata(Kind.HISTOGRAM, "http.server.requests", "seconds", "Requests"));
		Series books = counter("books");
		Series hostile = counter(HOSTILE);
		Series stock = this.target.series(new SeriesKey(Kind.GAUGE, "stock", Map.of()));
		Series fast = requests("/items");
		Series slow = requests("/orders");
		for (int i = 0; i < SECONDS; i++) {
			this.target.event(books, Operation.INCREMENT_COUNTER, 3, 0, 0);
			this.target.event(hostile, Operation.INCREMENT_COUNTER, 1, 0, 0);
			this.target.event(stock, Operation.SET_GAUGE, Double.doubleToRawLongBits(100 - i), 0, 0);
			this.target.event(fast, Operation.RECORD_HISTOGRAM, Double.doubleToRawLongBits(0.25), 0, 0);
			this.target.event(fast, Operation.RECORD_HISTOGRAM, Double.doubleToRawLongBits(0.25), 0, 0);
			this.target.event(slow, Operation.RECORD_HISTOGRAM, Double.doubleToRawLongBits(2), 0, 0);
			this.second++;
			this.target.received(0);
		}
	}

	/**
	 * Lets its connection end and begin again, and a second pass.
	 */
	void reconnect() {
		this.target.closed(HOSTILE, Duration.ofSeconds(1));
		this.target.opened("peer");
		this.second++;
		this.target.received(0);
	}

	ObserverModel model() {
		return this.model;
	}

	private Series counter(String product) {
		return this.target.series(new SeriesKey(Kind.COUNTER, "orders", Map.of("product", product)));
	}

	private Series requests(String uri) {
		return this.target.series(new SeriesKey(Kind.HISTOGRAM, "http.server.requests", Map.of("uri", uri)));
	}

}
