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
 * minutes as long as it does, and one when it takes metrics again. If it fails again and
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

	private String promise = " They are kept, and sent later.";

	// Data points since the last sentence that were not taken
	private long lost;

	ExportReports(ExportSettings settings, Consumer<String> notices, LongSupplier nanos) {
		this.settings = settings;
		this.notices = notices;
		this.nanos = nanos;
	}

	/**
	 * Called when a request was answered, or was not.
	 */
	void answered(ExportRequest request, Answer answer) {
		String clause = answer.clause();
		String url = this.settings.url().toString();
		switch (answer.outcome()) {
			case ACCEPTED -> {
				recovered();
				if (clause != null) {
					acceptedWith(clause, answer.rejected());
				}
			}
			case REFUSED -> {
				this.lost += request.points();
				if (sayRarely("refused", "%s (%s) refuses metrics: %s %s".formatted(url, this.settings.urlName(),
						ended(clause), lost()))) {
					this.failure = "refused";
					this.lost = 0;
				}
			}
			case RETRY -> {
				String reason = (clause != null) ? clause : "";
				// Without what the collector says itself, which may be another text each
				// time
				String kind = reason.replaceFirst(" \\(.*", "");
				if (sayRarely(kind, "No metrics can be sent to %s (%s): %s%s".formatted(url, this.settings.urlName(),
						ended(reason), this.promise))) {
					this.failure = kind;
				}
			}
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
		this.promise = "";
	}

	/**
	 * Called when the last attempt has failed.
	 */
	void ended() {
		this.notices
			.accept("%s (%s) has not taken the last metrics.".formatted(this.settings.url(), this.settings.urlName()));
	}

	private void recovered() {
		if (!this.failure.isEmpty()) {
			this.failure = "";
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

	private String lost() {
		return (this.lost == 1) ? "1 data point is lost."
				: String.format(Locale.ROOT, "%,d data points are lost.", this.lost);
	}

	private static String ended(@Nullable String clause) {
		String text = (clause != null) ? clause : "";
		return text.endsWith("?") ? text : text + ".";
	}

}
