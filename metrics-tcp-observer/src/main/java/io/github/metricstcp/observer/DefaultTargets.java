package io.github.metricstcp.observer;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.github.metricstcp.client.Target;
import io.github.metricstcp.client.TargetAddress;
import io.github.metricstcp.observer.internal.ui.TextTable;
import org.jspecify.annotations.Nullable;

/**
 * The targets of a run for which the user has named none: the one stream that is found on
 * this machine, those that the user chooses of several, or else the default address.
 */
final class DefaultTargets {

	private static final TargetAddress DEFAULT = TargetAddress.parse("127.0.0.1:" + TargetAddress.DEFAULT_PORT);

	private static final Set<TargetAddress> ON_DEFAULT_PORT = Set.of(DEFAULT,
			TargetAddress.parse("[::1]:" + TargetAddress.DEFAULT_PORT));

	private static final String PROMPT = "Which one? A number, or several; 1 if nothing is typed: ";

	private final List<LocalStream> found;

	private final boolean tls;

	private final Consumer<String> messages;

	/**
	 * Creates the choice.
	 * @param found the streams that there are
	 * @param tls whether connections will be secured
	 * @param messages takes a sentence if a stream is chosen for a script that may not
	 * expect it
	 */
	DefaultTargets(List<LocalStream> found, boolean tls, Consumer<String> messages) {
		this.found = found;
		this.tls = tls;
		this.messages = messages;
	}

	/**
	 * Returns the targets.
	 * @param question asks the user, {@code null} if nobody can be asked
	 * @throws IllegalArgumentException if nothing was chosen, with a sentence that says
	 * why
	 */
	List<Target> choose(@Nullable Question question) {
		if (this.found.isEmpty()) {
			return List.of(target(DEFAULT));
		}
		if (question == null) {
			return targets(decide());
		}
		return targets((this.found.size() == 1) ? this.found : ask(question));
	}

	/**
	 * Returns the stream on the default port, which is what a script has always read, or
	 * the only one.
	 */
	private List<LocalStream> decide() {
		List<LocalStream> byDefault = this.found.stream()
			.filter((stream) -> ON_DEFAULT_PORT.contains(stream.address()))
			.limit(1)
			.toList();
		if (byDefault.isEmpty() && this.found.size() == 1) {
			this.messages.accept("Watching %s, the only stream that was found on this machine. A script should name it."
				.formatted(this.found.get(0)));
			return this.found;
		}
		ObserverOptions.require(!byDefault.isEmpty(), "There are several streams on this machine. Name one: "
				+ this.found.stream().map(LocalStream::toString).collect(Collectors.joining(", ")));
		return byDefault;
	}

	private List<LocalStream> ask(Question question) {
		String text = offer() + PROMPT;
		while (true) {
			String answer = question.ask(text);
			if (answer == null) {
				throw new IllegalArgumentException("No stream was chosen");
			}
			List<LocalStream> chosen = chosen(answer.strip());
			if (!chosen.isEmpty()) {
				return chosen;
			}
			text = "There are the numbers 1 to %d. ".formatted(this.found.size()) + PROMPT;
		}
	}

	private String offer() {
		TextTable table = new TextTable("", "NAME", "ADDRESS", "PID", "TLS");
		for (int i = 0; i < this.found.size(); i++) {
			LocalStream stream = this.found.get(i);
			table.add(String.valueOf(i + 1), stream.name(), stream.address().toString(), String.valueOf(stream.pid()),
					stream.tlsWord());
		}
		return table.lines(TextTable.UNLIMITED)
			.stream()
			.map((line) -> line + System.lineSeparator())
			.collect(Collectors.joining());
	}

	/**
	 * Returns the streams of an answer, none if it is no answer.
	 */
	private List<LocalStream> chosen(String answer) {
		if (answer.isEmpty()) {
			return List.of(this.found.get(0));
		}
		List<LocalStream> chosen = new ArrayList<>();
		for (String word : answer.split("[\\s,]+", -1)) {
			int number = word.matches("\\d{1,4}") ? Integer.parseInt(word) : 0;
			if (number < 1 || number > this.found.size()) {
				return List.of();
			}
			chosen.add(this.found.get(number - 1));
		}
		return chosen;
	}

	private List<Target> targets(List<LocalStream> streams) {
		for (LocalStream stream : streams) {
			ObserverOptions.require(this.tls || !stream.tls(),
					stream + " is encrypted: use --tls, and --trust for its certificate");
		}
		return streams.stream().map((stream) -> target(stream.address())).toList();
	}

	private static Target target(TargetAddress address) {
		return new Target(address.toString(), address);
	}

	/**
	 * A way to ask the user.
	 */
	interface Question {

		/**
		 * Asks the user.
		 * @param text the question
		 * @return the answer, {@code null} if there is none
		 */
		@Nullable String ask(String text);

	}

}
