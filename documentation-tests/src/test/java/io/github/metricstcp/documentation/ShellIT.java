package io.github.metricstcp.documentation;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.metricstcp.documentation.Page.Snippet;
import io.github.metricstcp.testing.Tools;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.json.JsonParserFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests that run the commands of the documentation, against an application of the test's
 * and with the observer as it was packaged. Of what needs another machine or the network,
 * the options are checked. A command that no rule here is for fails.
 */
@Execution(ExecutionMode.CONCURRENT)
class ShellIT {

	private static final String OBSERVER = System.getProperty("observer.jar");

	private static final Pattern OBSERVER_COMMAND = Pattern
		.compile("java -jar (?:metrics-tcp-observer/target/)?metrics-tcp-observer\\.jar((?:'[^']*'|[^'|>])*)(.*)");

	private static final Pattern TARGET = Pattern.compile(" ((?:[\\w-]+=)?)[\\w.-]+:\\d+");

	// The stream of the test has several names, so that it can be several targets
	private static final List<String> HOSTS = List.of("127.0.0.1", "localhost");

	private static final Pattern REPLAY = Pattern.compile("--replay ([\\w.]+)");

	private static final Pattern COMPARE = Pattern.compile("--compare (\\S+) (\\S+)");

	private static final Pattern BASELINE = Pattern.compile("--baseline=(\\S+)");

	private static final Pattern SCRIPT = Pattern.compile("([\\w-]+(?:/[\\w-]+)*\\.sh)\\b.*");

	private static final String PROGRAM = "'" + Path.of(System.getProperty("java.home"), "bin", "java") + "' -jar '"
			+ OBSERVER + "'";

	/**
	 * More bytes than a gzip file without content has.
	 */
	private static final int LEAST_RECORDING = 100;

	private static RunningApplication application;

	@TempDir
	private Path directory;

	@BeforeAll
	static void startApplication() {
		assumeThat(Path.of(OBSERVER)).as("This needs the observer: mvn package -pl metrics-tcp-observer -am").exists();
		application = new RunningApplication();
	}

	@AfterAll
	static void stopApplication() {
		if (application != null) {
			application.close();
		}
	}

	static Stream<Snippet> shell() {
		return Page.snippets("shell");
	}

	@ParameterizedTest
	@MethodSource("shell")
	void commandsRun(Snippet snippet) throws Exception {
		for (String line : snippet.text().replace("\\\n", " ").lines().toList()) {
			String command = line.replaceFirst("(^|\\s+)#\\s.*", "").strip();
			if (command.startsWith("mvn ") || command.startsWith("cargo ")) {
				for (String part : command.split(" && ", -1)) {
					runOne(part);
				}
			}
			else if (!command.isEmpty()) {
				runOne(command);
			}
		}
	}

	private void runOne(String command) throws Exception {
		Matcher observer = OBSERVER_COMMAND.matcher(command);
		Matcher script = SCRIPT.matcher(command);
		if (command.startsWith("mvn ")) {
			new MavenCommand(command).check();
		}
		else if (observer.matches()) {
			observe(observer.group(1), observer.group(2));
		}
		else if (command.startsWith("kubectl ") || command.startsWith("docker ")) {
			checkRemote(command);
		}
		else if (command.startsWith("java ")) {
			checkOptionsOfJava(command);
		}
		else if (command.startsWith("nc ") || command.contains("/dev/tcp/")) {
			readForAMoment(command);
		}
		else if (command.startsWith("curl ") && command.contains(":5080/")) {
			// The page's own tests ask that, and compare the answers
			assertThat(command).contains("http://127.0.0.1:5080/api/v1/");
		}
		else if (command.startsWith("curl ")) {
			request(command);
		}
		else if (command.startsWith("gzip ")) {
			compress(command);
		}
		else if (command.startsWith("openssl ") || command.startsWith("ssh ")) {
			checkOptionsOf(command);
		}
		else if (command.startsWith("cargo install ") || command.startsWith("metrics-observer ")) {
			// Another project's, from another registry
			assertThat(command).matches("cargo install metrics-observer|metrics-observer 127\\.0\\.0\\.1:5000");
		}
		else if (script.matches()) {
			assertThat(Page.ROOT.resolve(script.group(1))).isExecutable();
		}
		else {
			fail("No rule for '%s'", command);
		}
	}

	/**
	 * Runs the observer with a target of the test's, for one object, and without a
	 * screen.
	 */
	private void observe(String arguments, String rest) throws Exception {
		if (rest.contains("jq")) {
			Tools.require("jq");
		}
		if (arguments.strip().equals("ps")) {
			assertThat(bash(PROGRAM + " ps").output()).contains("127.0.0.1:" + application.streamPort());
			return;
		}
		Matcher compare = COMPARE.matcher(arguments);
		if (compare.find()) {
			record(compare.group(1));
			record(compare.group(2));
			Result result = bash(PROGRAM + arguments);
			assertThat(result.exitCode()).as(result.output()).isZero();
			assertThat(result.output()).contains(compare.group(2) + " compared with " + compare.group(1));
			return;
		}
		for (Pattern recording : List.of(REPLAY, BASELINE)) {
			Matcher found = recording.matcher(arguments);
			if (found.find()) {
				record(found.group(1));
			}
		}
		String live = live(arguments);
		if (live.contains("--fail-if")) {
			judge(live);
			return;
		}
		if (live.contains("--report")) {
			report(live);
			return;
		}
		if (live.contains("--mcp")) {
			assertThat(bash(PROGRAM + live + " < /dev/null").exitCode()).isZero();
			return;
		}
		if (Stream.of("--json", "--summary", "--once").noneMatch(live::contains)) {
			show(live);
			return;
		}
		live += (live.contains("--once") || live.contains("--for")) ? "" : " --count 1";
		Result result = bash(PROGRAM + live + " " + rest);
		assertThat(result.exitCode()).as(result.output()).isZero();
	}

	/**
	 * Judges the test's application, or a recording of it, for a few seconds.
	 */
	private void judge(String arguments) throws Exception {
		String live = arguments;
		Matcher replay = REPLAY.matcher(arguments);
		if (replay.find()) {
			Files.delete(this.directory.resolve(replay.group(1)));
			judge(" --record " + replay.group(1) + " --fail-if 'shop.orders.placed count < 1' 127.0.0.1:"
					+ application.streamPort());
		}
		else if (!live.contains("--for ")) {
			live += " --for 3s";
		}
		Result result = bash(PROGRAM + live);
		assertThat(result.exitCode()).as(result.output()).isZero();
		assertThat(result.output()).contains("metrics-tcp-observer: passed: ");
	}

	/**
	 * Reports the test's application, or a recording of it, for a few seconds.
	 */
	private void report(String arguments) throws Exception {
		// Another command may have written it
		Files.deleteIfExists(this.directory.resolve(arguments.replaceAll(".*--report=(\\S+).*", "$1")));
		boolean ends = arguments.contains("--replay") || arguments.contains("--for ");
		Result result = bash(PROGRAM + arguments + (ends ? "" : " --for 3s"));
		assertThat(result.exitCode()).as(result.output()).isZero();
		assertThat(result.output()).contains(" is a report of ");
	}

	/**
	 * Returns the arguments with targets, ports and times of the test's.
	 */
	private static String live(String arguments) {
		Iterator<String> hosts = HOSTS.iterator();
		boolean needsTarget = !arguments.contains("--replay") && !TARGET.matcher(arguments).find();
		String live = TARGET.matcher(arguments)
			.replaceAll((target) -> " " + target.group(1) + hosts.next() + ":" + application.streamPort())
			.replaceAll("--for \\S+", "--for 5s")
			.replaceAll("--web(?= |$)", "--web=0")
			.replaceAll("--summary=\\S+", "--summary=1s");
		return needsTarget ? live + " 127.0.0.1:" + application.streamPort() : live;
	}

	/**
	 * Runs the observer with its screen, in a terminal, until its time is up or it shows
	 * a row and {@code q} is typed.
	 */
	private void show(String arguments) throws Exception {
		Tools.require("script");
		// The text of a filter is on the screen without a row that matches
		String row = arguments.contains("--filter http.server.requests") ? "histogram" : "shop.orders.placed";
		Path screen = this.directory.resolve("screen");
		Files.deleteIfExists(screen);
		String command = "stty rows 40 cols 120; TERM=xterm " + PROGRAM + arguments;
		// Ctrl-L draws all anew: of a row that changes only the changes are written
		String keys = arguments.contains("--for") ? "" : "(timeout 40 sh -c \"until grep -qs '" + row
				+ "' screen; do printf '\\014'; sleep 0.5; done\"; printf q) | ";
		Result result = bash(keys + "script -qefc \"" + command + "\" screen");
		assertThat(result.exitCode()).as(result.output()).isZero();
		assertThat(Files.readString(screen)).contains("METRIC", row);
	}

	private void record(String file) throws Exception {
		Path recording = this.directory.resolve(file);
		String output = "";
		// On a busy machine the time may be over before anything has come
		for (int seconds = 2; seconds < 60 && !isRecording(recording); seconds *= 2) {
			Files.deleteIfExists(recording);
			output = bash(
					PROGRAM + " --record %s --for %ss 127.0.0.1:%s".formatted(file, seconds, application.streamPort()))
				.output();
		}
		assertThat(isRecording(recording)).as(output).isTrue();
	}

	private static boolean isRecording(Path file) throws IOException {
		return Files.exists(file) && Files.size(file) >= LEAST_RECORDING;
	}

	private void compress(String command) throws Exception {
		Tools.require("gzip");
		if (command.startsWith("gzip -d ")) {
			record("run.bin");
			compress("gzip run.bin");
		}
		else {
			record(command.substring("gzip ".length()));
		}
		Result result = bash(command);
		assertThat(result.exitCode()).as(result.output()).isZero();
	}

	private static void checkOptionsOfJava(String command) throws Exception {
		String options = command.substring("java ".length(), command.indexOf("-jar "));
		assumeThat(options.contains("AOT") && Runtime.version().feature() < 25).as("A later JDK's").isFalse();
		ProcessBuilder version = new ProcessBuilder(
				new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString())));
		version.command().addAll(words(options));
		version.command().add("-version");
		Result result = run(version);
		assertThat(result.exitCode()).as(result.output()).isZero();
	}

	/**
	 * Reads the stream for three seconds, as a user would before Ctrl-C.
	 */
	private void readForAMoment(String command) throws Exception {
		if (command.startsWith("nc ")) {
			Tools.require("nc");
		}
		String live = command.replace("127.0.0.1 5000", "127.0.0.1 " + application.streamPort())
			.replace("/127.0.0.1/5000", "/127.0.0.1/" + application.streamPort());
		Result result = bash("timeout 3 bash -c '" + live.replace("'", "'\\''") + "'");
		// Not the last ones: what tr has in its own buffer is lost with it
		assertThat(result.output()).contains("jvm.memory.used");
	}

	private void request(String command) throws Exception {
		Tools.require("curl");
		Result result = bash(command.replace("localhost:8080", "localhost:" + application.webPort()));
		assertThat(result.exitCode()).isZero();
		assertThat(result.output()).satisfiesAnyOf((body) -> assertThat(body).contains("\"listening\":true"),
				(body) -> assertThat(body).contains("\"id\""), (body) -> assertThat(body).isEmpty());
	}

	/**
	 * Checks the form of a command for a cluster or containers, and runs here what it
	 * runs there.
	 */
	private void checkRemote(String command) throws Exception {
		RemoteCommand remote = new RemoteCommand(command.replaceFirst(" > \\S+$", ""));
		remote.check();
		String inner = remote.inner();
		if (inner != null && inner.startsWith("bash -c ")) {
			String file = command.substring(command.lastIndexOf(' ') + 1);
			Result result = bash(inner.replace("/127.0.0.1/5000", "/127.0.0.1/" + application.streamPort())
				.replaceFirst("timeout \\d+", "timeout 3") + " > " + file);
			assertThat(result.exitCode()).as(result.output()).isEqualTo(124);
			assertThat(this.directory.resolve(file)).isNotEmptyFile();
		}
		else if (inner != null && inner.startsWith("java ")) {
			assertThat(inner).isEqualTo("java -jar /observer/metrics-tcp-observer.jar");
		}
		else {
			assertThat(inner).satisfiesAnyOf((none) -> assertThat(none).isNull(),
					(shell) -> assertThat(shell).isEqualTo("bash"));
		}
		String program = remote.action().substring(0, remote.action().indexOf(' '));
		Tools.assume(program);
		Result help = bash(remote.action() + " --help");
		assertThat(help.exitCode()).isZero();
		assertThat(remote.options()).allSatisfy((option) -> assertThat(help.output()).contains(option));
	}

	/**
	 * Checks the options of a command that needs another machine.
	 */
	private void checkOptionsOf(String command) throws Exception {
		String program = command.substring(0, command.indexOf(' '));
		Tools.assume(program);
		String first = command.split(" \\| ", -1)[0];
		if (program.equals("ssh")) {
			assertThat(bash(first.replaceFirst("ssh", "ssh -G")).exitCode()).isZero();
			return;
		}
		List<String> words = words(first);
		Result help = bash(program + " " + words.get(1) + (program.equals("openssl") ? " -help" : " --help"));
		assertThat(help.exitCode()).isZero();
		words.stream()
			.filter((word) -> word.startsWith("-"))
			.forEach((option) -> assertThat(help.output()).contains(option));
	}

	@Test
	void anImageOfTheObserverStarts() throws Exception {
		List<String> files = Page.snippets("dockerfile").map(Snippet::text).toList();
		assertThat(files).isNotEmpty();
		for (String file : files) {
			assertThat(file).contains("COPY metrics-tcp-observer.jar /\n");
			String entry = file.lines()
				.filter((line) -> line.startsWith("ENTRYPOINT "))
				.map((line) -> line.substring("ENTRYPOINT ".length()))
				.findFirst()
				.orElseThrow();
			List<String> words = new ArrayList<>();
			JsonParserFactory.getJsonParser().parseList(entry).forEach((word) -> words.add(String.valueOf(word)));
			assertThat(words).startsWith("java").endsWith("/metrics-tcp-observer.jar");
			words.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
			words.set(words.size() - 1, OBSERVER);
			words.add("--version");
			Result result = run(new ProcessBuilder(words));
			assertThat(result.exitCode()).as(result.output()).isZero();
		}
	}

	@Test
	void aSidecarRuns() throws Exception {
		List<String> arguments = new ArrayList<>();
		for (Snippet snippet : Page.snippets("yaml").filter((each) -> Manifest.isOne(each.text())).toList()) {
			for (Map<String, Object> container : new Manifest(snippet.text()).containers()) {
				if (container.get("args") instanceof List<?> args) {
					arguments.add(args.stream().map((each) -> " " + each).collect(Collectors.joining()));
				}
			}
		}
		assertThat(arguments).isNotEmpty();
		for (String each : arguments) {
			observe(each, "");
		}
	}

	@Test
	void aRelayOfADeploymentStarts() throws Exception {
		List<Map<String, Object>> containers = Page.snippets("yaml")
			.filter((each) -> Manifest.isOne(each.text()))
			.flatMap((each) -> new Manifest(each.text()).deployedContainers().stream())
			.toList();
		assertThat(containers).isNotEmpty();
		Path config = Files.writeString(this.directory.resolve("kafka.properties"), "client.id=relay\n");
		for (Map<String, Object> container : containers) {
			String command = arguments(container.get("command")) + arguments(container.get("args")) + " --for 5s";
			assertThat(command).contains(" /metrics-tcp-observer.jar ", "=/etc/kafka/kafka.properties ");
			String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
			Result result = bash(command.replace(" java ", java + " ")
				.replace("/metrics-tcp-observer.jar", OBSERVER)
				.replace("/etc/kafka/kafka.properties", config.toString()));
			// There are no such brokers here, and no such targets
			assertThat(result.output()).contains("Kafka broker-1:9092,broker-2:9092: ", "No target was reached.");
			assertThat(result.exitCode()).isEqualTo(1);
		}
	}

	private static String arguments(Object list) {
		assertThat(list).isInstanceOf(List.class);
		return ((List<?>) list).stream().map((each) -> " " + each).collect(Collectors.joining());
	}

	@Test
	void theStepsOfAWorkflowRun() throws Exception {
		List<Snippet> workflows = Page.snippets("yaml").filter((each) -> Workflow.isOne(each.text())).toList();
		assertThat(workflows).isNotEmpty();
		Tools.require("gzip");
		// So that seconds of events were judged, however long the observer takes to start
		Path test = Files.writeString(this.directory.resolve("load-test.sh"), """
				#!/bin/bash
				orders() { gzip -dcq run.bin.gz 2> /dev/null | grep -aoF shop.orders.placed | wc -l; }
				for ((i = 0; i < 200 && $(orders) < 30; i++)); do sleep 0.2; done
				""");
		assertThat(test.toFile().setExecutable(true)).isTrue();
		for (Snippet workflow : workflows) {
			for (String script : Workflow.of(workflow.text()).scripts()) {
				Result result = bash("set -e; " + script.replace("java -jar metrics-tcp-observer.jar", PROGRAM)
					.replace("127.0.0.1:5000", "127.0.0.1:" + application.streamPort()));
				assertThat(result.exitCode()).as(result.output()).isZero();
				assertThat(result.output().lines().filter((line) -> line.contains(": passed: ")))
					.as("a verdict on each condition")
					.hasSize(script.split("--fail-if", -1).length - 1);
			}
		}
	}

	@Test
	void aLineOfTheObserversHasTheDocumentedFields() throws Exception {
		Result result = bash("'" + Path.of(System.getProperty("java.home"), "bin", "java") + "' -jar '" + OBSERVER
				+ "' --json --filter jvm.memory.used --count 1 127.0.0.1:" + application.streamPort()
				+ " 2> /dev/null");
		assertThat(result.exitCode()).as(result.output()).isZero();
		Snippet documented = Page.snippets("json")
			.filter((snippet) -> snippet.text().contains("operation"))
			.findFirst()
			.orElseThrow();
		assertThat(fields(result.output())).isEqualTo(fields(documented.text()));
	}

	private static Set<String> fields(String object) {
		Set<String> fields = new TreeSet<>(JsonParserFactory.getJsonParser().parseMap(object.strip()).keySet());
		assertThat(fields).isNotEmpty();
		return fields;
	}

	private static List<String> words(String command) {
		return Arrays.stream(command.strip().split("\\s+", -1)).filter((word) -> !word.isEmpty()).toList();
	}

	private Result bash(String command) throws Exception {
		return run(new ProcessBuilder("bash", "-c", "set -o pipefail; " + command).directory(this.directory.toFile()));
	}

	private static Result run(ProcessBuilder builder) throws IOException, InterruptedException {
		builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
		Path output = Files.createTempFile("shell", ".txt");
		Process process = builder.redirectErrorStream(true)
			.redirectInput(new File("/dev/null"))
			.redirectOutput(output.toFile())
			.start();
		try {
			assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ends", builder.command()).isTrue();
			return new Result(process.exitValue(), Files.readString(output));
		}
		finally {
			process.destroyForcibly();
			Files.delete(output);
		}
	}

	private record Result(int exitCode, String output) {
	}

}
