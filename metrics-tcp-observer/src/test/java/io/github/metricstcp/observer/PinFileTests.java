package io.github.metricstcp.observer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.metricstcp.observer.internal.ui.Pins;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PinFile}.
 */
class PinFileTests {

	private final List<String> messages = new ArrayList<>();

	@TempDir
	private Path directory;

	@Test
	void pinsAreKeptFromOneRunToTheNext() {
		Pins pins = pins();
		assertThat(pins.contains("orders")).isFalse();
		pins.toggle("orders");
		pins.toggle("http.server.requests");
		pins.toggle("orders");
		pins.toggle("jvm ☕");
		assertThat(pins.contains("orders")).isFalse();
		Pins next = pins();
		assertThat(next.contains("http.server.requests")).isTrue();
		assertThat(next.contains("jvm ☕")).isTrue();
		assertThat(next.contains("orders")).isFalse();
		assertThat(this.messages).isEmpty();
		assertThat(this.directory.resolve("state"))
			.isDirectoryNotContaining((file) -> file.toString().endsWith(".tmp"));
	}

	@Test
	void changesOfTwoObserversAreBothKept() {
		Pins one = pins();
		Pins other = pins();
		one.toggle("a");
		other.toggle("b");
		assertThat(this.directory.resolve("state/pins")).hasContent("a\nb");
	}

	@Test
	void whatIsConfiguredIsPinnedAndNotKept() {
		Pins pins = pins("orders");
		assertThat(pins.contains("orders")).isTrue();
		pins.toggle("orders");
		assertThat(pins.contains("orders")).isFalse();
		assertThat(this.directory.resolve("state")).doesNotExist();
	}

	@Test
	void aNameOfSeveralLinesIsPinnedForThisRunOnly() {
		Pins pins = pins();
		pins.toggle("a\nb");
		assertThat(pins.contains("a\nb")).isTrue();
		assertThat(this.directory.resolve("state")).doesNotExist();
	}

	@Test
	void whereNothingCanBeWrittenItIsSaidOnce() throws IOException {
		Files.createFile(this.directory.resolve("state"));
		Pins pins = pins();
		pins.toggle("a");
		pins.toggle("b");
		assertThat(pins.contains("a") && pins.contains("b")).isTrue();
		assertThat(this.messages).containsExactly("Metrics stay pinned for this run only: %s can't be written "
			.formatted(this.directory.resolve("state/pins")) + "(FileAlreadyExistsException).");
	}

	@Test
	void aFileThatCannotBeReadIsLeftAsItIs() throws IOException {
		Path file = Files.createDirectory(this.directory.resolve("state")).resolve("pins");
		byte[] latin = "caf\u00e9\norders\n".getBytes(StandardCharsets.ISO_8859_1);
		Files.write(file, latin);
		Pins pins = pins("jvm.threads.live");
		assertThat(pins.contains("jvm.threads.live")).isTrue();
		pins.toggle("a");
		pins.toggle("orders");
		pins.toggle("orders");
		assertThat(pins.contains("a")).isTrue();
		assertThat(file).hasBinaryContent(latin);
		assertThat(this.messages).containsExactly(
				"Metrics stay pinned for this run only: %s can't be read (MalformedInputException).".formatted(file));
		Files.writeString(file, "orders\n");
		pins.toggle("b");
		assertThat(file).hasContent("b\norders");
	}

	@Test
	void withoutAPlaceForTheFileMetricsArePinnedForThisRunOnly() {
		Pins pins = new PinFile(null, this.messages::add).pins(List.of("orders"));
		assertThat(this.messages).isEmpty();
		pins.toggle("a");
		pins.toggle("b");
		assertThat(List.of("orders", "a", "b")).allMatch(pins::contains);
		assertThat(this.messages)
			.containsExactly("Metrics stay pinned for this run only: the user has no home directory.");
	}

	private Pins pins(String... configured) {
		return new PinFile(this.directory.resolve("state"), this.messages::add).pins(List.of(configured));
	}

}
