package io.github.metricstcp.documentation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A command that needs a cluster or containers. Its form is checked: options, resources,
 * ports and variables.
 */
final class RemoteCommand {

	private static final Pattern WORD = Pattern.compile("(?:'[^']*'|\"[^\"]*\"|[^\\s'\"])+");

	private static final Map<String, Set<String>> FLAGS = Map.of("kubectl port-forward", Set.of(), "kubectl exec",
			Set.of("-it"), "kubectl debug", Set.of("-it"), "docker run", Set.of("--rm", "-it"));

	private static final Map<String, Set<String>> OPTIONS = Map.of("kubectl port-forward", Set.of(), "kubectl exec",
			Set.of(), "kubectl debug", Set.of("--image"), "docker run",
			Set.of("--name", "--network", "-v", "-e", "-p"));

	private final String action;

	private final List<String> options = new ArrayList<>();

	private final List<String> operands = new ArrayList<>();

	private final @Nullable String inner;

	/**
	 * Takes a command apart.
	 * @param command the command, without what follows a pipe or redirects its output
	 */
	RemoteCommand(String command) {
		List<String> words = words(command);
		this.action = words.get(0) + " " + words.get(1);
		assertThat(FLAGS).containsKey(this.action);
		int end = words.contains("--") ? words.indexOf("--") : words.size();
		int next = 2;
		while (next < end) {
			String word = words.get(next++);
			if (!word.startsWith("-")) {
				this.operands.add(word);
				if (this.action.equals("docker run")) {
					// The image, behind which its command is
					end = next;
				}
				continue;
			}
			String name = word.split("=", 2)[0];
			this.options.addAll(name.equals("-it") ? List.of("-i", "-t") : List.of(name));
			assertThat(FLAGS.get(this.action).contains(name) || OPTIONS.get(this.action).contains(name)).as(word)
				.isTrue();
			if (OPTIONS.get(this.action).contains(name)) {
				checkValue(name, word.contains("=") ? word.substring(name.length() + 1) : words.get(next++));
			}
		}
		List<String> rest = words.subList(end, words.size());
		this.inner = rest.isEmpty() ? null : String.join(" ", rest).replaceFirst("^-- ", "");
	}

	private static void checkValue(String option, String value) {
		switch (option) {
			// A port that is published is not to be open to the network
			case "-p" -> assertThat(value).matches("127\\.0\\.0\\.1:\\d+:5000");
			case "-e" -> Manifest.checkVariable(value.split("=", 2)[0], value.split("=", 2)[1]);
			case "--network" -> assertThat(value).matches("container:[\\w-]+");
			case "-v" -> assertThat(value).matches("\"\\$PWD:/[\\w/]+\"");
			default -> assertThat(value).isNotEmpty();
		}
	}

	/**
	 * Checks its operands.
	 */
	void check() {
		String first = this.operands.get(0);
		if (this.action.startsWith("kubectl")) {
			assertThat(first).matches("(pod|deployment)/[a-z][a-z0-9-]*");
		}
		switch (this.action) {
			case "kubectl port-forward" -> {
				assertThat(this.operands).hasSize(2);
				assertThat(this.operands.get(1)).matches("500\\d:5000");
				assertThat(this.inner).isNull();
			}
			case "kubectl exec", "kubectl debug" -> {
				assertThat(this.operands).hasSize(1);
				assertThat(this.inner).isNotNull();
			}
			default -> assertThat(first).matches("[a-z][\\w./-]*(:[\\w.-]+)?");
		}
	}

	/**
	 * Returns the words that are the program and what it is to do, and the options, which
	 * its help has.
	 */
	String action() {
		return this.action;
	}

	List<String> options() {
		return this.options;
	}

	/**
	 * Returns the command that is run there, {@code null} if it is that of the image.
	 */
	@Nullable String inner() {
		return this.inner;
	}

	private static List<String> words(String command) {
		List<String> words = new ArrayList<>();
		Matcher matcher = WORD.matcher(command);
		while (matcher.find()) {
			words.add(matcher.group());
		}
		return words;
	}

}
