package io.github.metricstcp.observer.internal.ui;

import java.io.IOException;
import java.io.Writer;

import org.jline.utils.NonBlocking;
import org.jline.utils.NonBlockingPumpReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TerminalInput}.
 */
class TerminalInputTests {

	private final NonBlockingPumpReader reader = NonBlocking.nonBlockingPumpReader(20_000);

	private final TerminalInput input = new TerminalInput(this.reader);

	@Test
	void aPasteIsReadAsOneAndKeysAroundItAreKeys() throws IOException {
		send("a\033[200~q\033[201\r\nü\033\033[201~b");
		assertThat(this.input.readPaste()).isNull();
		assertThat(this.input.read(1)).isEqualTo('a');
		assertThat(this.input.readPaste()).isEqualTo("q\033[201\r\nü\033");
		assertThat(this.input.readPaste()).isNull();
		assertThat(this.input.peek(1)).isEqualTo('b');
		assertThat(this.input.read(1)).isEqualTo('b');
	}

	@ParameterizedTest
	@ValueSource(strings = { "\033", "\033[", "\033[A", "\033[20~", "\033[201~", "q", "\033OP" })
	void otherKeysComeAsTheyAre(String keys) throws IOException {
		send(keys);
		assertThat(this.input.readPaste()).isNull();
		StringBuilder read = new StringBuilder();
		while (this.input.peek(1) >= 0) {
			assertThat(this.input.readPaste()).isNull();
			read.append((char) this.input.read(1));
		}
		assertThat(read).hasToString(keys);
	}

	@Test
	void ofALongPasteTheBeginningIsKept() throws IOException {
		send("\033[200~" + "x".repeat(10_000) + "\033[201~q");
		assertThat(this.input.readPaste()).isEqualTo("x".repeat(4096));
		assertThat(this.input.read(1)).isEqualTo('q');
	}

	@Test
	void aPasteThatDoesNotEndIsOverAfterAWhile() throws IOException {
		send("\033[200~abc");
		assertThat(this.input.readPaste()).isEqualTo("abc");
	}

	private void send(String text) throws IOException {
		Writer writer = this.reader.getWriter();
		writer.write(text);
		writer.flush();
	}

}
