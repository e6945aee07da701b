package io.github.metricstcp.benchmarks.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The conversation of a measurement with a process that it has started: a line of words
 * there, a line of JSON back. Other lines, the sample's log for one, are passed over.
 */
public final class Conversation {

	private static final String PREFIX = "@@ ";

	private static final JsonMapper json = JsonMapper.shared();

	private final BufferedReader in;

	private final PrintStream out;

	Conversation(BufferedReader in, PrintStream out) {
		this.in = in;
		this.out = out;
	}

	public static Conversation withParent() {
		return new Conversation(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
				System.out);
	}

	public static Conversation with(Process child) {
		return new Conversation(child.inputReader(StandardCharsets.UTF_8),
				new PrintStream(child.getOutputStream(), true, StandardCharsets.UTF_8));
	}

	/**
	 * Waits for the next word.
	 * @return the word, {@code null} if the other process has ended
	 */
	public @Nullable String word() {
		try {
			return this.in.readLine();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public void say(String word) {
		this.out.println(word);
		this.out.flush();
	}

	public void answer(Object report) {
		say(PREFIX + json.writeValueAsString(report));
	}

	public <T> T ask(String word, Class<T> type) {
		say(word);
		return hear(type);
	}

	/**
	 * Waits for a report.
	 */
	public <T> T hear(Class<T> type) {
		for (String line = word(); line != null; line = word()) {
			if (line.startsWith(PREFIX)) {
				return json.readValue(line.substring(PREFIX.length()), type);
			}
		}
		throw new IllegalStateException("A process of the measurement has ended before its time");
	}

}
