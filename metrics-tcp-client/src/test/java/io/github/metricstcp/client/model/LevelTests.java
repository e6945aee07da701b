package io.github.metricstcp.client.model;

import java.util.Map;

import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.SeriesKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link Level}.
 */
class LevelTests {

	private static final SeriesKey REQUESTS = new SeriesKey(Kind.HISTOGRAM, "http.server.requests",
			Map.of("uri", "/orders/{id}", "status", "503", "product", "tea, green"));

	private static final SeriesKey STOCK = new SeriesKey(Kind.GAUGE, "shop.stock", Map.of());

	private static final SeriesKey SENT = new SeriesKey(Kind.COUNTER, "sent", Map.of());

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			http.server.requests p99 200ms                 | http.server.requests | p99 > 200ms
			  http.server.requests   p99>200ms             | http.server.requests | p99 > 200ms
			http.server.requests p99.9 < 1.5 s             | http.server.requests | p99.9 < 1.5 s
			http.server.requests{uri=/orders} p99 > 200ms  | http.server.requests{uri=/orders} | p99 > 200ms
			a{b=c}rate 5/s                                 | a{b=c} | rate > 5/s
			a value -5                                     | a | value > -5
			a value >= -5                                  | a | value >= -5
			a p99<=5ms                                     | a | p99 <= 5ms
			""")
	void aTextIsASubjectAndACondition(String text, String subject, String condition) {
		Level level = Level.parse(text);
		assertThat(level.subject()).isEqualTo(subject);
		assertThat(level.condition()).isEqualTo(condition);
		assertThat(Level.parse(level.toString())).hasToString(level.toString());
	}

	@Test
	void figureAndSignAreAsTheyAreWritten() {
		assertThat(Level.parse("a p99.9 5ms").figure()).isEqualTo("p99.9");
		assertThat(Level.parse("a p99.9 5ms").sign()).isEqualTo(">");
		assertThat(Level.parse("a rate <= 5").sign()).isEqualTo("<=");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			http.server.requests                          | true
			http.*                                        | true
			http.server.requests{}                        | true
			http.server.requests{uri=/orders/{id}}        | true
			http.server.requests{status=5*, uri=/orders*} | true
			http.server.requests{product="tea, green"}    | true
			http.server                                   | false
			http.server.requests{uri=/orders}             | false
			http.server.requests{method=GET}              | false
			http.server.requests{status=5*,uri=/a}        | false
			""")
	void itIsOfTheSeriesWithThatNameAndThoseLabels(String subject, boolean matches) {
		assertThat(Level.parse(subject + " p99 200ms").matches(REQUESTS)).isEqualTo(matches);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			p99 200ms     | true
			p99 > 250ms   | false
			p99 < 0.3     | true
			p50 100ms     | false
			p90 140ms     | true
			p95 0.2       | false
			p99.9 0.29s   | true
			mean 14ms     | true
			min < 2ms     | true
			max 0.01m     | false
			max 350000us  | true
			count 39      | true
			count 40      | false
			count >= 40   | true
			count >= 41   | false
			count < 40    | false
			count <= 40   | true
			count <= 39   | false
			rate 3/s      | true
			rate 4        | false
			""")
	void eachFigureOfAHistogramIsCompared(String condition, boolean beyond) {
		SeriesSnapshot snapshot = snapshot(REQUESTS, "seconds", 0, 4,
				new Summary(40, 0.6, 0.001, 0.4, new Quantiles(0.1, 0.15, 0.2, 0.25, 0.3)));
		assertThat(Level.parse("http.server.requests " + condition).isBeyond(snapshot)).isEqualTo(beyond);
	}

	@ParameterizedTest
	@CsvSource({ "milliseconds,250,200ms,true", "milliseconds,250,0.3s,false", "nanoseconds,2e9,1s,true",
			"bytes,11000000,10MB,true", "bytes,11000000,10MiB,true", "bytes,11000000,11MB,false",
			"mebibytes,3,1GB,false", "mebibytes,3,2048kB,true", ",0.81,80%,true", ",0.79,80%,false",
			"percent,81,80%,true", "percent,79,80%,false", "percent,81,80,true", "count,1001,1k,true",
			"count,1001,1M,false", "euros,5,4,true", "count_per_second,6,5/s,true",
			"megabits_per_second,11,10Mbit/s,true", "bits_per_second,1000,1kbit/s,false" })
	void aValueIsComparedInItsUnit(@Nullable String unit, double value, String level, boolean beyond) {
		SeriesSnapshot snapshot = snapshot(STOCK, unit, value, Double.NaN, new Summary(1, 0, 0, 0, Quantiles.NONE));
		assertThat(Level.parse("shop.stock value " + level).isBeyond(snapshot)).isEqualTo(beyond);
	}

	@Test
	void aRatioThatIsSentAsPercentIsARatio() {
		SeriesKey overhead = new SeriesKey(Kind.GAUGE, "jvm.gc.overhead", Map.of());
		SeriesSnapshot snapshot = snapshot(overhead, "percent", 0.12, Double.NaN,
				new Summary(1, 0, 0, 0, Quantiles.NONE));
		assertThat(Level.parse("jvm.gc.overhead value 10%").isBeyond(snapshot)).isTrue();
		assertThat(Level.parse("jvm.gc.overhead value 15%").isBeyond(snapshot)).isFalse();
	}

	@Test
	void aCounterHasATotalARateAndTheIncreaseOfTheWindow() {
		SeriesSnapshot snapshot = snapshot(SENT, "bytes", 5000, 3e6,
				new Summary(7, 300, Double.NaN, Double.NaN, Quantiles.NONE));
		assertThat(Level.parse("sent value 4kB").isBeyond(snapshot)).isTrue();
		assertThat(Level.parse("sent count 299").isBeyond(snapshot)).isTrue();
		assertThat(Level.parse("sent count 300").isBeyond(snapshot)).isFalse();
		assertThat(Level.parse("sent rate 2MB/s").isBeyond(snapshot)).isTrue();
		assertThat(Level.parse("sent rate < 2MB").isBeyond(snapshot)).isFalse();
	}

	@Test
	void whatIsNotKnownIsNotBeyond() {
		SeriesSnapshot snapshot = snapshot(REQUESTS, "seconds", Double.NaN, Double.NaN,
				new Summary(0, 0, Double.NaN, Double.NaN, Quantiles.NONE));
		for (String condition : new String[] { "p99 > 1ms", "p99 < 1ms", "rate < 5", "mean > 0" }) {
			assertThat(Level.parse("http.server.requests " + condition).isBeyond(snapshot)).as(condition).isFalse();
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			value 5     | seconds | A histogram has no value, and http.server.requests is one
			p99 10MB    | seconds | 10MB is a number of bytes, and p99 of http.server.requests is sent in seconds
			p99 200ms   | -       | 200ms is a duration, and p99 of http.server.requests is sent without a unit
			rate 200ms  | seconds | 200ms is a duration, and rate of http.server.requests is a number of samples
			p99 200ms   | seconds | -
			rate 5/s    | seconds | -
			""")
	void aLevelThatDoesNotFitSaysWhy(String condition, @Nullable String unit, @Nullable String sentence) {
		Level level = Level.parse("http.server.requests " + condition);
		assertThat(level.mismatch(REQUESTS, unit)).isEqualTo(sentence);
		assertThat(level.mismatch(STOCK, unit)).isNull();
		if (sentence != null) {
			assertThat(level.isBeyond(snapshot(REQUESTS, unit, 1e9, 1e9,
					new Summary(9, 1e9, 1e9, 1e9, new Quantiles(1e9, 1e9, 1e9, 1e9, 1e9)))))
				.isFalse();
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			``                       | '' is no level
			http.server.requests     | 'http.server.requests' is no level
			p99 200ms                | 'p99 200ms' is no level
			{uri=/a} p99 1s          | '{uri=/a} p99 1s' is no level
			a p98 200ms              | 'p98' is no figure of a level. There are value, rate, count, mean, min, max, p50
			a p99 fast               | 'fast' is no value of a level, such as 200ms
			a p99 200 parsecs        | '200 parsecs' is no value of a level
			a p99 == 200ms           | '== 200ms' is no value of a level
			a p99 =< 200ms           | '=< 200ms' is no value of a level
			a p99 200ms/s            | '200ms/s' is a rate, and p99 is none. Use the figure rate
			a value 10Mbit           | '10Mbit' must be a number of bits a second
			a{uri=/b p99 200ms       | The labels of a level must end with }
			a{uri} p99 200ms         | 'uri' is no label of a level, such as uri=/orders
			a{b=c,} p99 200ms        | '' is no label of a level
			""")
	void aTextThatIsNoLevelIsRefusedWithTheReason(String text, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> Level.parse(text)).withMessageStartingWith(message);
	}

	private static SeriesSnapshot snapshot(SeriesKey key, @Nullable String unit, double value, double rate,
			Summary summary) {
		return new SeriesSnapshot(key, unit, true, 0, 0, value, (long) value, true, new Rates(rate, rate, rate),
				summary);
	}

}
