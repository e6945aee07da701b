package io.github.metricstcp.client.model;

import java.util.Map;

import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Metadata;
import io.github.metricstcp.client.wire.SeriesKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link SeriesFilter}.
 */
class SeriesFilterTests {

	private static final SeriesKey REQUESTS = new SeriesKey(Kind.HISTOGRAM, "http.server.requests", Map.of("uri",
			"/orders/{id}", "status", "503", "user agent", "a b", "empty", "", "name", "main", "unit", "dozen"));

	@ParameterizedTest
	@ValueSource(strings = { "", "  ", "server", "SERVER", "status=503", "orders", "http.*", "*requests",
			"http.?erver.*", "~^http", "~requests$", "status=5*", "status=50?", "uri=~^/orders", "uri=/orders/{id}",
			"!jvm", "!status=2*", "server status=5*", "\"user agent=a b\"", "\"user agent\"=a*", "empty=", "!absent=*",
			"~s.r.er\\.r", "uri=/orders/{id}*", "name=http.server.requests", "name=http.*", "name=~^http",
			"kind=histogram", "kind=h*", "!kind=gauge", "kind=histogram name=*requests", "label:name=main",
			"label:unit=~^doz", "label:status=503", "!name=main", "!unit=dozen" })
	void matches(String filter) {
		assertThat(SeriesFilter.parse(filter).matches(REQUESTS, null, null)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "jvm", "http?", "server.*", "~^server", "status=5", "status=~^4", "absent=*", "!server",
			"server status=2*", "Status=503x", "empty=?", "httpXserver*", "h.tp*", "name=http.server",
			"name=HTTP.server.requests", "name=main", "kind=counter", "!kind=histogram", "unit=seconds",
			"label:name=http.server.requests", "label:kind=histogram", "label:uri=/orders" })
	void doesNotMatch(String filter) {
		assertThat(SeriesFilter.parse(filter).matches(REQUESTS, null, null)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "unit=seconds", "unit=s*", "unit=~^sec", "!unit=bytes", "!unit=", "requests unit=seconds" })
	void theUnitIsFiltered(String filter) {
		assertThat(SeriesFilter.parse(filter).matches(REQUESTS, "seconds", null)).isTrue();
		assertThat(SeriesFilter.parse(filter).dependsOnUnit()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "unit=second", "!unit=seconds", "unit=", "!!unit=bytes", "jvm unit=seconds" })
	void anotherUnitIsNot(String filter) {
		assertThat(SeriesFilter.parse(filter).matches(REQUESTS, "seconds", null)).isFalse();
		assertThat(SeriesFilter.parse(filter).dependsOnUnit()).isTrue();
	}

	@Test
	void aSeriesWithoutAUnitHasTheEmptyOne() {
		assertThat(SeriesFilter.parse("unit=").matches(REQUESTS, null, null)).isTrue();
		assertThat(SeriesFilter.parse("unit=?*").matches(REQUESTS, null, null)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "seconds", "label:unit=dozen", "uri=unit=seconds", "unite=x" })
	void otherFiltersDoNotDependOnTheUnit(String filter) {
		assertThat(SeriesFilter.parse(filter).dependsOnUnit()).isFalse();
	}

	@Test
	void aSeriesIsFilteredWithTheUnitThatItHasNow() {
		TargetModel target = new ObserverModel(() -> 0, 10).addTarget("app");
		Series series = target.series(REQUESTS);
		SeriesFilter filter = SeriesFilter.parse("unit=seconds kind=histogram");
		assertThat(filter.matches(series)).isFalse();
		target.metadata(new Metadata(Kind.HISTOGRAM, REQUESTS.name(), "seconds", null));
		assertThat(filter.matches(series)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "kind=timer", "kind=", "!kind=counters", "kind=~^x" })
	void whatIsNoKindIsSaid(String filter) {
		assertThatIllegalArgumentException().isThrownBy(() -> SeriesFilter.parse(filter))
			.withMessageStartingWith("The filter's kind is counter, gauge or histogram, and not \"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "target=shop-a", "target=shop-*", "target=127.0.0.1:5092", "target=*:5092", "target=*5092",
			"target=~^shop", "target=~09.$", "shop-a", "SHOP-A", "127.0.0.1:5092", "!target=shop-b", "!shop-b",
			"target=shop-? server", "target=?hop*", "target=a", "a" })
	void findsTheTarget(String filter) {
		TargetNames target = new TargetNames("shop-a", "127.0.0.1:5092", "a");
		assertThat(SeriesFilter.parse(filter).matches(REQUESTS, null, target)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "target=shop", "target=5092", "target=shop-b", "target=~^a.", "!target=shop-a", "shop",
			"127.0.0.1", "!target=a", "!shop-a", "target=", "target=SHOP-A" })
	void doesNotFindTheTarget(String filter) {
		TargetNames target = new TargetNames("shop-a", "127.0.0.1:5092", "a");
		assertThat(SeriesFilter.parse(filter).matches(REQUESTS, null, target)).isFalse();
	}

	@Test
	void targetIsTheTargetAndNoLabel() {
		SeriesKey labelled = new SeriesKey(Kind.GAUGE, "g", Map.of("target", "label"));
		TargetNames target = new TargetNames("app:5000");
		assertThat(SeriesFilter.parse("target=label").matches(labelled, null, target)).isFalse();
		assertThat(SeriesFilter.parse("target=app*").matches(labelled, null, target)).isTrue();
		assertThat(SeriesFilter.parse("target=app*").matches(labelled, null, null)).as("of no known target").isFalse();
		assertThat(SeriesFilter.parse("!target=app*").matches(labelled, null, null)).isTrue();
	}

	@Test
	void aKeptSeriesIsOneOfItsTarget() {
		ObserverModel model = new ObserverModel(new ManualTime(), 10);
		Series series = model.addTarget(new TargetNames("shop-a", "127.0.0.1:5092", "shop-a")).series(REQUESTS);
		assertThat(series.target()).isEqualTo("shop-a");
		assertThat(SeriesFilter.parse("target=*5092 server").matches(series)).isTrue();
		assertThat(SeriesFilter.parse("target=*5093 server").matches(series)).isFalse();
	}

	@Test
	void aBadRegularExpressionIsSaid() {
		assertThatIllegalArgumentException().isThrownBy(() -> SeriesFilter.parse("uri=~(a"))
			.withMessageStartingWith("The filter's \"~(a\" is not a regular expression: ");
	}

}
