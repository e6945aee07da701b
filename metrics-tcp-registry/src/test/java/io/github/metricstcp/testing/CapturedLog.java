package io.github.metricstcp.testing;

import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.slf4j.LoggerFactory;

/**
 * The messages that the exporter, or something else, logs while this is open.
 */
public final class CapturedLog implements AutoCloseable {

	private final Logger logger;

	private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

	private CapturedLog(String logger) {
		this.logger = (Logger) LoggerFactory.getLogger(logger);
		this.appender.start();
		this.logger.setLevel(Level.INFO);
		this.logger.addAppender(this.appender);
	}

	/**
	 * Begins to capture.
	 */
	public static CapturedLog start() {
		return of("io.github.metricstcp");
	}

	/**
	 * Begins to capture the messages of another logger and those below it.
	 */
	public static CapturedLog of(String logger) {
		return new CapturedLog(logger);
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
