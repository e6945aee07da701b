package io.github.metricstcp.observer.internal.ui;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

import dev.tamboui.text.CharWidth;

/**
 * Text from elsewhere made safe for the screen: nothing in it moves the cursor or is
 * wider than calculated.
 *
 * @since 0.1.0
 */
public final class DisplayText {

	private static final String ELLIPSIS = "…";

	private static final int REPLACEMENT = 0xFFFD;

	/**
	 * Marks on one letter beyond these are decoration that runs into the neighbouring
	 * lines.
	 */
	private static final int MARKS_PER_LETTER = 2;

	private DisplayText() {
	}

	/**
	 * Replaces characters that terminals act upon or do not agree on: control characters
	 * by the replacement character, flags by their letters. Characters that join, modify
	 * or reorder others are left out.
	 * @param text the text, of one line
	 * @return the text that terminals show
	 */
	public static String clean(String text) {
		if (isPlain(text)) {
			return text;
		}
		StringBuilder clean = new StringBuilder(text.length());
		int marks = 0;
		int[] codePoints = Normalizer.normalize(text, Normalizer.Form.NFC).codePoints().toArray();
		for (int codePoint : codePoints) {
			if (isFlagLetter(codePoint)) {
				clean.append((char) ('A' + codePoint - 0x1F1E6));
				marks = 0;
				continue;
			}
			switch (Character.getType(codePoint)) {
				case Character.FORMAT, Character.ENCLOSING_MARK -> {
				}
				case Character.CONTROL, Character.SURROGATE, Character.UNASSIGNED, Character.PRIVATE_USE,
						Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> {
					clean.appendCodePoint(REPLACEMENT);
					marks = 0;
				}
				default -> {
					if (CharWidth.of(codePoint) > 0) {
						clean.appendCodePoint(codePoint);
						marks = 0;
					}
					else if (!clean.isEmpty() && !isVariationOrTone(codePoint) && marks++ < MARKS_PER_LETTER) {
						clean.appendCodePoint(codePoint);
					}
				}
			}
		}
		return clean.toString();
	}

	/**
	 * Returns how many cells clean text takes.
	 */
	static int width(String text) {
		return isPlain(text) ? text.length() : CharWidth.of(text);
	}

	/**
	 * Cuts clean text to a width, with an ellipsis at the cut.
	 */
	static String fit(String text, int width) {
		if (width <= 0) {
			return "";
		}
		if (width(text) <= width) {
			return text;
		}
		return CharWidth.substringByWidth(text, width - 1) + ELLIPSIS;
	}

	/**
	 * Returns clean text without its first cells. Half of a wide character becomes a
	 * blank.
	 */
	static String after(String text, int cells) {
		int cut = 0;
		int next = 0;
		// The marks on a letter go with it
		while (next < text.length() && (cut < cells || CharWidth.of(text.codePointAt(next)) == 0)) {
			int codePoint = text.codePointAt(next);
			cut += CharWidth.of(codePoint);
			next += Character.charCount(codePoint);
		}
		return " ".repeat(Math.max(0, cut - cells)) + text.substring(next);
	}

	/**
	 * Breaks clean text into lines of a width: between words, or within one that is
	 * longer than a line.
	 */
	static List<String> wrap(String text, int width) {
		List<String> lines = new ArrayList<>();
		StringBuilder line = new StringBuilder();
		for (String word : text.split(" ", -1)) {
			if (!line.isEmpty() && width(line.toString()) + 1 + width(word) > width) {
				lines.add(line.toString());
				line.setLength(0);
			}
			String rest = word;
			while (width(rest) > width && width > 1) {
				// Two cells have room for any character
				String part = CharWidth.substringByWidth(rest, width);
				lines.add(part);
				rest = rest.substring(part.length());
			}
			line.append(line.isEmpty() ? "" : " ").append(rest);
		}
		lines.add(line.toString());
		return lines;
	}

	/**
	 * Cuts or pads clean text to a width, the text at the left.
	 */
	static String left(String text, int width) {
		String fitting = fit(text, width);
		return fitting + " ".repeat(Math.max(0, width - width(fitting)));
	}

	/**
	 * Cuts or pads clean text to a width, the text at the right.
	 */
	static String right(String text, int width) {
		String fitting = fit(text, width);
		return " ".repeat(Math.max(0, width - width(fitting))) + fitting;
	}

	private static boolean isPlain(String text) {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c < ' ' || c > '~') {
				return false;
			}
		}
		return true;
	}

	private static boolean isFlagLetter(int codePoint) {
		return codePoint >= 0x1F1E6 && codePoint <= 0x1F1FF;
	}

	private static boolean isVariationOrTone(int codePoint) {
		return (codePoint >= 0xFE00 && codePoint <= 0xFE0F) || (codePoint >= 0xE0100 && codePoint <= 0xE01EF)
				|| (codePoint >= 0x1F3FB && codePoint <= 0x1F3FF);
	}

}
