package io.github.metricstcp.sample;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.datadoghq.sketch.ddsketch.DDSketch;
import io.github.metricstcp.client.MetricsTcpClient;
import io.netty.channel.epoll.Epoll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the client library in an application that has the starter: with the libraries
 * of the packaged shop but for the live page, and nothing else, in a JVM of its own.
 */
class ClientBesideStarterIT {

	private static final String LIBRARIES = "BOOT-INF/lib/";

	/**
	 * The names of the libraries of the page, the client's among them.
	 */
	private static final Pattern PAGE = Pattern.compile("metrics-tcp-(client|page)-.*|sketches-java-.*");

	private final Path jar = Path.of(System.getProperty("sample.jar"));

	@TempDir
	private Path directory;

	@Test
	void startsWithTheClientBeforeTheStarter() throws Exception {
		List<Path> classPath = new ArrayList<>(client());
		classPath.addAll(starter());
		assertRuns(classPath);
	}

	@Test
	void startsWithTheClientBehindTheStarter() throws Exception {
		List<Path> classPath = new ArrayList<>(starter());
		classPath.addAll(client());
		assertRuns(classPath);
	}

	private void assertRuns(List<Path> classPath) throws Exception {
		classPath.add(location(PlainApplication.class));
		Path log = this.directory.resolve("plain.log");
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx128m", "-Dio.netty.leakDetection.level=paranoid", "-cp",
				classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
				PlainApplication.class.getName())
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		try {
			assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("ended").isTrue();
		}
		finally {
			process.destroyForcibly();
		}
		assertThat(log).content()
			.contains("total read", Epoll.isAvailable() ? "thread metrics-tcp-epoll-" : "thread metrics-tcp-nio-",
					"thread metrics-tcp-client-nio-")
			.doesNotContain(" WARN ", " ERROR ", "SLF4J", "LEAK");
		assertThat(process.exitValue()).isZero();
	}

	private static List<Path> client() throws Exception {
		return List.of(location(MetricsTcpClient.class), location(DDSketch.class));
	}

	private static Path location(Class<?> type) throws Exception {
		return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
	}

	/**
	 * Returns the libraries of the shop but for those of the page, in their order.
	 */
	private List<Path> starter() throws IOException {
		List<Path> libraries = new ArrayList<>();
		try (JarFile file = new JarFile(this.jar.toFile())) {
			for (JarEntry entry : file.stream().toList()) {
				String name = entry.getName();
				if (name.startsWith(LIBRARIES) && name.endsWith(".jar")
						&& !PAGE.matcher(name.substring(LIBRARIES.length())).matches()) {
					Path library = this.directory.resolve(name.substring(LIBRARIES.length()));
					try (InputStream in = file.getInputStream(entry)) {
						Files.copy(in, library);
					}
					libraries.add(library);
				}
			}
		}
		assertThat(libraries).isNotEmpty();
		return libraries;
	}

}
