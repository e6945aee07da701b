package io.github.metricstcp.kafka;

import java.nio.charset.StandardCharsets;

import io.github.metricstcp.kafka.UnusableRecordException.Fault;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The description of a record, which its headers have as texts, so that any tool shows
 * them.
 *
 * @param target the address of the target
 * @param alias the name that the user gave the target, otherwise its address
 * @param session the session that the record is of: one connection of one relay to the
 * target. The time of its beginning, in nanoseconds since the epoch
 * @param sequence the number of the record in its session, from 0 on
 * @param firstTime the earliest time of its events in nanoseconds since the epoch, 0 if
 * it has none
 * @param lastTime the latest time of its events
 * @param content the part of the session that it has
 * @param reason the reason of the session's end as a clause, {@code null} if it has not
 * ended
 * @since 0.1.0
 */
public record RecordDescription(String target, String alias, long session, long sequence, long firstTime, long lastTime,
		Content content, @Nullable String reason) {

	/**
	 * The version of headers and content that is written, the only one that is read.
	 */
	public static final String VERSION = "1";

	private static final String PREFIX = "metrics-tcp.";

	private static final String VERSION_HEADER = PREFIX + "version";

	private static final String TARGET = PREFIX + "target";

	private static final String ALIAS = PREFIX + "alias";

	private static final String SESSION = PREFIX + "session";

	private static final String SEQUENCE = PREFIX + "sequence";

	private static final String FIRST = PREFIX + "first";

	private static final String LAST = PREFIX + "last";

	private static final String CONTENT = PREFIX + "content";

	private static final String REASON = PREFIX + "reason";

	/**
	 * Adds the headers.
	 * @param headers the headers of a record
	 */
	public void writeTo(Headers headers) {
		add(headers, VERSION_HEADER, VERSION);
		add(headers, TARGET, this.target);
		add(headers, ALIAS, this.alias);
		add(headers, SESSION, String.valueOf(this.session));
		add(headers, SEQUENCE, String.valueOf(this.sequence));
		add(headers, FIRST, String.valueOf(this.firstTime));
		add(headers, LAST, String.valueOf(this.lastTime));
		add(headers, CONTENT, this.content.word());
		if (this.reason != null) {
			add(headers, REASON, this.reason);
		}
	}

	private static void add(Headers headers, String name, String value) {
		headers.add(name, value.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Reads the headers.
	 * @param headers the headers of a record
	 * @return the description
	 * @throws UnusableRecordException if they are not those of a relay
	 */
	public static RecordDescription of(Headers headers) throws UnusableRecordException {
		String version = optional(headers, VERSION_HEADER);
		if (version == null) {
			throw new UnusableRecordException(Fault.FOREIGN, "it has no header " + VERSION_HEADER);
		}
		if (!version.equals(VERSION)) {
			throw new UnusableRecordException(Fault.VERSION, "its version is " + version);
		}
		String word = text(headers, CONTENT);
		Content content = Content.of(word);
		if (content == null) {
			throw broken(CONTENT);
		}
		return new RecordDescription(text(headers, TARGET), text(headers, ALIAS), number(headers, SESSION),
				number(headers, SEQUENCE), number(headers, FIRST), number(headers, LAST), content,
				optional(headers, REASON));
	}

	/**
	 * Returns the instance that the record is of. An address alone may be that of several
	 * applications, such as {@code app:5000} in several networks, and then the names that
	 * users give them tell them apart.
	 * @return {@code NAME=ADDRESS}, or the address if the user gave no name
	 */
	public String instance() {
		return this.alias.equals(this.target) ? this.target : this.alias + "=" + this.target;
	}

	/**
	 * Requires that the value of a record ends where a frame does.
	 * @param frames the value
	 * @throws UnusableRecordException if it does not
	 */
	public static void requireWhole(byte[] frames) throws UnusableRecordException {
		int position = 0;
		while (position < frames.length) {
			long length = 0;
			byte group = -1;
			for (int shift = 0; group < 0 && position < frames.length && shift < Long.SIZE; shift += 7) {
				group = frames[position++];
				length |= (group & 0x7FL) << shift;
			}
			if (group < 0 || length < 0 || length > frames.length - position) {
				throw new UnusableRecordException(Fault.BROKEN, "it ends in the middle of a frame");
			}
			position += (int) length;
		}
	}

	private static long number(Headers headers, String name) throws UnusableRecordException {
		try {
			return Long.parseLong(text(headers, name));
		}
		catch (NumberFormatException ex) {
			throw broken(name);
		}
	}

	private static String text(Headers headers, String name) throws UnusableRecordException {
		String text = optional(headers, name);
		if (text == null) {
			throw broken(name);
		}
		return text;
	}

	private static @Nullable String optional(Headers headers, String name) {
		Header header = headers.lastHeader(name);
		return (header != null && header.value() != null) ? new String(header.value(), StandardCharsets.UTF_8) : null;
	}

	private static UnusableRecordException broken(String name) {
		return new UnusableRecordException(Fault.BROKEN, "its header %s is missing or wrong".formatted(name));
	}

	/**
	 * Returns whether it is the end of a session whose application may go on: only the
	 * relay has ended.
	 * @return whether it is
	 */
	public boolean isOfRelayOnly() {
		return this.content == Content.END && KafkaRelay.ENDED.equals(this.reason);
	}

}
