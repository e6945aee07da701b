package io.github.metricstcp.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The executable jar of a module, as it was packaged, how it is run, and the libraries in
 * it.
 */
public final class ExecutableJar {

	/**
	 * The command that starts a JVM like this one.
	 */
	public static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

	private static final String JAR = System.getProperty("executable.jar");

	private static final String LICENSES = "META-INF/licenses/THIRD-PARTY.txt";

	private static final Pattern LISTED = Pattern.compile("(?m)^- (\\S+:\\S+)$");

	private static final Pattern COMPONENT = Pattern.compile("\"bom-ref\"\\s*:\\s*\"pkg:maven/([^/\"]+)/([^@\"]+)@");

	private static final String OWN = "io.github.metrics-tcp:";

	private ExecutableJar() {
	}

	/**
	 * Returns the command that runs it.
	 * @param arguments its arguments
	 */
	public static List<String> command(String... arguments) {
		return command(List.of(), arguments);
	}

	/**
	 * Returns the command that runs it with options of the JVM.
	 * @param options the JVM's
	 * @param arguments its own
	 */
	public static List<String> command(List<String> options, String... arguments) {
		List<String> command = new ArrayList<>();
		command.add(JAVA);
		command.addAll(options);
		command.addAll(List.of("-jar", JAR));
		command.addAll(List.of(arguments));
		return command;
	}

	/**
	 * Returns what starts a process in an environment that does not change what the JVM
	 * does and says.
	 * @param command the command
	 */
	public static ProcessBuilder process(List<String> command) {
		ProcessBuilder process = new ProcessBuilder(command);
		process.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
		return process;
	}

	/**
	 * Checks that the license of each library is in the jar, and of no other.
	 * @param module the module whose jar it is
	 * @param leftOut a pattern for libraries that the module needs and the jar does not
	 * have, as {@code GROUP:NAME}
	 * @param others what is in the jar beside the libraries of the module
	 */
	public static void checkLicenses(String module, String leftOut, String... others) throws IOException {
		try (JarFile jar = new JarFile(JAR)) {
			Set<String> bundled = COMPONENT.matcher(text(jar, "META-INF/sbom/%s.cdx.json".formatted(module)))
				.results()
				.map((component) -> component.group(1) + ":" + component.group(2))
				.filter((library) -> !library.startsWith(OWN) && !library.matches(leftOut))
				.collect(Collectors.toCollection(TreeSet::new));
			bundled.addAll(List.of(others));
			String licenses = text(jar, LICENSES);
			assertThat(LISTED.matcher(licenses).results().map((library) -> library.group(1)))
				.containsExactlyInAnyOrderElementsOf(bundled);
			Set<String> files = Pattern.compile("META-INF/[\\w-]*(LICENSE|NOTICE)")
				.matcher(licenses)
				.results()
				.map((result) -> result.group())
				.collect(Collectors.toSet());
			assertThat(files).contains("META-INF/LICENSE", "META-INF/NOTICE")
				.allSatisfy((file) -> assertThat(text(jar, file)).isNotBlank());
			assertThat(text(jar, "META-INF/LICENSE")).contains("Apache License");
		}
	}

	private static String text(JarFile jar, String name) throws IOException {
		ZipEntry entry = jar.getEntry(name);
		assertThat(entry).as("%s in %s. An offline build makes no bill of materials", name, JAR).isNotNull();
		try (InputStream in = jar.getInputStream(entry)) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
