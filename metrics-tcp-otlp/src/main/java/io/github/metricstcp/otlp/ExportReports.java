package io.github.metricstcp.otlp;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * The sentences about the exports of one collector: one when it fails, another each ten
 * minutes as long as it does, and one when it takes metrics again. If it refuses
 * requests, that is over with an export of which it refuses none. If it fails again and
 * again, the same is said once a minute at the most. Not thread-safe.
 */
final class ExportReports {

	private static final long REPETITION_NANOS = TimeUnit.MINUTES.toNanos(10);

	private static final long LEAST_NANOS = TimeUnit.MINUTES.toNanos(1);

	private static final String PARTIAL = "partial";

	private static final String WARNING = "warning";

	/**
	 * The kinds that are no failures, which end.
	 */
	private static final Set<String> LASTING = Set.of(PARTIAL, WARNING);

	private final ExportSettings settings;

	private final Consumer<String> notices;

	private final LongSupplier nanos;

	// The time of the latest sentence of each kind
	private final Map<String, Long> said = new HashMap<>();

	// The kind of the failure that was said and is not over
	private String failure = "";

	// Whether that is of single requests, and not of the collector
	private boolean refusing;

	private boolean ending;

	// Data points since the last sentence that were not taken
	private long lost;

	// Of the requests of this export

	private boolean anyTaken;

	private boolean anyRefused;

	ExportReports(ExportSettings settings, Consumer<String> notices, LongSupplier nanos) {
		this.settings = settings;
		this.notices = notices;
		this.nanos = nanos;
	}

	/**
	 * Called when another export begins.
	 */
	void exporting() {
		this.anyTaken = false;
		this.anyRefused = false;
	}

	/**
	 * Called when a request was answered, or was not. A request that is sent again in
	 * halves is not to be said.
	 */
	void answered(ExportRequest request, Answer answer) {
		String clause = answer.clause();
		String url = this.settings.url().toString();
		switch (answer.outcome()) {
			case ACCEPTED -> {
				this.anyTaken = true;
				if (!this.refusing) {
					recovered();
				}
				if (clause != null) {
					acceptedWith(clause, answer.rejected());
				}
			}
			case REFUSED, TOO_LARGE -> {
				this.anyRefused = true;
				this.lost += request.points();
				if (sayFailure(clause,
						"%s (%s) refuses metrics: %s %s".formatted(url, this.settings.urlName(), ended(clause), lost()),
						true)) {
					this.lost = 0;
				}
			}
			case RETRY -> {
				boolean unused = sayFailure(clause, "No metrics can be sent to %s (%s): %s%s".formatted(url,
						this.settings.urlName(), ended(clause), this.ending ? "" : " They are kept, and sent later."),
						false);
			}
		}
	}

	private boolean sayFailure(@Nullable String clause, String sentence, boolean refusing) {
		// Without what the collector says itself, which may be another text each time
		String kind = (clause != null) ? clause.replaceFirst(" \\(.*", "") : "";
		if (!sayRarely(kind, sentence)) {
			return false;
		}
		this.failure = kind;
		this.refusing = refusing;
		return true;
	}

	/**
	 * Called when all requests of an export were taken or refused.
	 */
	void exported() {
		if (this.refusing && this.anyTaken && !this.anyRefused) {
			recovered();
		}
	}

	private void acceptedWith(String clause, long rejected) {
		String url = this.settings.url().toString();
		this.lost += rejected;
		if (rejected == 0) {
			boolean unused = sayRarely(WARNING, "%s takes metrics, and warns: %s".formatted(url, ended(clause)));
		}
		else if (sayRarely(PARTIAL,
				"%s has taken a part of the metrics: %s %s".formatted(url, ended(clause), lost()))) {
			this.lost = 0;
		}
	}

	/**
	 * Called before the last attempt.
	 */
	void ending() {
		this.ending = true;
	}

	/**
	 * Called after the last attempt.
	 * @param answered whether all requests were taken or refused
	 */
	void ended(boolean answered) {
		boolean lost = isDelta() && this.lost > 0;
		if (answered && !this.anyRefused && !lost) {
			return;
		}
		String missing = (answered && !this.anyRefused) ? "all metrics"
				: (answered && this.anyTaken) ? "all of the last metrics" : "the last metrics";
		this.notices.accept("%s (%s) has not taken %s.%s".formatted(this.settings.url(), this.settings.urlName(),
				missing, lost ? " " + lost() : ""));
	}

	private void recovered() {
		if (!this.failure.isEmpty()) {
			this.failure = "";
			this.refusing = false;
			this.notices.accept("%s takes metrics again.".formatted(this.settings.url()));
		}
	}

	/**
	 * Called when an export has failed by a fault of this program.
	 */
	void failed(RuntimeException failure) {
		boolean unused = sayRarely("failed", "An export to %s has failed: %s".formatted(this.settings.url(),
				ended(ShownText.of(failure.toString()))));
	}

	private boolean sayRarely(String kind, String sentence) {
		long now = this.nanos.getAsLong();
		Long last = this.said.get(kind);
		long pause = (kind.equals(this.failure) || LASTING.contains(kind)) ? REPETITION_NANOS : LEAST_NANOS;
		if (last != null && now - last < pause) {
			return false;
		}
		this.said.put(kind, now);
		this.notices.accept(sentence);
		return true;
	}

	/**
	 * Returns what has become of data points that were not taken. If sums and histograms
	 * are cumulative, later ones have all that they count.
	 */
	private String lost() {
		boolean one = this.lost == 1;
		String points = one ? "1 data point" : String.format(Locale.ROOT, "%,d data points", this.lost);
		if (isDelta()) {
			return points + (one ? " is lost." : " are lost.");
		}
		return points + (one ? " was not taken." : " were not taken.")
				+ (this.ending ? "" : " Totals come with the next export.");
	}

	private boolean isDelta() {
		return this.settings.temporality() == Temporality.DELTA;
	}

	private static String ended(@Nullable String clause) {
		String text = (clause != null) ? clause : "";
		return text.endsWith("?") ? text : text + ".";
	}

}
