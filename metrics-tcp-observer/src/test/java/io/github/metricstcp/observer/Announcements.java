package io.github.metricstcp.observer;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Properties;

/**
 * A directory of announced streams, as exporters leave it.
 */
final class Announcements {

	private final Path place;

	private int count;

	private Announcements(Path place) {
		this.place = place;
	}

	/**
	 * Creates a directory that only this user can use.
	 * @param place where it is, of which nothing exists yet
	 */
	static Announcements in(Path place) throws IOException {
		return new Announcements(Files.createDirectory(place,
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
	}

	Path place() {
		return this.place;
	}

	/**
	 * Announces a stream of this process.
	 * @return the file
	 */
	Path add(String name, String address, int port) throws IOException {
		ProcessHandle process = ProcessHandle.current();
		return add("name", name, "pid", String.valueOf(process.pid()), "started",
				process.info().startInstant().map((start) -> String.valueOf(start.toEpochMilli())).orElse("0"),
				"address", address, "port", String.valueOf(port), "tls", "false");
	}

	/**
	 * Writes a file.
	 * @param content keys and values
	 * @return the file
	 */
	Path add(String... content) throws IOException {
		Properties properties = new Properties();
		for (int i = 0; i < content.length; i += 2) {
			properties.setProperty(content[i], content[i + 1]);
		}
		Path file = this.place.resolve("1-" + this.count++ + ".properties");
		try (OutputStream out = Files.newOutputStream(file)) {
			properties.store(out, null);
		}
		return file;
	}

}
