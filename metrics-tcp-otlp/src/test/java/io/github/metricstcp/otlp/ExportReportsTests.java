package io.github.metricstcp.otlp;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link ExportReports}: how often the same is said.
 */
class ExportReportsTests {

	private static final ExportRequest REQUEST = new ExportRequest(new byte[0], 10, List.of());

	private static final Answer AWAY = Answer.retry("nothing listens there (connection refused)", null);

	private static final String AWAY_SENTENCE = "No metrics can be sent to http://c/v1/metrics (--otlp): nothing listens there (connection refused). They are kept, and sent later.";

	private static final String BACK_SENTENCE = "http://c/v1/metrics takes metrics again.";

	private final AtomicLong nanos = new AtomicLong();

	private final List<String> said = new ArrayList<>();

	private final ExportReports reports = reports(Temporality.DELTA);

	@Test
	void failureIsSaidOnceAndAgainEachTenMinutes() {
		for (int i = 0; i < 11 * 60; i++) {
			after(Duration.ofSeconds(1), AWAY);
		}
		assertThat(this.said).containsExactly(AWAY_SENTENCE, AWAY_SENTENCE);
	}

	@Test
	void collectorThatComesAndGoesIsSaidOnceAMinute() {
		for (int i = 0; i < 30; i++) {
			after(Duration.ofSeconds(2), AWAY);
			after(Duration.ofSeconds(2), Answer.ACCEPTED);
		}
		assertThat(this.said).containsExactly(AWAY_SENTENCE, BACK_SENTENCE, AWAY_SENTENCE, BACK_SENTENCE);
	}

	@Test
	void anotherReasonIsSaidAtOnceButNotAnotherTextOfTheSame() {
		after(Duration.ofSeconds(1), AWAY);
		after(Duration.ofSeconds(1), Answer.retry("it answers 503 Service Unavailable (1)", null));
		after(Duration.ofSeconds(1), Answer.retry("it answers 503 Service Unavailable (2)", null));
		after(Duration.ofSeconds(1), AWAY);
		assertThat(this.said).hasSize(2);
		assertThat(this.said.get(1)).contains("it answers 503 Service Unavailable (1).");
	}

	@Test
	void whatIsLostBetweenTwoSentencesIsAddedUp() {
		Answer refused = Answer.refused("it answers 400 Bad Request");
		after(Duration.ofSeconds(1), refused);
		for (int i = 0; i < 100; i++) {
			after(Duration.ofSeconds(6), refused);
		}
		assertThat(this.said).containsExactly(
				"http://c/v1/metrics (--otlp) refuses metrics: it answers 400 Bad Request. 10 data points are lost.",
				"http://c/v1/metrics (--otlp) refuses metrics: it answers 400 Bad Request. 1,000 data points are lost.");
	}

	@Test
	void warningIsNoLossAndWhatIsLostIsNotForgottenAtAnotherSentence() {
		after(Duration.ofSeconds(1), Answer.partial("an old field", 0));
		after(Duration.ofSeconds(1), Answer.refused("it answers 400 Bad Request"));
		after(Duration.ofSeconds(1), Answer.refused("it answers 400 Bad Request"));
		after(Duration.ofSeconds(1), AWAY);
		after(Duration.ofMinutes(11), Answer.partial("too old", 5));
		assertThat(this.said).containsExactly("http://c/v1/metrics takes metrics, and warns: an old field.",
				"http://c/v1/metrics (--otlp) refuses metrics: it answers 400 Bad Request. 10 data points are lost.",
				AWAY_SENTENCE, BACK_SENTENCE,
				"http://c/v1/metrics has taken a part of the metrics: too old. 15 data points are lost.");
	}

	@Test
	void refusalIsOverWithAnExportOfWhichNothingIsRefused() {
		Answer refused = Answer.refused("it answers 500 Internal Server Error (1)");
		for (int i = 0; i < 100; i++) {
			this.reports.exporting();
			after(Duration.ofSeconds(2), refused);
			after(Duration.ofSeconds(3), Answer.ACCEPTED);
			this.reports.exported();
		}
		String sentence = "http://c/v1/metrics (--otlp) refuses metrics: it answers 500 Internal Server Error (1). 10 data points are lost.";
		assertThat(this.said).containsExactly(sentence);
		// Of nothing, nothing is refused either
		this.reports.exporting();
		this.reports.exported();
		assertThat(this.said).containsExactly(sentence);
		this.reports.exporting();
		after(Duration.ofSeconds(5), Answer.ACCEPTED);
		this.reports.exported();
		assertThat(this.said).containsExactly(sentence, BACK_SENTENCE);
		this.reports.ending();
		this.reports.ended(true);
		assertThat(this.said).containsExactly(sentence, BACK_SENTENCE,
				"http://c/v1/metrics (--otlp) has not taken all metrics. 990 data points are lost.");
	}

	@Test
	void nothingIsLostOfCumulativeValuesAsLongAsAnotherExportComes() {
		ExportReports reports = reports(Temporality.CUMULATIVE);
		reports.exporting();
		reports.answered(REQUEST, Answer.refused("it answers 400 Bad Request"));
		reports.answered(REQUEST, Answer.ACCEPTED);
		reports.exported();
		this.nanos.addAndGet(Duration.ofMinutes(20).toNanos());
		reports.ending();
		reports.exporting();
		reports.answered(REQUEST, Answer.refused("it answers 400 Bad Request"));
		reports.answered(REQUEST, Answer.ACCEPTED);
		reports.exported();
		reports.ended(true);
		assertThat(this.said).containsExactly(
				"http://c/v1/metrics (--otlp) refuses metrics: it answers 400 Bad Request. 10 data points were not taken. Totals come with the next export.",
				"http://c/v1/metrics (--otlp) refuses metrics: it answers 400 Bad Request. 10 data points were not taken.",
				"http://c/v1/metrics (--otlp) has not taken all of the last metrics.");
	}

	private ExportReports reports(Temporality temporality) {
		return new ExportReports(
				new ExportSettings(URI.create("http://c/v1/metrics"), "--otlp", Map.of(), "--otlp-config", null,
						Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofMinutes(1), temporality, 5000),
				this.said::add, this.nanos::get);
	}

	private void after(Duration time, Answer answer) {
		this.nanos.addAndGet(time.toNanos());
		this.reports.answered(REQUEST, answer);
	}

}
