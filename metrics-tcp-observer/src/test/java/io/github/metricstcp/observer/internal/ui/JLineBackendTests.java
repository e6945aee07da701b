package io.github.metricstcp.observer.internal.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.jline.utils.Log;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JLineBackend} that need no terminal.
 */
class JLineBackendTests {

	@Test
	void whatJLineLogsIsDiscarded() {
		Records records = new Records();
		Logger root = Logger.getLogger("");
		root.addHandler(records);
		try {
			JLineBackend.discardLog();
			Log.error("Command interrupted", new InterruptedException());
			System.getLogger("org.another").log(System.Logger.Level.ERROR, "Another one's");
		}
		finally {
			root.removeHandler(records);
		}
		assertThat(records.messages).containsExactly("Another one's");
	}

	/**
	 * The messages that are logged.
	 */
	private static final class Records extends Handler {

		private final List<String> messages = new ArrayList<>();

		@Override
		public void publish(LogRecord logged) {
			this.messages.add(logged.getMessage());
		}

		@Override
		public void flush() {
			// Nothing is kept back
		}

		@Override
		public void close() {
			// Nothing is held
		}

	}

}
