package io.github.metricstcp.observer;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.metricstcp.testing.RequiresTool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the manual page, which {@code -Dobserver.updateManual=true} writes anew.
 */
class ManualPageTests {

	private static final Path PAGE = Path.of("..", "docs", "metrics-tcp-observer.1");

	private final CommandLine line = ObserverMain.commandLine(new ObserverCommand(
			new ProcessStreams(OutputStream.nullOutputStream(), System.err, () -> false, () -> false),
			new LocalStreams(List.of())));

	@Test
	void thePageIsMadeOfTheCommandLine() throws IOException {
		String page = ManualPage.of(this.line);
		if (Boolean.getBoolean("observer.updateManual")) {
			Files.writeString(PAGE, page);
		}
		assertThat(PAGE).as("-Dobserver.updateManual=true writes it anew").content().isEqualTo(page);
	}

	@Test
	@RequiresTool("groff")
	void thePageIsShownWithoutAWarningAndHasAllOptions(@TempDir Path directory) throws Exception {
		Path page = Files.writeString(directory.resolve("page.1"), ManualPage.of(this.line));
		Process groff = new ProcessBuilder("groff", "-man", "-ww", "-Tascii", "-P-cbou", page.toString()).start();
		String shown = new String(groff.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(groff.errorReader().lines()).isEmpty();
		assertThat(groff.waitFor(30, TimeUnit.SECONDS)).isTrue();
		assertThat(groff.exitValue()).isZero();
		this.line.getCommandSpec().optionsMap().keySet().forEach((name) -> assertThat(shown).contains(name));
		assertThat(shown).contains("NAME\n", "metrics-tcp-observer - Watches the metrics of running applications")
			.contains("~^jvm\\.(gc|mem)   a regular expression, in the name")
			.contains("EXIT STATUS\n", "generate-completion", "ps     Lists the streams of your own", "EXAMPLES\n");
	}

}
