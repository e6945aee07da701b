package io.github.metricstcp.page.internal.api;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.metricstcp.client.model.Condition;
import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.wire.FamilyKey;
import org.jspecify.annotations.Nullable;

/**
 * The requests that wait until a condition holds. Used by one thread.
 */
final class WaitQuery {

	/**
	 * The number of requests that may wait at the same time.
	 */
	static final int MAX_WAITS = 20;

	private static final int MAX_METRICS = 100;

	private static final Parameter CONDITION = Parameter.required("condition",
			"NAME{label=value,...} FIGURE > VALUE, such as http.server.requests{uri=/orders,status=5*} rate > 5/s, with >, "
					+ ">=, < or <=. The labels may be left out; name and values are globs. FIGURE is value (of counters and "
					+ "gauges), rate (a second), count, mean, min, max, p50, p90, p95, p99 or p99.9. VALUE is a number with "
					+ "a unit (200ms, 10MB, 80%, 5/s, 3k) or without: then it is in the unit of the metric. Behind it, over "
					+ "1m takes the figure over that time (10 seconds by default, up to 1h), and for 10s asks that it holds "
					+ "for that long without a break (then the figure is that of each second by default)");

	private static final Parameter TIMEOUT = Parameter.whole("timeout",
			"The longest time to wait, in seconds; 30 by default.", 30, 0, 300);

	/**
	 * The time over which figures are taken if the condition does not say it, in seconds.
	 */
	private static final int WINDOW = 10;

	static final Operation OPERATION = new Operation("wait", "wait_for", "Wait until a condition holds",
			"Waits until a condition holds for a metric of one of the targets, or the time is over, and says which. The "
					+ "condition is judged at once and then once a second, by all series of a target that it is about "
					+ "together: rates and counts are summed up, quantiles are those of all samples, and of gauges that are "
					+ "durations or ratios one is enough. Metrics may come later, and targets that are not connected are "
					+ "not judged.",
			List.of(CONDITION, TIMEOUT),
			Members.with(ApiTime.now())
				.and(Schema.Member.of("condition", Schema.text("the condition as it was understood")))
				.and(Schema.Member.of("held", Schema.flag("whether it holds; if not, the time was over")))
				.and(Schema.Member.of("waited", Schema.number("the time that was waited, in seconds")))
				.and(Limit.members("metrics", "the metrics that were judged, those for which it holds first",
						Members.with(MetricSeries.members())
							.and(Schema.Member.of("target", Schema.text("the target that sends it")))
							.and(Schema.Member.of("series", Schema.whole("the number of its series that were judged")))
							.and(Schema.Member.of("holds", Schema.flag("whether the condition holds for it")))
							.and(Schema.Member.of("figure",
									Schema.anyNumber("the figure that was compared, in the unit of the metric")))
							.and(Schema.Member.of("mismatch",
									Schema.textOrNull("why the condition does not fit the metric; null if it does")))
							.list()))
				.list());

	private final ObserverModel model;

	private final List<Wait> waits = new ArrayList<>();

	WaitQuery(ObserverModel model) {
		this.model = model;
	}

	/**
	 * Answers a request, at once if its condition holds.
	 * @throws ApiException if a parameter is not right, or too many requests wait
	 */
	void answer(Arguments arguments, CompletableFuture<byte[]> answer) {
		Wait wait = new Wait(condition(arguments.text(CONDITION)), arguments.number(TIMEOUT), answer);
		if (wait.isOver()) {
			return;
		}
		tick();
		if (this.waits.size() >= MAX_WAITS) {
			throw ApiException.tooMany("%s requests wait already, and no more can".formatted(MAX_WAITS));
		}
		this.waits.add(wait);
	}

	private static Condition condition(String text) {
		try {
			Condition condition = Condition.parse(text);
			if (condition.window() == null && condition.toString().contains(" over all")) {
				throw new IllegalArgumentException("a figure is taken over at most 1h, and over all is more");
			}
			return condition;
		}
		catch (IllegalArgumentException ex) {
			throw ApiException.unreadable(CONDITION.name(), text, ex);
		}
	}

	/**
	 * Answers the requests whose condition holds, or whose time is over. Called once a
	 * second.
	 */
	void tick() {
		this.waits.removeIf(Wait::isOver);
	}

	/**
	 * Ends all that wait.
	 */
	void close() {
		this.waits.forEach((wait) -> wait.answer.completeExceptionally(ApiException.closed()));
		this.waits.clear();
	}

	/**
	 * A request.
	 */
	private final class Wait {

		private final Condition condition;

		private final int window;

		// When the condition came to hold, by the clock of the model
		private final Map<Judged, Long> heldSince = new HashMap<>();

		private final CompletableFuture<byte[]> answer;

		private final long begin = System.nanoTime();

		private final long end;

		Wait(Condition condition, int timeout, CompletableFuture<byte[]> answer) {
			this.condition = condition;
			Duration window = condition.window();
			this.window = (window != null) ? (int) Math.max(1, window.toSeconds()) : WINDOW;
			this.answer = answer;
			this.end = this.begin + TimeUnit.SECONDS.toNanos(timeout);
		}

		/**
		 * Answers the request if it is time to.
		 * @return whether it is over; it is, too, if nobody waits any more
		 */
		boolean isOver() {
			if (this.answer.isDone()) {
				return true;
			}
			try {
				List<Judgement> judgements = held(Judgement.of(this.condition.level(), WaitQuery.this.model,
						ApiTime.last(WaitQuery.this.model, this.window)));
				boolean held = judgements.stream().anyMatch(Judgement::holds);
				if (!held) {
					requireFit(judgements);
				}
				if (held || System.nanoTime() - this.end >= 0) {
					Document document = (json) -> write(json, held, judgements);
					this.answer.complete(document.bytes());
				}
			}
			catch (RuntimeException ex) {
				this.answer.completeExceptionally(ex);
			}
			return this.answer.isDone();
		}

		/**
		 * Returns the judgements with those alone as holding that have held long enough.
		 */
		private List<Judgement> held(List<Judgement> judgements) {
			Duration hold = this.condition.hold();
			if (hold == null) {
				return judgements;
			}
			long now = WaitQuery.this.model.time().nanos();
			Map<Judged, Long> before = new HashMap<>(this.heldSince);
			this.heldSince.clear();
			List<Judgement> held = new ArrayList<>();
			for (Judgement each : judgements) {
				long since = each.holds() ? before.getOrDefault(Judged.of(each), now) : now;
				if (each.holds()) {
					this.heldSince.put(Judged.of(each), since);
				}
				held.add(each.holding(each.holds() && now - since >= hold.toNanos()));
			}
			return held;
		}

		/**
		 * Refuses a condition that fits none of the metrics that it is about.
		 */
		private void requireFit(List<Judgement> judgements) {
			@Nullable String mismatch = judgements.isEmpty() ? null : judgements.get(0).mismatch();
			if (mismatch != null && judgements.stream().allMatch((each) -> each.mismatch() != null)) {
				throw ApiException.badParameter(CONDITION.name(),
						"condition is \"%s\", which cannot hold: %s".formatted(this.condition, mismatch));
			}
		}

		private void write(JsonGenerator json, boolean held, List<Judgement> judgements) throws IOException {
			ApiTime.writeNow(json, WaitQuery.this.model);
			json.writeStringField("condition", this.condition.toString());
			json.writeBooleanField("held", held);
			json.writeFieldName("waited");
			JsonNumbers.writeRounded(json, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - this.begin) / 1000.0);
			List<Judgement> sorted = new ArrayList<>(judgements);
			sorted.sort((one, other) -> Boolean.compare(other.holds(), one.holds()));
			Limit.write(json, "metrics", sorted, MAX_METRICS, Wait::writeEntry);
		}

		private static void writeEntry(JsonGenerator json, Judgement judgement) throws IOException {
			MetricSeries metric = judgement.metric();
			metric.writeIdentity(json);
			json.writeStringField("target", metric.series().get(0).target());
			json.writeNumberField("series", metric.series().size());
			json.writeBooleanField("holds", judgement.holds());
			json.writeFieldName("figure");
			JsonNumbers.writeKnown(json, judgement.value());
			json.writeStringField("mismatch", judgement.mismatch());
		}

	}

	/**
	 * What a condition is judged for: a metric of a target.
	 */
	private record Judged(String target, FamilyKey family) {

		static Judged of(Judgement judgement) {
			return new Judged(judgement.metric().series().get(0).target(), judgement.metric().family());
		}

	}

}
