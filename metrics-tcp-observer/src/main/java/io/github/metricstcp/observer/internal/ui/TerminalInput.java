package io.github.metricstcp.observer.internal.ui;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

import org.jline.utils.NonBlockingReader;
import org.jspecify.annotations.Nullable;

/**
 * The characters that a terminal sends. Pasted text, which the terminal puts between
 * brackets, is read as one. Not thread-safe.
 */
final class TerminalInput {

	/**
	 * Makes a terminal put pasted text between brackets.
	 */
	static final String BRACKETS_ON = "\033[?2004h";

	/**
	 * Undoes {@link #BRACKETS_ON}.
	 */
	static final String BRACKETS_OFF = "\033[?2004l";

	private static final String PASTE_BEGIN = "\033[200~";

	private static final String PASTE_END = "\033[201~";

	/**
	 * The time in which the next character of an escape sequence follows.
	 */
	private static final long SEQUENCE_MILLIS = 50;

	/**
	 * The time after which a paste is over although its end is missing.
	 */
	private static final long PASTE_MILLIS = 2000;

	/**
	 * The number of pasted characters that are kept. The rest is discarded.
	 */
	private static final int MAX_PASTE = 4096;

	private final NonBlockingReader reader;

	// Read ahead and not part of a paste
	private final Deque<Integer> readAhead = new ArrayDeque<>();

	TerminalInput(NonBlockingReader reader) {
		this.reader = reader;
	}

	int read(int timeoutMillis) throws IOException {
		Integer character = this.readAhead.poll();
		return (character != null) ? character : this.reader.read(timeoutMillis);
	}

	int peek(int timeoutMillis) throws IOException {
		Integer character = this.readAhead.peek();
		return (character != null) ? character : this.reader.peek(timeoutMillis);
	}

	/**
	 * Reads a paste, if one comes next.
	 * @return the text as it was pasted, up to a limit, {@code null} if no paste comes
	 * next
	 */
	@Nullable String readPaste() throws IOException {
		if (!this.readAhead.isEmpty()) {
			return null;
		}
		for (int i = 0; i < PASTE_BEGIN.length(); i++) {
			if (this.reader.peek((i == 0) ? 1 : SEQUENCE_MILLIS) != PASTE_BEGIN.charAt(i)) {
				PASTE_BEGIN.chars().limit(i).forEach(this.readAhead::add);
				return null;
			}
			int unused = this.reader.read(SEQUENCE_MILLIS);
		}
		return readPasted();
	}

	private String readPasted() throws IOException {
		StringBuilder text = new StringBuilder();
		int matched = 0;
		while (matched < PASTE_END.length()) {
			int character = this.reader.read(PASTE_MILLIS);
			if (character < 0) {
				break;
			}
			if (character == PASTE_END.charAt(matched)) {
				matched++;
				continue;
			}
			keep(text, PASTE_END.substring(0, matched));
			matched = (character == PASTE_END.charAt(0)) ? 1 : 0;
			if (matched == 0) {
				keep(text, String.valueOf((char) character));
			}
		}
		return text.toString();
	}

	private static void keep(StringBuilder text, String more) {
		text.append(more, 0, Math.min(more.length(), MAX_PASTE - text.length()));
	}

}
