package io.github.metricstcp.observer.internal.ui;

import java.time.Duration;

import io.github.metricstcp.client.model.Condition;
import io.github.metricstcp.client.model.Verdict;
import io.github.metricstcp.client.wire.FamilyKey;
import io.github.metricstcp.client.wire.Kind;

/**
 * A verdict on a condition as a sentence.
 *
 * @since 0.1.0
 */
public final class VerdictText {

	private final Verdict verdict;

	private final Condition condition;

	private final UnitFormat format;

	private VerdictText(Verdict verdict) {
		this.verdict = verdict;
		this.condition = verdict.condition();
		FamilyKey family = verdict.family();
		this.format = (family == null || (verdict.unit() == null && family.kind() == Kind.HISTOGRAM)) ? UnitFormat.COUNT
				: UnitFormat.of(family.kind(), family.name(), verdict.unit(),
						Math.max(verdict.value(), verdict.limit()));
	}

	/**
	 * Returns the sentence of a verdict.
	 * @param verdict the verdict
	 * @return a sentence with a full stop
	 */
	public static String of(Verdict verdict) {
		VerdictText text = new VerdictText(verdict);
		String target = (verdict.target() != null) ? " (%s)".formatted(verdict.target()) : "";
		return DisplayText
			.clean("%s: %s%s.".formatted(verdict.isFailure() ? "failed" : "passed", text.clause(), target));
	}

	private String clause() {
		return switch (this.verdict.outcome()) {
			case PASSED -> figure() + ((this.condition.hold() != null) ? wasNotHeld(this.condition.hold())
					: " is %s, %s %s".formatted(value(), within(), limit()));
			case FAILED -> figure() + " is %s, %s %s".formatted(value(), beyond(true), limit())
					+ ((this.condition.hold() != null) ? " for " + seconds(this.condition.hold()) : "");
			case UNSEEN -> subject() + " was not seen";
			case UNKNOWN -> figure() + " had no value, and was not judged";
			case MISFIT -> "'%s' does not fit: %s".formatted(this.condition, this.verdict.reason());
		};
	}

	private String wasNotHeld(Duration hold) {
		Duration held = this.verdict.held();
		if (held == null || held.isZero()) {
			return " was never %s %s".formatted(beyond(false), limit());
		}
		return " was %s %s for %s at most, not for %s".formatted(beyond(false), limit(), seconds(held), seconds(hold));
	}

	/**
	 * Returns the metric and the labels as they were written, with the whole name of the
	 * metric.
	 */
	private String subject() {
		String subject = this.condition.level().subject();
		FamilyKey family = this.verdict.family();
		int labels = subject.indexOf('{');
		return (family == null) ? subject : family.name() + ((labels < 0) ? "" : subject.substring(labels));
	}

	private String figure() {
		Duration window = this.condition.window();
		String over = "";
		if (this.condition.hold() == null) {
			over = (window != null) ? " over " + seconds(window) : "";
		}
		else if (window == null || window.toMillis() != 1000) {
			over = (window != null) ? " over " + seconds(window) : " over all";
		}
		return subject() + " " + this.condition.level().figure() + over;
	}

	private static String seconds(Duration duration) {
		return round(UnitFormat.SECONDS.value(duration.toMillis() / 1e3));
	}

	private String value() {
		return written(this.verdict.value());
	}

	private String limit() {
		return written(this.verdict.limit());
	}

	private String written(double value) {
		return round(
				this.condition.level().figure().equals("rate") ? this.format.rate(value) : this.format.value(value));
	}

	/**
	 * Returns a value without zeros behind its point: people write 10 s.
	 */
	private static String round(String value) {
		return value.replaceFirst("\\.0+(?!\\d)", "");
	}

	/**
	 * Returns the words for the value that is beyond the limit.
	 * @param near whether it is said when both are written alike
	 */
	private String beyond(boolean near) {
		String just = (near && value().equals(limit())) ? "just " : "";
		return switch (this.condition.level().sign()) {
			case ">=" -> "at or above";
			case "<" -> just + "below";
			case "<=" -> "at or below";
			default -> just + "above";
		};
	}

	private String within() {
		return switch (this.condition.level().sign()) {
			case ">=" -> "below";
			case "<" -> "not below";
			case "<=" -> "above";
			default -> "not above";
		};
	}

}
