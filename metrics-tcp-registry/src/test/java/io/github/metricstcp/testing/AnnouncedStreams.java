package io.github.metricstcp.testing;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The announcements of streams, read as the documentation says that they can be.
 */
public final class AnnouncedStreams {

	private AnnouncedStreams() {
	}

	/**
	 * Returns the announcements of this process that have a port, wherever they are.
	 * @param port the port
	 */
	public static List<Map<String, String>> ofThisProcess(int port) {
		List<Path> places = new ArrayList<>();
		String runtime = System.getenv("XDG_RUNTIME_DIR");
		if (runtime != null) {
			places.add(Path.of(runtime, "metrics-tcp"));
		}
		places.add(Path.of(System.getProperty("java.io.tmpdir"), "metrics-tcp-" + System.getProperty("user.name")));
		// Those of others come and go while they are read
		String own = ProcessHandle.current().pid() + "-";
		return places.stream()
			.flatMap((place) -> in(place, own).stream())
			.filter((announced) -> String.valueOf(ProcessHandle.current().pid()).equals(announced.get("pid"))
					&& String.valueOf(port).equals(announced.get("port")))
			.toList();
	}

	/**
	 * Returns all announcements in a directory, none if it does not exist.
	 */
	public static List<Map<String, String>> in(Path place) {
		return in(place, "");
	}

	private static List<Map<String, String>> in(Path place, String beginning) {
		if (!Files.isDirectory(place)) {
			return List.of();
		}
		try (Stream<Path> files = Files.list(place)) {
			return files.filter((file) -> file.getFileName().toString().startsWith(beginning))
				.filter((file) -> file.toString().endsWith(".properties"))
				.map(AnnouncedStreams::read)
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Map<String, String> read(Path file) {
		Properties properties = new Properties();
		try (Reader reader = Files.newBufferedReader(file)) {
			properties.load(reader);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Map<String, String> announced = new TreeMap<>();
		properties.stringPropertyNames().forEach((key) -> announced.put(key, properties.getProperty(key)));
		return announced;
	}

}
