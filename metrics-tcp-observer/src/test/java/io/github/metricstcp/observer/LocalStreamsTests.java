package io.github.metricstcp.observer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import io.github.metricstcp.AnnouncementAccess;
import io.github.metricstcp.client.TargetAddress;
import io.github.metricstcp.testing.Ports;
import io.github.metricstcp.testing.RunningExporter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LocalStreams}.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Directories have no rights there")
class LocalStreamsTests {

	private static final long PID = ProcessHandle.current().pid();

	@TempDir
	private Path directory;

	private Announcements announcements;

	@BeforeEach
	void create() throws IOException {
		this.announcements = Announcements.in(this.directory.resolve("streams"));
	}

	@Test
	void streamsAreFoundByNameAndPort() throws IOException {
		this.announcements.add("shop", "127.0.0.1", 5002);
		this.announcements.add("shop", "0.0.0.0", 5001);
		this.announcements.add("orders", "0:0:0:0:0:0:0:0", 5003);
		this.announcements.add("payments", "0:0:0:0:0:0:0:1", 5004);
		assertThat(find()).extracting(LocalStream::toString)
			.containsExactly("orders ([::1]:5003)", "payments ([::1]:5004)", "shop (127.0.0.1:5001)",
					"shop (127.0.0.1:5002)");
		assertThat(find()).allMatch((stream) -> stream.pid() == PID && !stream.tls());
	}

	@Test
	void theExportersAnnouncementsAreFoundAsLongAsItListens() {
		String name = "found-by-" + PID;
		LocalStreams streams = LocalStreams.ofThisUser();
		try (RunningExporter exporter = RunningExporter.start((builder) -> builder.announcedAs(name))) {
			assertThat(streams.find()).filteredOn((stream) -> stream.name().equals(name))
				.containsExactly(new LocalStream(name, PID,
						TargetAddress.parse("127.0.0.1:" + exporter.address().getPort()), false));
		}
		assertThat(streams.find()).noneMatch((stream) -> stream.name().equals(name));
	}

	@Test
	void whatAProgramHasLeftBehindIsPassedOver() throws Exception {
		Process ended = new ProcessBuilder("true").start();
		assertThat(ended.waitFor()).isZero();
		int closed = Ports.unused();
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			int open = socket.getLocalPort();
			Path ofEnded = add("ended", ended.pid(), open, "started", "1");
			Path ofEarlier = add("earlier", PID, closed, "started", "1");
			Path ofContainer = add("container", PID, closed, "namespace", "pid:[1]");
			this.announcements.add("this", "127.0.0.1", open);
			Path ofEarlierAtTheSamePort = add("earlier", PID, open, "started", "1");
			assertThat(find()).extracting(LocalStream::name).containsExactly("this");
			assertThat(List.of(ofEnded, ofEarlier, ofContainer, ofEarlierAtTheSamePort)).allMatch(Files::exists);
		}
	}

	@Test
	void aProgramThatSeemsToBeAnotherOneIsFoundIfItListens() throws Exception {
		Process ended = new ProcessBuilder("true").start();
		assertThat(ended.waitFor()).isZero();
		try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			add("beforeTheClockWasSet", PID, one.getLocalPort(), "started", "1");
			add("inAContainer", ended.pid(), other.getLocalPort(), "namespace", "pid:[1]");
			assertThat(find()).extracting(LocalStream::name).containsExactly("beforeTheClockWasSet", "inAContainer");
		}
	}

	private Path add(String name, long pid, int port, String key, String value) throws IOException {
		return this.announcements.add("name", name, "pid", String.valueOf(pid), "address", "127.0.0.1", "port",
				String.valueOf(port), key, value);
	}

	@Test
	void theExporterAndTheObserverAcceptTheSameDirectories() throws IOException {
		InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 5000);
		assertThat(LocalStreams.placesOfThisUser()).isNotEmpty().isEqualTo(AnnouncementAccess.places());
		Path created = this.directory.resolve("created");
		assertThat(AnnouncementAccess.publish(created, address)).isTrue();
		assertThat(new LocalStreams(List.of(created)).find()).hasSize(1);
		this.announcements.add("shop", "127.0.0.1", 5000);
		Path place = this.announcements.place();
		Path link = Files.createSymbolicLink(this.directory.resolve("link"), place);
		assertThat(AnnouncementAccess.publish(link, address)).isFalse();
		assertThat(new LocalStreams(List.of(link)).find()).isEmpty();
		for (String rights : List.of("rwxr-----", "rwx-w----", "rwx--x---", "rwx---r--", "rwx----w-", "rwx-----x")) {
			Files.setPosixFilePermissions(place, PosixFilePermissions.fromString(rights));
			assertThat(AnnouncementAccess.publish(place, address)).as(rights).isFalse();
			assertThat(find()).as(rights).isEmpty();
		}
		Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwx------"));
		assertThat(find()).hasSize(1);
		assertThat(AnnouncementAccess.publish(place, address)).isTrue();
		assertThat(find()).hasSize(2);
	}

	@Test
	@EnabledIf("isRoot")
	void neitherAcceptsADirectoryOfAnotherUser() throws IOException {
		this.announcements.add("shop", "127.0.0.1", 5000);
		Path place = this.announcements.place();
		Files.setAttribute(place, "unix:uid", 65534);
		assertThat(AnnouncementAccess.publish(place, new InetSocketAddress(InetAddress.getLoopbackAddress(), 5000)))
			.isFalse();
		assertThat(find()).isEmpty();
	}

	static boolean isRoot() {
		return System.getProperty("user.name").equals("root");
	}

	@Test
	void whatIsNoAnnouncementIsPassedOver() throws IOException {
		Path noPort = this.announcements.add("name", "shop", "pid", "1", "address", "127.0.0.1");
		Path noPid = this.announcements.add("name", "shop", "address", "127.0.0.1", "port", "5000");
		Path text = Files.writeString(this.announcements.place().resolve("a.properties"), "\\u00");
		Path large = Files.write(this.announcements.place().resolve("b.properties"), new byte[1 << 20]);
		Files.writeString(this.announcements.place().resolve("c.tmp"), "name=unfinished");
		this.announcements.add("shop", "127.0.0.1", 5000);
		assertThat(find()).extracting(LocalStream::name).containsExactly("shop");
		assertThat(List.of(noPort, noPid, text, large)).allMatch(Files::exists);
	}

	@Test
	void nothingIsBelievedOfADirectoryThatOthersCanUse() throws IOException {
		this.announcements.add("shop", "127.0.0.1", 5000);
		Path place = this.announcements.place();
		Path link = Files.createSymbolicLink(this.directory.resolve("link"), place);
		assertThat(new LocalStreams(List.of(link)).find()).isEmpty();
		for (String rights : List.of("rwxr-x---", "rwx---r-x", "rwx----w-")) {
			Files.setPosixFilePermissions(place, PosixFilePermissions.fromString(rights));
			assertThat(find()).as(rights).isEmpty();
		}
		Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwx------"));
		assertThat(find()).hasSize(1);
	}

	@Test
	void aDirectoryThatDoesNotExistHasNoStreams() {
		assertThat(new LocalStreams(List.of(this.directory.resolve("absent"))).find()).isEmpty();
	}

	private List<LocalStream> find() {
		return new LocalStreams(List.of(this.announcements.place())).find();
	}

}
