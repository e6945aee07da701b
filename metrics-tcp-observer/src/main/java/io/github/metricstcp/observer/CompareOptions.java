package io.github.metricstcp.observer;

import java.io.IOException;
import java.util.List;
import java.util.Set;

import io.github.metricstcp.client.comparison.Baseline;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.client.recording.Recording;
import io.github.metricstcp.observer.ObserverOptions.Format;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/**
 * The options of comparisons with recordings.
 */
final class CompareOptions {

	private static final String COMPARE = "--compare";

	private static final String BASELINE = "--baseline";

	/**
	 * What goes with {@value #COMPARE}, which is a run of its own.
	 */
	private static final Set<String> BESIDE = Set.of(COMPARE, "--json", "--filter", ObserverOptions.MAX_SERIES,
			"--config");

	@Option(names = COMPARE, arity = "2", hideParamSyntax = true, paramLabel = "BEFORE AFTER",
			description = "write what differs between two recordings, aligned at their starts, as a table or with --json "
					+ "as objects: rates, means, quantiles and values, those that have changed most first")
	private @Nullable List<String> compared;

	@Option(names = BASELINE, paramLabel = "FILE",
			description = "with --web or --mcp: a recording that is compared with what is received, aligned at their starts")
	private @Nullable String baseline;

	/**
	 * Whether two recordings are compared.
	 */
	boolean isComparison() {
		return this.compared != null;
	}

	/**
	 * Returns the recordings that are compared.
	 * @param line the command line
	 * @throws IllegalArgumentException if something else is asked for too, with a
	 * sentence that says what
	 */
	List<String> compared(ParseResult line) {
		for (OptionSpec option : line.matchedOptions()) {
			ObserverOptions.require(BESIDE.contains(option.longestName()),
					"%s excludes %s".formatted(COMPARE, option.longestName()));
		}
		ObserverOptions.require(line.matchedPositionals().isEmpty(),
				COMPARE + " takes two recordings, in the place of targets");
		List<String> files = (this.compared != null) ? this.compared : List.of();
		files.forEach((file) -> requireFile(COMPARE, file));
		return files;
	}

	/**
	 * Checks what the options mean beside the form of the output.
	 * @throws IllegalArgumentException if they exclude each other, with a sentence that
	 * says why
	 */
	void check(Format format, boolean web) {
		if (this.baseline != null) {
			ObserverOptions.require(web || format == Format.MCP, BASELINE + " goes with --web or --mcp");
			requireFile(BASELINE, this.baseline);
		}
	}

	private static void requireFile(String option, String file) {
		ObserverOptions.require(!file.equals(Recording.STANDARD_INPUT),
				option + " takes files: the length of what comes from the standard input is not known before its end");
	}

	/**
	 * Returns the recording that what is received is compared with, {@code null} if there
	 * is none.
	 * @param time the clock of the run
	 * @throws IOException if it cannot be read, with a sentence that says why
	 */
	@Nullable Baseline baseline(TimeSource time, int maxSeries) throws IOException {
		return (this.baseline != null) ? new Baseline(Recording.filesOf(this.baseline), time, maxSeries) : null;
	}

}
