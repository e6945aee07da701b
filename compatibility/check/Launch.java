import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The command that starts the application of one case, and its environment.
 *
 * @param target the folder with what was built
 * @param jdk the JDK that runs it
 * @param stack the stack
 * @param extras the extras
 */
record Launch(Path target, Path jdk, String stack, Set<String> extras) {

	/**
	 * Returns the command.
	 * @param backends the backends of the other registries
	 * @param properties more options of the JVM
	 */
	List<String> command(Backends backends, String... properties) throws IOException {
		List<String> command = new ArrayList<>(List.of(this.jdk.resolve("bin/java").toString(), "-Xmx256m",
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dcompat.console=" + !this.stack.equals("war")));
		command.addAll(jvmOptions());
		command.addAll(properties(backends));
		command.addAll(List.of(properties));
		command.addAll(this.stack.equals("war") ? container()
				: List.of("-Dspring.jmx.default-domain=compat", "-jar", this.target.resolve("app.jar").toString()));
		return command;
	}

	/**
	 * Returns the variables of the environment: those that the agent of OpenTelemetry
	 * needs.
	 */
	Map<String, String> environment() {
		Map<String, String> environment = new HashMap<>();
		if (!this.extras.contains("otel")) {
			// Spring Boot 4.1 reads them, too, and makes no registry for OTLP
			return environment;
		}
		for (String signal : List.of("TRACES", "METRICS", "LOGS")) {
			environment.put("OTEL_" + signal + "_EXPORTER", "none");
		}
		environment.put("OTEL_INSTRUMENTATION_MICROMETER_ENABLED", "true");
		return environment;
	}

	private List<String> jvmOptions() throws IOException {
		List<String> options = new ArrayList<>();
		int version = version();
		if (version >= 24) {
			// As the README says for Netty's native transport
			options.add("--enable-native-access=ALL-UNNAMED");
		}
		if (this.extras.contains("blockhound")) {
			options.add("-XX:+AllowRedefinitionToAddDeleteMethods");
			if (version >= 21) {
				options.add("-XX:+EnableDynamicAgentLoading");
			}
		}
		if (this.extras.contains("otel")) {
			options.add("-javaagent:" + this.target.resolve("opentelemetry-javaagent.jar"));
		}
		return options;
	}

	private int version() throws IOException {
		return Files.readAllLines(this.jdk.resolve("release"))
			.stream()
			.filter((line) -> line.startsWith("JAVA_VERSION="))
			.mapToInt((line) -> Integer.parseInt(line.replaceAll("\\D*(\\d+).*", "$1")))
			.findFirst()
			.orElseThrow();
	}

	private List<String> properties(Backends backends) {
		List<String> properties = new ArrayList<>();
		if (this.extras.contains("aot")) {
			properties.add("-Dspring.aot.enabled=true");
		}
		if (this.extras.contains("virtual")) {
			properties.add("-Dspring.threads.virtual.enabled=true");
		}
		if (this.extras.contains("cloud")) {
			properties.add("-Dmanagement.endpoint.restart.access=unrestricted");
		}
		if (this.extras.contains("registries")) {
			properties.add("-Dmanagement.otlp.metrics.export.url=" + backends.collectorUrl());
			properties.add("-Dmanagement.otlp.metrics.export.step=1s");
			properties.add("-Dmanagement.statsd.metrics.export.port=" + backends.daemonPort());
		}
		return properties;
	}

	private List<String> container() throws IOException {
		List<String> command = new ArrayList<>();
		// As Tomcat's own scripts do: without them it does not see all that an
		// application leaves
		for (String opened : List.of("java.base/java.io", "java.base/java.lang", "java.base/java.util",
				"java.base/java.util.concurrent", "java.rmi/sun.rmi.transport")) {
			command.add("--add-opens=" + opened + "=ALL-UNNAMED");
		}
		try (Stream<Path> libraries = Files.list(this.target.resolve("container"))) {
			String classPath = String.join(":", libraries.map(Path::toString).toList());
			command.addAll(List.of("-cp", this.target.resolve("host") + ":" + classPath, "TomcatHost",
					this.target.resolve("tomcat").toString(), this.target.resolve("war").toString()));
		}
		return command;
	}

}
