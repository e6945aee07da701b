package io.github.metricstcp.client.model;

import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A regular expression of a filter. Anybody may write one who can open a link, and some
 * take practically for ever on some texts. One that takes too long on any text is given
 * up: it matches nothing from then on.
 */
final class BoundedExpression implements Predicate<String> {

	/**
	 * The number of characters that may be looked at in one text: some milliseconds. The
	 * longest text has 4,096, and a useful expression looks at each a few times.
	 */
	private static final int MAX_STEPS = 1_000_000;

	private final Pattern pattern;

	private final Predicate<Matcher> match;

	private final int maxSteps;

	private volatile boolean givenUp;

	private BoundedExpression(Pattern pattern, Predicate<Matcher> match, int maxSteps) {
		this.pattern = pattern;
		this.match = match;
		this.maxSteps = maxSteps;
	}

	/**
	 * Returns an expression that matches texts as a whole.
	 */
	static BoundedExpression ofWhole(Pattern pattern) {
		return new BoundedExpression(pattern, Matcher::matches, MAX_STEPS);
	}

	/**
	 * Returns an expression that matches parts of texts.
	 */
	static BoundedExpression ofPart(Pattern pattern) {
		return ofPart(pattern, MAX_STEPS);
	}

	static BoundedExpression ofPart(Pattern pattern, int maxSteps) {
		return new BoundedExpression(pattern, Matcher::find, maxSteps);
	}

	@Override
	public boolean test(String text) {
		if (this.givenUp) {
			return false;
		}
		try {
			return this.match.test(this.pattern.matcher(new CountedText(text, new int[] { this.maxSteps })));
		}
		catch (TooLongException | StackOverflowError ex) {
			this.givenUp = true;
			return false;
		}
	}

	/**
	 * A text of which a number of characters may be looked at.
	 *
	 * @param text the text
	 * @param left the number that may still be
	 */
	@SuppressWarnings("ArrayRecordComponent") // a counter that parts of the text share
	private record CountedText(CharSequence text, int[] left) implements CharSequence {

		@Override
		public int length() {
			return this.text.length();
		}

		@Override
		public char charAt(int index) {
			if (this.left[0]-- <= 0) {
				throw new TooLongException();
			}
			return this.text.charAt(index);
		}

		@Override
		public CharSequence subSequence(int start, int end) {
			return new CountedText(this.text.subSequence(start, end), this.left);
		}

		@Override
		public String toString() {
			return this.text.toString();
		}

	}

	private static final class TooLongException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		TooLongException() {
			super(null, null, false, false);
		}

	}

}
