package io.github.metricstcp.client.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.SeriesKey;
import org.jspecify.annotations.Nullable;

/**
 * A filter of series, as a user writes it: terms with spaces between them, all of which
 * must hold.
 * <table>
 * <caption>Terms</caption>
 * <tr>
 * <td>{@code orders}</td>
 * <td>the text is somewhere in the name or in a label, or it is a name of the target,
 * upper or lower case</td>
 * </tr>
 * <tr>
 * <td>{@code http.*}</td>
 * <td>the name matches the glob: {@code *} any text, {@code ?} any character</td>
 * </tr>
 * <tr>
 * <td>{@code ~^jvm\.(gc|memory)}</td>
 * <td>the regular expression is found in the name</td>
 * </tr>
 * <tr>
 * <td>{@code name=http.server.requests}</td>
 * <td>the name is this one, or matches the glob</td>
 * </tr>
 * <tr>
 * <td>{@code kind=gauge}</td>
 * <td>the kind is {@code counter}, {@code gauge} or {@code histogram}</td>
 * </tr>
 * <tr>
 * <td>{@code unit=seconds}</td>
 * <td>the unit is this one, or matches the glob; {@code unit=} for none</td>
 * </tr>
 * <tr>
 * <td>{@code status=5*}</td>
 * <td>there is that label, and its value matches the glob</td>
 * </tr>
 * <tr>
 * <td>{@code label:name=main}</td>
 * <td>the same of a label that is called {@code name}, {@code kind}, {@code unit} or
 * {@code target}</td>
 * </tr>
 * <tr>
 * <td>{@code uri=~^/orders}</td>
 * <td>there is that label, and the regular expression is found in its value</td>
 * </tr>
 * <tr>
 * <td>{@code target=shop-*}, {@code target=~50..$}</td>
 * <td>one of the names of the target matches the glob, or the regular expression is found
 * in it</td>
 * </tr>
 * <tr>
 * <td>{@code !term}</td>
 * <td>the term does not hold</td>
 * </tr>
 * <tr>
 * <td>{@code "a b"}</td>
 * <td>quotes keep spaces together, anywhere in a term</td>
 * </tr>
 * </table>
 *
 * @since 0.1.0
 */
public final class SeriesFilter {

	/**
	 * The filter that all series match.
	 */
	public static final SeriesFilter ALL = new SeriesFilter("", List.of(), false);

	/**
	 * The prefix of labels whose names are reserved words.
	 */
	private static final String LABEL = "label:";

	private static final String KIND = "kind";

	private static final String UNIT = "unit";

	/**
	 * The words that stand for no label before {@code =}, each with the test of whether
	 * what they stand for is wanted.
	 */
	private static final Map<String, BiPredicate<Candidate, Predicate<String>>> RESERVED = Map.of("name",
			(candidate, wanted) -> wanted.test(candidate.key.name()), KIND,
			(candidate, wanted) -> wanted.test(word(candidate.key.kind())), UNIT,
			(candidate, wanted) -> wanted.test((candidate.unit != null) ? candidate.unit : ""), "target",
			(candidate, wanted) -> candidate.isOf(wanted));

	private final String text;

	private final List<Predicate<Candidate>> terms;

	private final boolean dependsOnUnit;

	private SeriesFilter(String text, List<Predicate<Candidate>> terms, boolean dependsOnUnit) {
		this.text = text;
		this.terms = terms;
		this.dependsOnUnit = dependsOnUnit;
	}

	/**
	 * Returns the filter that a text stands for.
	 * @param text terms with spaces between them; none for {@link #ALL all} series
	 * @return the filter
	 * @throws IllegalArgumentException if a regular expression is not one, or a kind is
	 * none, with a message that says so
	 */
	public static SeriesFilter parse(String text) {
		List<Predicate<Candidate>> terms = new ArrayList<>();
		boolean dependsOnUnit = false;
		for (String term : split(text)) {
			terms.add(term(term));
			dependsOnUnit |= term.replaceFirst("^!+", "").startsWith(UNIT + "=");
		}
		return new SeriesFilter(text, List.copyOf(terms), dependsOnUnit);
	}

	/**
	 * Returns whether a series of a target matches.
	 * @param key the series
	 * @param unit the unit of its values, {@code null} if it has none
	 * @param target the names of its target, {@code null} if they are not known:
	 * {@code target=} holds for none then
	 * @return whether all terms hold for it
	 */
	public boolean matches(SeriesKey key, @Nullable String unit, @Nullable TargetNames target) {
		return matches(new Candidate(key, unit, target));
	}

	/**
	 * Returns whether a series that is kept matches, with the unit that it has now.
	 * @param series the series
	 * @return whether all terms hold for it
	 */
	public boolean matches(Series series) {
		return matches(series.key(), series.unit(), series.targetNames());
	}

	private boolean matches(Candidate candidate) {
		for (Predicate<Candidate> term : this.terms) {
			if (!term.test(candidate)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Returns whether the filter asks for units. Those belong to the metadata, which may
	 * come later than the series: then a series may match that did not before.
	 * @return whether there is a term {@code unit=}
	 */
	public boolean dependsOnUnit() {
		return this.dependsOnUnit;
	}

	/**
	 * Returns the text that was parsed.
	 */
	@Override
	public String toString() {
		return this.text;
	}

	private static List<String> split(String text) {
		List<String> terms = new ArrayList<>();
		StringBuilder term = new StringBuilder();
		boolean quoted = false;
		boolean any = false;
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c == '"') {
				quoted = !quoted;
				any = true;
			}
			else if (Character.isWhitespace(c) && !quoted) {
				if (any) {
					terms.add(term.toString());
				}
				term.setLength(0);
				any = false;
			}
			else {
				term.append(c);
				any = true;
			}
		}
		if (any) {
			terms.add(term.toString());
		}
		return terms;
	}

	private static Predicate<Candidate> term(String term) {
		if (term.startsWith("!")) {
			return term(term.substring(1)).negate();
		}
		if (term.startsWith("~")) {
			Predicate<String> found = regex(term.substring(1));
			return (candidate) -> found.test(candidate.key.name());
		}
		int equals = term.indexOf('=');
		if (equals > 0) {
			return term(term.substring(0, equals), term.substring(equals + 1));
		}
		if (isGlob(term)) {
			Predicate<String> name = glob(term);
			return (candidate) -> name.test(candidate.key.name());
		}
		return contains(term);
	}

	private static Predicate<Candidate> term(String word, String wanted) {
		Predicate<String> value = wanted.startsWith("~") ? regex(wanted.substring(1)) : glob(wanted);
		BiPredicate<Candidate, Predicate<String>> reserved = RESERVED.get(word);
		if (reserved != null) {
			if (word.equals(KIND) && Arrays.stream(Kind.values()).map(SeriesFilter::word).noneMatch(value)) {
				throw new IllegalArgumentException(
						"The filter's kind is counter, gauge or histogram, and not \"%s\"".formatted(wanted));
			}
			return (candidate) -> reserved.test(candidate, value);
		}
		String label = word.startsWith(LABEL) ? word.substring(LABEL.length()) : word;
		return (candidate) -> {
			String actual = candidate.key.labels().get(label);
			return actual != null && value.test(actual);
		};
	}

	private static String word(Kind kind) {
		return kind.name().toLowerCase(Locale.ROOT);
	}

	private static boolean isGlob(String term) {
		return term.indexOf('*') >= 0 || term.indexOf('?') >= 0;
	}

	private static Predicate<Candidate> contains(String text) {
		String wanted = text.toLowerCase(Locale.ROOT);
		return (candidate) -> {
			// A target by its whole name: all have part of an address, such as 500
			if (candidate.key.name().toLowerCase(Locale.ROOT).contains(wanted)
					|| candidate.isOf(text::equalsIgnoreCase)) {
				return true;
			}
			for (Map.Entry<String, String> label : candidate.key.labels().entrySet()) {
				if ((label.getKey() + "=" + label.getValue()).toLowerCase(Locale.ROOT).contains(wanted)) {
					return true;
				}
			}
			return false;
		};
	}

	/**
	 * Returns a test for the whole of a text: {@code *} any text, {@code ?} any
	 * character.
	 */
	static Predicate<String> glob(String glob) {
		if (!isGlob(glob)) {
			return glob::equals;
		}
		StringBuilder regex = new StringBuilder();
		for (int i = 0; i < glob.length(); i++) {
			char c = glob.charAt(i);
			switch (c) {
				case '*' -> regex.append(".*");
				case '?' -> regex.append('.');
				default -> regex.append(Pattern.quote(String.valueOf(c)));
			}
		}
		return BoundedExpression.ofWhole(Pattern.compile(regex.toString(), Pattern.DOTALL));
	}

	private static Predicate<String> regex(String regex) {
		try {
			return BoundedExpression.ofPart(Pattern.compile(regex));
		}
		catch (PatternSyntaxException ex) {
			throw new IllegalArgumentException("The filter's \"~%s\" is not a regular expression: %s near character %s"
				.formatted(regex, ex.getDescription(), ex.getIndex() + 1), ex);
		}
	}

	/**
	 * A series that is tested.
	 *
	 * @param key the series
	 * @param unit the unit of its values, {@code null} if it has none
	 * @param target the names of its target, {@code null} if they are not known
	 */
	private record Candidate(SeriesKey key, @Nullable String unit, @Nullable TargetNames target) {

		boolean isOf(Predicate<String> wanted) {
			return this.target != null && this.target.any(wanted);
		}

	}

}
