package io.github.metricstcp.observer;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.Set;

/**
 * The streams that programs of this user announce on this machine: a file for each, in
 * directories that nobody else can write to. Files that a program has left behind are
 * passed over.
 */
final class LocalStreams {

	private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

	private static final long LARGEST_FILE = 1 << 16;

	/**
	 * The start of a process is calculated from the system's clock, which is set now and
	 * then.
	 */
	private static final Duration CLOCK_ERROR = Duration.ofMinutes(1);

	private static final int CONNECT_MILLIS = 200;

	private final List<Path> places;

	/**
	 * Creates the streams that are announced in some directories.
	 * @param places the directories, which need not exist
	 */
	LocalStreams(List<Path> places) {
		this.places = places;
	}

	/**
	 * Returns the streams that are announced where the exporter does so.
	 */
	static LocalStreams ofThisUser() {
		return new LocalStreams(placesOfThisUser());
	}

	/**
	 * Returns the directories in which the exporter announces its streams.
	 */
	static List<Path> placesOfThisUser() {
		List<Path> places = new ArrayList<>();
		String runtime = System.getenv("XDG_RUNTIME_DIR");
		if (runtime != null && Path.of(runtime).isAbsolute()) {
			places.add(Path.of(runtime, "metrics-tcp"));
		}
		String user = System.getProperty("user.name", "").replaceAll("[^\\w.-]", "_");
		places.add(Path.of(System.getProperty("java.io.tmpdir"), "metrics-tcp-" + user));
		return places;
	}

	/**
	 * Returns the streams of programs that run, by name and port.
	 */
	List<LocalStream> find() {
		List<LocalStream> found = new ArrayList<>();
		List<LocalStream> doubtful = new ArrayList<>();
		for (Path place : this.places) {
			try {
				if (isPrivate(place)) {
					find(place, found, doubtful);
				}
			}
			catch (IOException | DirectoryIteratorException ex) {
				// Then nothing is found there
			}
		}
		for (LocalStream stream : doubtful) {
			if (found.stream().map(LocalStream::address).noneMatch(stream.address()::equals) && listens(stream)) {
				found.add(stream);
			}
		}
		found.sort(Comparator.comparing(LocalStream::name)
			.thenComparing((stream) -> stream.address().port())
			.thenComparing(LocalStream::pid));
		return found;
	}

	/**
	 * Whether nobody else can have written what is in a directory.
	 */
	private static boolean isPrivate(Path place) throws IOException {
		if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
			return false;
		}
		if (!place.getFileSystem().supportedFileAttributeViews().contains("posix")) {
			// As on Windows, where a user's directories are nobody else's
			return place.toRealPath().startsWith(Path.of(System.getProperty("user.home")).toRealPath());
		}
		PosixFileAttributes attributes = Files
			.getFileAttributeView(place, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
			.readAttributes();
		String owner = attributes.owner().getName();
		return ProcessHandle.current().info().user().map(owner::equals).orElse(true)
				&& OWNER_ONLY.containsAll(attributes.permissions());
	}

	private static void find(Path place, List<LocalStream> found, List<LocalStream> doubtful) throws IOException {
		try (DirectoryStream<Path> files = Files.newDirectoryStream(place, "*.properties")) {
			for (Path file : files) {
				try {
					Properties announcement = read(file);
					LocalStream stream = LocalStream.of(announcement);
					long started = Long.parseLong(announcement.getProperty("started", "0"));
					ProcessHandle process = ProcessHandle.of(stream.pid()).orElse(null);
					if (!isOfThisNamespace(announcement)) {
						doubtful.add(stream);
					}
					else if (process != null && process.isAlive()) {
						(wasStartedAt(started, process) ? found : doubtful).add(stream);
					}
				}
				catch (IOException | IllegalArgumentException ex) {
					// It has just been deleted, or is not an announcement
				}
			}
		}
	}

	private static Properties read(Path file) throws IOException {
		if (Files.size(file) > LARGEST_FILE) {
			throw new IOException("The file is too large");
		}
		Properties announcement = new Properties();
		try (InputStream in = Files.newInputStream(file)) {
			announcement.load(in);
		}
		return announcement;
	}

	/**
	 * Whether the number of the process means anything here: a container may share the
	 * directory.
	 */
	private static boolean isOfThisNamespace(Properties announcement) {
		String namespace = announcement.getProperty("namespace");
		try {
			return namespace == null
					|| namespace.equals(Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString());
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Whether a process is the one that was meant. If not, another one may have its
	 * number by now, or the clock was set.
	 * @param started when that was started, in milliseconds since the epoch; 0 if it is
	 * not known
	 */
	private static boolean wasStartedAt(long started, ProcessHandle process) {
		Instant start = process.info().startInstant().orElse(null);
		return started == 0 || start == null
				|| Duration.between(Instant.ofEpochMilli(started), start).abs().compareTo(CLOCK_ERROR) <= 0;
	}

	private static boolean listens(LocalStream stream) {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(stream.address().host(), stream.address().port()), CONNECT_MILLIS);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

}
