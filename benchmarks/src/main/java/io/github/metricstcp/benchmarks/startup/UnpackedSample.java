package io.github.metricstcp.benchmarks.startup;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The sample application, unpacked, so that it can be started with only some of its
 * libraries.
 */
final class UnpackedSample implements Closeable {

	private static final String CLASSES = "BOOT-INF/classes/";

	private static final String LIBRARIES = "BOOT-INF/lib/";

	/**
	 * The libraries that the application has because of the starter alone. Spring Boot's
	 * actuator, which the starter brings too, is not among them: an application that is
	 * to be watched has it.
	 */
	private static final Predicate<String> STARTER = Pattern
		.compile("(metrics-tcp|netty|reactor|reactive-streams|jctools)-.*")
		.asMatchPredicate();

	private final Path directory;

	private final List<String> libraries;

	private UnpackedSample(Path directory, List<String> libraries) {
		this.directory = directory;
		this.libraries = libraries;
	}

	static UnpackedSample of(Path jar) throws IOException {
		Path directory = Files.createTempDirectory("sample");
		try {
			return unpacked(jar, directory);
		}
		catch (IOException | RuntimeException ex) {
			delete(directory);
			throw ex;
		}
	}

	private static UnpackedSample unpacked(Path jar, Path directory) throws IOException {
		try (ZipFile zip = new ZipFile(jar.toFile())) {
			for (ZipEntry entry : zip.stream().filter((each) -> !each.isDirectory()).toList()) {
				Path file = directory.resolve(entry.getName()).normalize();
				if (entry.getName().startsWith("BOOT-INF/") && file.startsWith(directory)) {
					Files.createDirectories(file.resolveSibling("."));
					try (InputStream content = zip.getInputStream(entry)) {
						Files.copy(content, file);
					}
				}
			}
		}
		try (Stream<Path> files = Files.list(directory.resolve(LIBRARIES))) {
			return new UnpackedSample(directory, files.map((file) -> file.getFileName().toString()).sorted().toList());
		}
	}

	String classPath() {
		return classPath((library) -> true);
	}

	String classPathWithoutStarter() {
		return classPath(STARTER.negate());
	}

	private String classPath(Predicate<String> included) {
		return Stream.concat(Stream.of(CLASSES), this.libraries.stream().filter(included).map(LIBRARIES::concat))
			.map((name) -> this.directory.resolve(name).toString())
			.collect(Collectors.joining(File.pathSeparator));
	}

	@Override
	public void close() throws IOException {
		delete(this.directory);
	}

	private static void delete(Path directory) throws IOException {
		try (Stream<Path> files = Files.walk(directory)) {
			for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
				Files.delete(file);
			}
		}
	}

}
