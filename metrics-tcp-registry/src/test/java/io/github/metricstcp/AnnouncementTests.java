package io.github.metricstcp;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;

import io.github.metricstcp.testing.AnnouncedStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Announcement}.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Directories have no rights there")
class AnnouncementTests {

	private final InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711);

	@TempDir
	private Path directory;

	@Test
	void aStreamIsAnnouncedWhereOnlyItsUserCanReadIt() throws IOException {
		Path place = this.directory.resolve("streams");
		Announcement announcement = announcement("shop \u2615", place);
		announcement.publish(this.address, true);
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(place))).isEqualTo("rwx------");
		assertThat(files(place)).hasSize(1).allSatisfy((file) -> {
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
			assertThat(file.getFileName().toString()).matches(ProcessHandle.current().pid() + "-\\d+\\.properties");
		});
		assertThat(AnnouncedStreams.in(place)).hasSize(1)
			.allSatisfy((announced) -> assertThat(announced).containsEntry("name", "shop \u2615")
				.containsEntry("pid", String.valueOf(ProcessHandle.current().pid()))
				.containsEntry("address", "127.0.0.1")
				.containsEntry("port", "4711")
				.containsEntry("tls", "true")
				.containsKey("started")
				.satisfies(AnnouncementTests::hasNamespace));
		announcement.withdraw();
		assertThat(files(place)).isEmpty();
		announcement.withdraw();
	}

	private static void hasNamespace(Map<String, String> announced) {
		Path namespace = Path.of("/proc/self/ns/pid");
		if (Files.isSymbolicLink(namespace)) {
			assertThat(announced).containsKey("namespace").hasSize(7);
			assertThat(announced.get("namespace")).matches("pid:\\[\\d+]");
		}
		else {
			assertThat(announced).hasSize(6);
		}
	}

	@Test
	void twoStreamsOfAProcessAreAnnounced() throws IOException {
		Path place = this.directory.resolve("streams");
		Announcement one = announcement("one", place);
		Announcement other = announcement("other", place);
		one.publish(this.address, false);
		other.publish(this.address, false);
		assertThat(AnnouncedStreams.in(place)).extracting((announced) -> announced.get("name"))
			.containsExactlyInAnyOrder("one", "other");
		one.withdraw();
		assertThat(AnnouncedStreams.in(place)).extracting((announced) -> announced.get("name"))
			.containsExactly("other");
	}

	@Test
	void aStreamIsAnnouncedOnceHoweverOftenItIsStarted() throws IOException {
		Path place = this.directory.resolve("streams");
		Announcement announcement = announcement("shop", place);
		announcement.publish(this.address, false);
		announcement.publish(new InetSocketAddress(this.address.getAddress(), 4712), false);
		assertThat(AnnouncedStreams.in(place)).extracting((announced) -> announced.get("port")).containsExactly("4712");
	}

	@Test
	void nothingIsWrittenWhereOthersCouldReadOrHaveLinkedTo() throws IOException {
		Path open = Files.createDirectory(this.directory.resolve("open"));
		Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-x---"));
		Path target = Files.createDirectory(this.directory.resolve("target"));
		Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwx------"));
		Path link = Files.createSymbolicLink(this.directory.resolve("link"), target);
		Path file = Files.createFile(this.directory.resolve("file"));
		Path absent = this.directory.resolve("absent/streams");
		for (Path place : List.of(open, link, file, absent)) {
			announcement("shop", place).publish(this.address, false);
		}
		assertThat(files(open)).isEmpty();
		assertThat(files(target)).isEmpty();
		assertThat(file).isEmptyFile();
		assertThat(absent.getParent()).doesNotExist();
	}

	@Test
	void theNextPlaceIsTakenWhereTheFirstCannotBe() throws IOException {
		Path second = this.directory.resolve("second");
		announcement("shop", this.directory.resolve("absent/streams"), second).publish(this.address, false);
		assertThat(files(second)).hasSize(1);
	}

	@Test
	void aThreadThatIsInterruptedAnnouncesToo() throws IOException {
		Path place = this.directory.resolve("streams");
		Thread.currentThread().interrupt();
		announcement("shop", place).publish(this.address, false);
		assertThat(Thread.interrupted()).isTrue();
		assertThat(files(place)).hasSize(1);
	}

	@Test
	void anExporterIsAnnouncedWhileItListens() {
		try (MetricsTcpExporter exporter = MetricsTcpExporter.builder().port(0).build()) {
			for (int i = 0; i < 2; i++) {
				exporter.start();
				int port = Objects.requireNonNull(exporter.address()).getPort();
				assertThat(AnnouncedStreams.ofThisProcess(port)).hasSize(1)
					.allSatisfy((announced) -> assertThat(announced).containsEntry("name", Announcement.programName()));
				exporter.stop();
				assertThat(AnnouncedStreams.ofThisProcess(port)).isEmpty();
			}
		}
	}

	@Test
	void announcementsOfProgramsThatHaveEndedAreDeleted() throws Exception {
		Path place = this.directory.resolve("streams");
		announcement("first", place).publish(this.address, false);
		Path first = files(place).get(0);
		Process ended = new ProcessBuilder("true").start();
		assertThat(ended.waitFor()).isZero();
		Process running = new ProcessBuilder("sleep", "60").start();
		try {
			Path ofEnded = copy(first, Map.of("pid", String.valueOf(ended.pid())));
			Path earlierWithThisPid = copy(first, Map.of("started", "1"));
			Path elsewhere = copy(first, Map.of("pid", String.valueOf(ended.pid()), "namespace", "pid:[1]"));
			Path elsewhereWithThisPid = copy(first, Map.of("started", "1", "namespace", "pid:[1]"));
			Path beforeTheClockWasSet = copy(first, Map.of("pid", String.valueOf(running.pid()), "started", "1"));
			Path text = Files.writeString(place.resolve("text.properties"), "pid=\\u00");
			announcement("second", place).publish(this.address, false);
			assertThat(List.of(ofEnded, earlierWithThisPid)).noneMatch(Files::exists);
			assertThat(List.of(first, elsewhere, elsewhereWithThisPid, beforeTheClockWasSet, text))
				.allMatch(Files::exists);
			assertThat(files(place)).hasSize(6);
		}
		finally {
			running.destroyForcibly().waitFor();
		}
	}

	private static Path copy(Path announcement, Map<String, String> changes) throws IOException {
		Properties content = new Properties();
		try (Reader reader = Files.newBufferedReader(announcement)) {
			content.load(reader);
		}
		content.putAll(changes);
		Path copy = Files.createTempFile(announcement.getParent(), "", ".properties");
		try (Writer writer = Files.newBufferedWriter(copy)) {
			content.store(writer, null);
		}
		return copy;
	}

	@Test
	void whetherAStreamIsFoundIsKnown() {
		Path place = this.directory.resolve("streams");
		assertThat(announcement("shop", place).publish(this.address, false)).isTrue();
		assertThat(announcement("shop", this.directory.resolve("absent/streams")).publish(this.address, false))
			.isFalse();
		assertThat(new Announcement(null, List.of(place.toFile())).publish(this.address, false)).isFalse();
	}

	@Test
	void withoutANameOrAnAddressNothingIsAnnounced() {
		Path place = this.directory.resolve("streams");
		new Announcement(null, List.of(place.toFile())).publish(this.address, false);
		announcement("shop", place).publish(null, false);
		assertThat(place).doesNotExist();
	}

	@Test
	void theProgramHasTheNameOfItsMainClassOrJar() {
		String command = System.getProperty("sun.java.command");
		String classPath = System.getProperty("java.class.path");
		try {
			assertThat(programName("com.example.shop.Shop --password=secret")).isEqualTo("Shop");
			assertThat(programName("/opt/shop/shop-1.0.jar secret")).isEqualTo("shop-1.0.jar");
			assertThat(programName("shop/com.example.Shop")).isEqualTo("Shop");
			assertThat(programName("C:\\shop\\shop.jar")).isEqualTo("shop.jar");
			assertThat(programName("")).isEqualTo("java");
			System.setProperty("java.class.path", "/opt/my shop/shop 2.jar");
			assertThat(programName("/opt/my shop/shop 2.jar secret.jar")).isEqualTo("shop 2.jar");
			assertThat(programName("/opt/my shop/shop 2.jar")).isEqualTo("shop 2.jar");
			System.setProperty("java.class.path", "shop.jar");
			assertThat(programName("com.example.shop.Shop shop.jar")).isEqualTo("Shop");
		}
		finally {
			System.setProperty("java.class.path", classPath);
			System.setProperty("sun.java.command", command);
		}
	}

	private static String programName(String command) {
		System.setProperty("sun.java.command", command);
		return Announcement.programName();
	}

	private static Announcement announcement(String name, Path... places) {
		return new Announcement(name, Arrays.stream(places).map(Path::toFile).toList());
	}

	private static List<Path> files(Path place) throws IOException {
		try (Stream<Path> files = Files.list(place)) {
			return files.toList();
		}
	}

}
