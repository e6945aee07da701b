package io.github.metricstcp.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.opentest4j.TestAbortedException;

/**
 * The programs that tests need and not every machine has.
 */
public final class Tools {

	static final String REQUIRE_PROPERTY = "requireTools";

	/**
	 * The Debian packages of those that are in a package of another name.
	 */
	private static final Map<String, String> PACKAGES = Map.of("kubectl", "kubernetes-client", "nc", "netcat-openbsd",
			"ssh", "openssh-client", "unshare", "util-linux", "nsenter", "util-linux", "ip", "iproute2", "groff",
			"groff-base", "chromedriver", "chromium-driver", "promtool", "prometheus");

	private Tools() {
	}

	/**
	 * Requires a program of the machine, in the middle of a test.
	 * @param tool the program's name, as it is looked up on the {@code PATH}
	 * @throws TestAbortedException if it is missing: the test is skipped
	 * @throws IllegalStateException if it is missing and tools are required
	 */
	public static void require(String tool) {
		missingAndNotRequired(tool).ifPresent(Tools::skip);
	}

	/**
	 * Skips the rest of a test if a program is missing, also where tools are required:
	 * for large programs that only few have and need.
	 * @param tool the program's name, as it is looked up on the {@code PATH}
	 * @throws TestAbortedException if it is missing
	 */
	public static void assume(String tool) {
		missing(tool).ifPresent(Tools::skip);
	}

	private static void skip(String sentence) {
		throw new TestAbortedException(sentence);
	}

	/**
	 * Returns a sentence about those programs that the machine does not have.
	 * @param tools the names of the programs
	 * @return the sentence, empty if all are there
	 * @throws IllegalStateException if some are missing and tools are required
	 */
	static Optional<String> missingAndNotRequired(String... tools) {
		Optional<String> missing = missing(tools);
		if (missing.isPresent() && Boolean.getBoolean(REQUIRE_PROPERTY)) {
			throw new IllegalStateException(missing.get());
		}
		return missing;
	}

	private static Optional<String> missing(String... tools) {
		List<String> missing = Arrays.stream(tools).filter((tool) -> !isPresent(tool)).toList();
		return missing.isEmpty() ? Optional.empty()
				: Optional.of("This test needs %s, which this machine does not have: apt-get install %s".formatted(
						String.join(" and ", missing),
						missing.stream()
							.map((tool) -> PACKAGES.getOrDefault(tool, tool))
							.distinct()
							.collect(Collectors.joining(" "))));
	}

	private static boolean isPresent(String tool) {
		return Stream.of(System.getenv().getOrDefault("PATH", "").split(Pattern.quote(File.pathSeparator)))
			.map((directory) -> Path.of(directory, tool))
			.anyMatch(Files::isExecutable);
	}

}
