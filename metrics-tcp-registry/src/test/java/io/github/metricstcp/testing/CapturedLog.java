package io.github.metricstcp.testing;

import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.slf4j.LoggerFactory;

/**
 * The messages that the exporter logs while this is open.
 */
public final class CapturedLog implements AutoCloseable {

	private final Logger logger = (Logger) LoggerFactory.getLogger("io.github.metricstcp");

	private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

	private CapturedLog() {
		this.appender.start();
		this.logger.setLevel(Level.INFO);
		this.logger.addAppender(this.appender);
	}

	/**
	 * Begins to capture.
	 */
	public static CapturedLog start() {
		return new CapturedLog();
	}

	/**
	 * Returns the warnings and errors so far.
	 */
	public List<String> warnings() {
		return messages(Level.WARN);
	}

	/**
	 * Returns the messages of a level and of higher ones so far, from INFO on.
	 */
	public List<String> messages(Level level) {
		return List.copyOf(this.appender.list)
			.stream()
			.filter((event) -> event.getLevel().isGreaterOrEqual(level))
			.map(ILoggingEvent::getFormattedMessage)
			.toList();
	}

	@Override
	public void close() {
		this.logger.detachAppender(this.appender);
		this.logger.setLevel(null);
	}

}
