package io.github.metricstcp;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file by which programs of the same user find the stream, for as long as the
 * exporter listens. It is in a directory that nobody else can read. That it cannot be
 * written keeps no exporter from listening.
 */
final class Announcement {

	private static final Logger logger = LoggerFactory.getLogger(Announcement.class);

	private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

	private static final String UNFINISHED = ".tmp";

	static final String FINISHED = ".properties";

	static final String PID = "pid";

	static final String STARTED = "started";

	static final String NAMESPACE = "namespace";

	private final @Nullable String name;

	private final List<File> places;

	private @Nullable Path file;

	/**
	 * Creates the announcement of an exporter that does not listen yet. Not thread-safe.
	 * @param name the name of the stream, {@code null} for not to announce it
	 * @param places the directories in which it may be, the best one first
	 */
	Announcement(@Nullable String name, List<File> places) {
		this.name = name;
		this.places = places;
	}

	/**
	 * Returns the directories in which programs of this user look for announcements.
	 */
	static List<File> places() {
		List<File> places = new ArrayList<>();
		String runtime = System.getenv("XDG_RUNTIME_DIR");
		// A path that is not absolute is to be ignored, says the XDG's specification
		if (runtime != null && new File(runtime).isAbsolute()) {
			places.add(new File(runtime, "metrics-tcp"));
		}
		String user = System.getProperty("user.name", "").replaceAll("[^\\w.-]", "_");
		places.add(new File(System.getProperty("java.io.tmpdir"), "metrics-tcp-" + user));
		return places;
	}

	/**
	 * Returns the name of the program that runs in this JVM, without its arguments.
	 * @return the main class without its package, or the name of the jar
	 */
	static String programName() {
		String line = System.getProperty("sun.java.command", "").strip();
		// With -jar it is the whole class path, and may have blanks in it
		String jar = System.getProperty("java.class.path", "").strip();
		String command = (jar.endsWith(".jar") && (line + " ").startsWith(jar + " ")) ? jar : line.split("\\s", 2)[0];
		String program = command.substring(Math.max(command.lastIndexOf('/'), command.lastIndexOf('\\')) + 1);
		String name = program.endsWith(".jar") ? program : program.substring(program.lastIndexOf('.') + 1);
		return name.isEmpty() ? "java" : name;
	}

	/**
	 * Announces the stream, in place of what was announced before.
	 * @param address where the exporter listens, {@code null} if it does not
	 * @param ssl whether connections are encrypted
	 * @return whether programs find it now
	 */
	boolean publish(@Nullable InetSocketAddress address, boolean ssl) {
		withdraw();
		String name = this.name;
		if (name == null || address == null) {
			return false;
		}
		for (File place : this.places) {
			try {
				Properties content = content(name, address, ssl);
				this.file = write(place.toPath(), content);
				new StaleAnnouncements(place.toPath(), content).delete();
				return true;
			}
			catch (IOException | RuntimeException ex) {
				logger.debug("The metrics stream is not announced in {}: {}", place, ex.toString());
			}
		}
		return false;
	}

	private static Properties content(String name, InetSocketAddress address, boolean ssl) {
		ProcessHandle process = ProcessHandle.current();
		Properties content = new Properties();
		content.setProperty("name", name);
		content.setProperty(PID, String.valueOf(process.pid()));
		// With the number of a process alone, another one may be meant after a while
		process.info()
			.startInstant()
			.ifPresent((start) -> content.setProperty(STARTED, String.valueOf(start.toEpochMilli())));
		// Nor does it mean anything in another container
		String namespace = namespace();
		if (namespace != null) {
			content.setProperty(NAMESPACE, namespace);
		}
		content.setProperty("address", address.getAddress().getHostAddress());
		content.setProperty("port", String.valueOf(address.getPort()));
		content.setProperty("tls", String.valueOf(ssl));
		return content;
	}

	/**
	 * Returns the namespace of the numbers of processes, {@code null} on systems that
	 * have only one.
	 */
	private static @Nullable String namespace() {
		try {
			return Files.readSymbolicLink(new File("/proc/self/ns/pid").toPath()).toString();
		}
		catch (IOException ex) {
			return null;
		}
	}

	private static Path write(Path place, Properties content) throws IOException {
		createPrivately(place);
		// It is created for its owner alone
		Path unfinished = Files.createTempFile(place, content.getProperty(PID) + "-", UNFINISHED);
		try {
			// A channel would be closed by the interrupt that the caller may have pending
			try (OutputStream out = new FileOutputStream(unfinished.toFile())) {
				content.store(out, "A stream of metrics-tcp");
			}
			String name = unfinished.getFileName().toString();
			String finished = name.substring(0, name.length() - UNFINISHED.length()) + FINISHED;
			return Files.move(unfinished, unfinished.resolveSibling(finished), StandardCopyOption.ATOMIC_MOVE);
		}
		catch (IOException | RuntimeException ex) {
			Files.deleteIfExists(unfinished);
			throw ex;
		}
	}

	private static void createPrivately(Path place) throws IOException {
		FileAttribute<?>[] attributes = isPosix(place)
				? new FileAttribute<?>[] { PosixFilePermissions.asFileAttribute(OWNER_ONLY) } : new FileAttribute<?>[0];
		try {
			Files.createDirectory(place, attributes);
		}
		catch (FileAlreadyExistsException ex) {
			// Somebody else may have been there first
			if (!isPrivate(place)) {
				throw new IOException("It is not a directory that this user owns and nobody else can use", ex);
			}
		}
	}

	private static boolean isPosix(Path place) {
		return place.getFileSystem().supportedFileAttributeViews().contains("posix");
	}

	private static boolean isPrivate(Path place) throws IOException {
		if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
			return false;
		}
		if (!isPosix(place)) {
			// As on Windows, where a user's directories are nobody else's
			return place.toRealPath().startsWith(new File(System.getProperty("user.home")).toPath().toRealPath());
		}
		PosixFileAttributes attributes = Files
			.getFileAttributeView(place, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
			.readAttributes();
		String owner = attributes.owner().getName();
		// Only a user of a container may have no name, and that is not root
		return ProcessHandle.current().info().user().map(owner::equals).orElse(true)
				&& OWNER_ONLY.containsAll(attributes.permissions());
	}

	/**
	 * Takes the announcement back.
	 */
	void withdraw() {
		Path withdrawn = this.file;
		this.file = null;
		if (withdrawn != null) {
			try {
				Files.deleteIfExists(withdrawn);
			}
			catch (IOException ex) {
				logger.debug("The announcement {} can't be deleted: {}", withdrawn, ex.toString());
			}
		}
	}

}
