package io.github.metricstcp.benchmarks.stream;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The conversation of the three processes of a measurement: a line of words there, a line
 * of JSON back. Other lines, the sample's log for one, are passed over.
 */
final class Conversation {

	static final String MARK = "mark";

	static final String LOAD = "load";

	static final String HALT = "halt";

	static final String NEWCOMER = "newcomer";

	private static final String PREFIX = "@@ ";

	private static final JsonMapper json = JsonMapper.shared();

	private final BufferedReader in;

	private final PrintStream out;

	Conversation(BufferedReader in, PrintStream out) {
		this.in = in;
		this.out = out;
	}

	static Conversation withParent() {
		return new Conversation(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
				System.out);
	}

	static Conversation with(Process child) {
		return new Conversation(child.inputReader(StandardCharsets.UTF_8),
				new PrintStream(child.getOutputStream(), true, StandardCharsets.UTF_8));
	}

	/**
	 * Waits for the next word.
	 * @return the word, {@code null} if the other process has ended
	 */
	@Nullable String word() {
		try {
			return this.in.readLine();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void say(String word) {
		this.out.println(word);
		this.out.flush();
	}

	void answer(Object report) {
		say(PREFIX + json.writeValueAsString(report));
	}

	<T> T ask(String word, Class<T> type) {
		say(word);
		return hear(type);
	}

	/**
	 * Waits for a report.
	 */
	<T> T hear(Class<T> type) {
		for (String line = word(); line != null; line = word()) {
			if (line.startsWith(PREFIX)) {
				return json.readValue(line.substring(PREFIX.length()), type);
			}
		}
		throw new IllegalStateException("A process of the measurement has ended before its time");
	}

}
