package io.github.metricstcp.observer;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProcessStreams}.
 */
class ProcessStreamsTests {

	private final ByteArrayOutputStream err = new ByteArrayOutputStream();

	private final ProcessStreams streams = new ProcessStreams(new ByteArrayOutputStream(),
			new PrintStream(this.err, true, StandardCharsets.UTF_8), () -> false, () -> false);

	@Test
	void aMessageIsOneLineThatATerminalOnlyShows() {
		this.streams
			.say("shop\u001b]0;owned\u0007 is of version \u009b2J1\r\nmetrics-tcp-observer: \u202eall is well.");
		assertThat(this.err.toString(StandardCharsets.UTF_8)).isEqualTo(
				"metrics-tcp-observer: shop\ufffd]0;owned\ufffd is of version \ufffd2J1\ufffd\ufffdmetrics-tcp-observer: all is well."
						+ System.lineSeparator());
	}

	@Test
	void aMessageInAnyLanguageIsWrittenAsItIs() {
		this.streams.say("L\u00e4den: \u30b7\u30e7\u30c3\u30d7 \u2014 3 \u00b5s.");
		assertThat(this.err.toString(StandardCharsets.UTF_8))
			.isEqualTo("metrics-tcp-observer: L\u00e4den: \u30b7\u30e7\u30c3\u30d7 \u2014 3 \u00b5s."
					+ System.lineSeparator());
	}

}
