package io.github.metricstcp.rollup.internal.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests of the command line: what is wrong with it is named, and how to mend it.
 */
class RollupCommandTests {

	private static final Path PAGE = Path.of("..", "docs", "fleet.md");

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	private final ByteArrayOutputStream err = new ByteArrayOutputStream();

	private final CommandLine line = RollupMain
		.commandLine(new RollupCommand(new PrintStream(this.err, true, StandardCharsets.UTF_8)))
		.setErr(new PrintWriter(this.err, true, StandardCharsets.UTF_8))
		.setOut(new PrintWriter(this.out, true, StandardCharsets.UTF_8));

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			--window 10s                        | Missing required parameter: 'BROKERS'
			broker                              | "broker" is no broker: it is written HOST:PORT
			--window soon b:1                   | Invalid value for option '--window': 'soon' is not a duration such as
			--window 1.5s b:1                   | Invalid value for option '--window': '1.5s' is not a duration such as
			--window 0s b:1                     | --window must be at least 1s
			--window 24h b:1                    | Invalid value for option '--window': '24h' is too long
			--grace 99999h b:1                  | Invalid value for option '--grace': '99999h' is too long
			--threads 0 b:1                     | --threads must be 1 to 256
			--threads many b:1                  | Invalid value for option '--threads': 'many' is not an int
			--source a/b b:1                    | "a/b" is no topic
			--output a/b b:1                    | "a/b" is no topic
			--sketches a/b b:1                  | "a/b" is no topic
			--output metrics-tcp b:1            | --output metrics-tcp is the topic that is read: name another one
			--source a --sketches a b:1         | --sketches a is the topic of --source or --output
			--output a --sketches a b:1         | --sketches a is the topic of --source or --output
			--source a-sketches --output a b:1  | --sketches a-sketches is the topic of --source or --output
			--labels a --without-labels b b:1   | --labels and --without-labels exclude each other
			--labels a,,b b:1                   | --labels has a name that is empty
			--without-labels a,,b b:1           | --without-labels has a name that is empty
			--application-id a/b b:1            | --application-id "a/b" has other characters than
			--kafka-config /no/f b:1            | /no/f can't be read: there is no such file
			--once b:1                          | Unknown option: '--once'
			b:1 b:2                             | Unmatched argument at index 1: 'b:2'
			""")
	void whatIsWrongIsNamed(String arguments, String sentence) {
		assertThat(this.line.execute(arguments.split(" +", -1))).isEqualTo(2);
		assertThat(err()).startsWith("metrics-tcp-rollup: " + sentence)
			.endsWith("Try 'metrics-tcp-rollup --help'.%n".formatted());
	}

	@Test
	void theHelpAndTheDocumentationHaveAllOptions() throws IOException {
		assertThat(this.line.execute("--help")).isZero();
		String page = Files.readString(PAGE);
		this.line.getCommandSpec().optionsMap().keySet().forEach((name) -> {
			assertThat(this.out.toString(StandardCharsets.UTF_8)).contains(name);
			if (!name.matches("-.|--help|--version")) {
				assertThat(page).contains("| `" + name);
			}
		});
	}

	@Test
	void theCommandsOfTheDocumentationAreOnes() throws IOException {
		List<String> commands = Pattern.compile("(?m)^java -jar metrics-tcp-rollup\\.jar (.*)$")
			.matcher(Files.readString(PAGE))
			.results()
			.map((command) -> command.group(1))
			.toList();
		assertThat(commands).isNotEmpty();
		for (String command : commands) {
			assertThatNoException().as(command)
				.isThrownBy(() -> this.line.parseArgs(command.replaceFirst(" +#.*", "").split(" +", -1)));
		}
	}

	private String err() {
		return this.err.toString(StandardCharsets.UTF_8);
	}

}
