package io.github.metricstcp.client.model;

import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.SeriesKey;
import org.jspecify.annotations.Nullable;

/**
 * A level of a figure that series should not go beyond, as a user writes it:
 * {@code NAME[{label=value,...}] FIGURE [>|>=|<|<=] VALUE}, for instance
 * {@code http.server.requests p99 200ms} or
 * <code>http.server.requests{uri=/orders,status=5*} rate &gt; 5/s</code>.
 * <ul>
 * <li>NAME and label values are globs: {@code *} any text, {@code ?} any character. A
 * value with a comma is put in quotes.</li>
 * <li>FIGURE is {@code value} (of counters and gauges), {@code rate} (a second, of the
 * last ten), {@code count} (of a window: samples, or the increase of a counter),
 * {@code mean}, {@code min}, {@code max}, {@code p50}, {@code p90}, {@code p95},
 * {@code p99} or {@code p99.9}.</li>
 * <li>{@code >} is beyond if the figure is greater, {@code <} if it is less, {@code >=}
 * and {@code <=} if it is the same too; {@code >} by default.</li>
 * <li>VALUE is a number with a unit ({@code ns us ms s m h d}, {@code B kB MB GB TB} in
 * steps of 1024, {@code kbit/s Mbit/s}, {@code %}, {@code /s}), with {@code k M G} for a
 * thousand, a million and so on, or alone: then it is in the unit that the series is sent
 * in.</li>
 * </ul>
 * Immutable.
 *
 * @since 0.1.0
 */
public final class Level {

	private static final Pattern CONDITION = Pattern.compile("([\\w.]+)\\s*(?:([<>]=?)\\s*|\\s)(.+)");

	private final String subject;

	private final Predicate<String> name;

	private final LevelLabels labels;

	private final LevelFigure figure;

	private final LevelSign sign;

	private final LevelValue value;

	private Level(String subject, Predicate<String> name, LevelLabels labels, LevelFigure figure, LevelSign sign,
			LevelValue value) {
		this.subject = subject;
		this.name = name;
		this.labels = labels;
		this.figure = figure;
		this.sign = sign;
		this.value = value;
	}

	/**
	 * Returns the level that a text stands for.
	 * @param text the text, in the form that is described above
	 * @return the level
	 * @throws IllegalArgumentException if the text has another form, with a message that
	 * says why
	 */
	public static Level parse(String text) {
		String level = text.strip();
		int nameEnd = 0;
		while (nameEnd < level.length() && level.charAt(nameEnd) != '{'
				&& !Character.isWhitespace(level.charAt(nameEnd))) {
			nameEnd++;
		}
		boolean labelled = nameEnd < level.length() && level.charAt(nameEnd) == '{';
		int end = labelled ? LevelLabels.end(level, nameEnd) + 1 : nameEnd;
		Matcher condition = CONDITION.matcher(level.substring(end).strip());
		if (nameEnd == 0 || !condition.matches()) {
			throw new IllegalArgumentException(
					"'%s' is no level: a name, a figure and a value are needed, as in http.server.requests p99 200ms"
						.formatted(text));
		}
		LevelFigure figure = LevelFigure.parse(condition.group(1));
		return new Level(level.substring(0, end), SeriesFilter.glob(level.substring(0, nameEnd)),
				labelled ? LevelLabels.parse(level.substring(nameEnd + 1, end - 1)) : LevelLabels.NONE, figure,
				LevelSign.of(condition.group(2)), LevelValue.parse(condition.group(3).strip(), figure));
	}

	/**
	 * Returns the text before the condition.
	 * @return name and labels, as they were written
	 */
	public String subject() {
		return this.subject;
	}

	/**
	 * Returns the text behind the name and the labels.
	 * @return figure, sign and value, such as {@code p99 > 200ms}
	 */
	public String condition() {
		return this.figure.word() + " " + this.sign.text() + " " + this.value.text();
	}

	/**
	 * Returns the figure that is compared.
	 * @return the figure as it is written, such as {@code p99}
	 */
	public String figure() {
		return this.figure.word();
	}

	/**
	 * Returns the sign between the figure and the value.
	 * @return one of {@code >}, {@code >=}, {@code <} and {@code <=}
	 */
	public String sign() {
		return this.sign.text();
	}

	LevelFigure levelFigure() {
		return this.figure;
	}

	LevelSign levelSign() {
		return this.sign;
	}

	/**
	 * Returns whether a series has the name and the labels of this level.
	 * @param key the series
	 * @return whether it is a series of this level
	 */
	public boolean matches(SeriesKey key) {
		return this.name.test(key.name()) && this.labels.match(key.labels());
	}

	/**
	 * Returns whether the events of a series would be counted by this level if its labels
	 * had other values: it has the name and the keys of the labels. If none is counted,
	 * their number is 0 then, and not unknown.
	 */
	boolean counts(SeriesKey key) {
		return (this.figure == LevelFigure.RATE || this.figure == LevelFigure.COUNT) && this.figure.isOf(key.kind())
				&& this.name.test(key.name()) && key.labels().keySet().containsAll(this.labels.values().keySet());
	}

	/**
	 * Returns whether a series is beyond this level: it is one of its series, and the
	 * figure is known and beyond the value.
	 * @param snapshot the state of the series, with a summary of the window that counts
	 * @return whether it is; {@code false} if the level does not {@link #mismatch fit} it
	 */
	public boolean isBeyond(SeriesSnapshot snapshot) {
		SeriesKey key = snapshot.key();
		if (!matches(key) || !this.figure.isOf(key.kind())) {
			return false;
		}
		Double limit = limit(key, snapshot.unit());
		double actual = this.figure.of(snapshot);
		return limit != null && this.sign.isBeyond(actual, limit);
	}

	/**
	 * Returns the value in the unit of a series that has the figure, {@code null} if it
	 * is of another quantity.
	 */
	@Nullable Double limit(SeriesKey key, @Nullable String unit) {
		return this.value.in(this.figure.isNumberOfSamples(key.kind()) ? SentUnit.NUMBER
				: SentUnit.of(key.kind(), key.name(), unit));
	}

	/**
	 * Returns why a series can never be beyond this level, although it has its name and
	 * labels.
	 * @param key the series
	 * @param unit its unit as the wire has it, {@code null} if it has none
	 * @return a sentence without a full stop, {@code null} if there is no reason
	 */
	public @Nullable String mismatch(SeriesKey key, @Nullable String unit) {
		if (!matches(key)) {
			return null;
		}
		if (!this.figure.isOf(key.kind())) {
			return "A %s has no %s, and %s is one".formatted(word(key.kind()), this.figure.word(), key.name());
		}
		if (limit(key, unit) == null) {
			String sent = this.figure.isNumberOfSamples(key.kind()) ? "is a number of samples"
					: ((unit != null) ? "is sent in " + unit : "is sent without a unit");
			return "%s is %s, and %s of %s %s".formatted(this.value.text(), this.value.quantity().words(),
					this.figure.word(), key.name(), sent);
		}
		return null;
	}

	private static String word(Kind kind) {
		return switch (kind) {
			case COUNTER -> "counter";
			case GAUGE -> "gauge";
			case HISTOGRAM -> "histogram";
		};
	}

	/**
	 * Returns the level as a text that {@link #parse} understands.
	 */
	@Override
	public String toString() {
		return this.subject + " " + condition();
	}

}
