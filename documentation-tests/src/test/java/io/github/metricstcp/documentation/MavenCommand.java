package io.github.metricstcp.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A command of Maven's, whose modules, profiles, goals, tests and properties are checked.
 * It is not run: it would build what is being built.
 */
final class MavenCommand {

	private static final Set<String> OPTIONS = Set.of("-B", "-ntp", "-q", "-am");

	private static final Set<String> GOALS = Set.of("install", "package", "test", "verify",
			"dependency:build-classpath", "spring-boot:run", "spring-javaformat:apply");

	private static final Set<String> PROPERTIES = Set.of("mdep.outputFile", "skipTests",
			"surefire.failIfNoSpecifiedTests", "failsafe.failIfNoSpecifiedTests");

	// What is in quotes may have spaces
	private static final Pattern WORD = Pattern.compile("(?:'[^']*'|\"[^\"]*\"|\\S)+");

	private final List<String> words;

	private List<Path> modules = List.of(Page.ROOT);

	MavenCommand(String command) {
		this.words = WORD.matcher(command).results().map(MatchResult::group).skip(1).toList();
	}

	/**
	 * Checks all words.
	 */
	void check() throws IOException {
		Iterator<String> words = this.words.iterator();
		while (words.hasNext()) {
			String word = words.next();
			if (word.equals("-pl")) {
				this.modules = Arrays.stream(words.next().split(",", -1)).map(Page.ROOT::resolve).toList();
				assertThat(this.modules).allSatisfy((module) -> assertThat(module.resolve("pom.xml")).exists());
			}
			else if (word.startsWith("-P")) {
				assertThat(poms()).anySatisfy((pom) -> assertThat(pom).contains("<id>" + word.substring(2) + "</id>"));
			}
			else if (word.startsWith("-D")) {
				String[] property = word.substring(2).split("=", 2);
				checkProperty(property[0], (property.length == 2) ? property[1] : "");
			}
			else {
				assertThat(OPTIONS.contains(word) || GOALS.contains(word)).as(word).isTrue();
			}
		}
	}

	private List<String> poms() {
		return this.modules.stream().map((module) -> module.resolve("pom.xml")).map(MavenCommand::read).toList();
	}

	private void checkProperty(String name, String value) throws IOException {
		if (name.equals("test") || name.equals("it.test")) {
			String file = value.replace("'", "").replace("*", "") + ".java";
			assertThat(sources()).anyMatch((source) -> source.toString().endsWith(file));
		}
		else if (!PROPERTIES.contains(name)) {
			assertThat(Stream.concat(poms().stream(), sources().stream().map(MavenCommand::read))).as(name)
				.anyMatch((text) -> text.contains(name));
		}
	}

	private List<Path> sources() throws IOException {
		List<Path> sources = new ArrayList<>();
		for (Path module : this.modules) {
			try (Stream<Path> files = Files.walk(module.resolve("src"))) {
				files.filter((file) -> file.toString().endsWith(".java")).forEach(sources::add);
			}
		}
		return sources;
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
