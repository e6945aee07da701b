package io.github.metricstcp.autoconfigure;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

import io.github.metricstcp.testing.StreamClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplicationAotProcessor;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of an application that is processed ahead of time, in the way of Spring Boot's
 * build plugins, and runs with {@code spring.aot.enabled=true}, which takes a JVM of its
 * own.
 */
class MetricsTcpAotTests {

	@Test
	void streams(@TempDir Path directory) throws Exception {
		String classPath = processAndCompile(directory) + File.pathSeparator + classPath();
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				classPath, "-Dspring.aot.enabled=true", AotApplication.class.getName(), "--metrics-tcp.buffer-size=77")
			.redirectErrorStream(true)
			.start();
		try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
			List<Integer> ports = ports(output);
			InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.get(0));
			try (StreamClient client = StreamClient.connect(address)) {
				await().untilAsserted(() -> assertThat(client.counter("orders")).isEqualTo(1));
				assertThat(RestClient.create()
					.get()
					.uri("http://127.0.0.1:" + ports.get(1) + "/actuator/metricstcp")
					.retrieve()
					.body(String.class)).contains("\"bufferSize\":77").contains("\"id\":\"c-1\"");
			}
		}
		finally {
			process.destroy();
			assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
		}
	}

	private static Path processAndCompile(Path directory) throws Exception {
		Path sources = directory.resolve("sources");
		Path classes = directory.resolve("classes");
		SpringApplicationAotProcessor.main(new String[] { AotApplication.class.getName(), sources.toString(),
				classes.toString(), classes.toString(), "test", "test" });
		List<String> arguments = new ArrayList<>(
				List.of("-proc:none", "-d", classes.toString(), "-cp", classes + File.pathSeparator + classPath()));
		try (Stream<Path> files = Files.walk(sources)) {
			files.map(Path::toString).filter((file) -> file.endsWith(".java")).forEach(arguments::add);
		}
		int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
		assertThat(result).isZero();
		return classes;
	}

	private static String classPath() {
		return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
	}

	private static List<Integer> ports(BufferedReader output) throws IOException {
		List<String> lines = new ArrayList<>();
		for (String line = output.readLine(); line != null; line = output.readLine()) {
			lines.add(line);
			if (line.startsWith(AotApplication.READY)) {
				return Stream.of(line.substring(AotApplication.READY.length()).split(" "))
					.map(Integer::valueOf)
					.toList();
			}
		}
		throw new AssertionError("The application did not start:\n" + String.join("\n", lines));
	}

}
