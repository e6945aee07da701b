package io.github.metricstcp.client.model;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A condition that must not hold, as a user writes it: a {@link Level}, the time over
 * which its figure is taken, and the time for which it must be beyond:
 * {@code LEVEL [over DURATION|all] [for DURATION]}, for instance
 * <code>http.server.requests{uri=/orders} p99 &gt; 200ms for 10s</code>.
 * <ul>
 * <li>Without {@code for}, the condition is judged at the end. The figure is that of the
 * whole run, or of the time behind {@code over} before the end.</li>
 * <li>With {@code for}, it is judged each second, and holds once the figure was beyond
 * the value for that long without a break. The figure is that of the second, or of the
 * time behind {@code over} before its end.</li>
 * <li>A duration is a number of seconds or has a unit ({@code s m h}): at least a second,
 * for {@code over} at most an hour.</li>
 * </ul>
 * Immutable.
 *
 * @since 0.1.0
 */
public final class Condition {

	private static final Pattern SUFFIX = Pattern.compile("(.*\\S)\\s+(over|for)\\s+(\\S+)", Pattern.DOTALL);

	private static final Duration LONGEST_WINDOW = Duration.ofHours(1);

	private static final Duration LONGEST = Duration.ofDays(36_500);

	private final Level level;

	// Null for the whole time
	private final @Nullable Duration window;

	private final @Nullable Duration hold;

	// The text behind the level, as it was written
	private final String suffix;

	private Condition(Level level, @Nullable Duration window, @Nullable Duration hold, String suffix) {
		this.level = level;
		this.window = window;
		this.hold = hold;
		this.suffix = suffix;
	}

	/**
	 * Returns the condition that a text stands for.
	 * @param text the text, in the form that is described above
	 * @return the condition
	 * @throws IllegalArgumentException if the text has another form, with a message that
	 * names the part
	 */
	public static Condition parse(String text) {
		String rest = text.strip();
		String over = null;
		String hold = null;
		for (Matcher matcher = SUFFIX.matcher(rest); matcher.matches(); matcher = SUFFIX.matcher(rest)) {
			boolean isWindow = matcher.group(2).equals("over");
			if ((isWindow ? over : hold) != null) {
				throw new IllegalArgumentException("'%s' has '%s' twice".formatted(text.strip(), matcher.group(2)));
			}
			over = isWindow ? matcher.group(3) : over;
			hold = isWindow ? hold : matcher.group(3);
			rest = matcher.group(1);
		}
		Level level = Level.parse(rest);
		Duration heldFor = (hold != null) ? duration("for", hold, LONGEST) : null;
		Duration window = (heldFor != null) ? Duration.ofSeconds(1) : null;
		if (over != null) {
			window = over.equals("all") ? null : duration("over", over, LONGEST_WINDOW);
			if (level.levelFigure() == LevelFigure.VALUE) {
				throw new IllegalArgumentException(
						"'over %s' does not go with value, which is that of a moment: use min, max or count"
							.formatted(over));
			}
		}
		return new Condition(level, window, heldFor,
				((over != null) ? " over " + over : "") + ((hold != null) ? " for " + hold : ""));
	}

	private static Duration duration(String word, String text, Duration longest) {
		LevelValue value;
		try {
			value = LevelValue.parse(text, LevelFigure.VALUE);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(noDuration(word, text), ex);
		}
		if (value.quantity() != Quantity.DURATION && !text.matches("[\\d.]+")) {
			throw new IllegalArgumentException(noDuration(word, text));
		}
		if (value.amount() < 1) {
			throw new IllegalArgumentException(
					"'%s %s' is too short: 1s is the least, for conditions are judged by the second".formatted(word,
							text));
		}
		if (value.amount() > longest.toSeconds()) {
			throw new IllegalArgumentException("'%s %s' is too long: %s is the most".formatted(word, text,
					longest.equals(LONGEST_WINDOW) ? "1h" : "36500d"));
		}
		return Duration.ofMillis(Math.round(value.amount() * 1000));
	}

	private static String noDuration(String word, String text) {
		return "'%s %s' has no duration, such as 10s or 5m".formatted(word, text)
				+ (word.equals("over") ? ", and is not 'over all'" : "");
	}

	/**
	 * Returns the level that the condition is about.
	 * @return the level
	 */
	public Level level() {
		return this.level;
	}

	/**
	 * Returns the time over which the figure is taken.
	 * @return the time, {@code null} for the whole run
	 */
	public @Nullable Duration window() {
		return this.window;
	}

	/**
	 * Returns the time for which the figure must be beyond the value without a break.
	 * @return the time, {@code null} if it is judged at the end alone
	 */
	public @Nullable Duration hold() {
		return this.hold;
	}

	/**
	 * Returns the condition as a text that {@link #parse} understands.
	 */
	@Override
	public String toString() {
		return this.level + this.suffix;
	}

}
