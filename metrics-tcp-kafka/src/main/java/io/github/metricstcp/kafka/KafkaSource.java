package io.github.metricstcp.kafka;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A topic that relays write to, and the time from which it is read.
 *
 * @param settings brokers, topic, and properties of the consumer
 * @param from the time from which events are read, {@code null} for those that come from
 * now on
 * @since 0.1.0
 */
public record KafkaSource(KafkaSettings settings, @Nullable Instant from) {

	/**
	 * The beginning of a text that is such a topic.
	 */
	public static final String PREFIX = "kafka:";

	private static final Pattern FORM = Pattern.compile("([^/?]+)(?:/([^/?]*))?(?:\\?(.*))?");

	private static final String FROM = "from=";

	private static final Pattern AGO = Pattern.compile("-(\\d{1,9})(s|m|h|d)");

	/**
	 * Returns the topic that a text stands for:
	 * {@code kafka:HOST:PORT[,HOST:PORT][/TOPIC][?from=TIME]}. The time is one before
	 * now, such as {@code -15m}, or one of ISO 8601, such as
	 * {@code 2026-11-24T09:00:00Z}.
	 * @param text the text, as a user writes it
	 * @param properties further properties of the consumer
	 * @param now the time now
	 * @return the topic
	 * @throws IllegalArgumentException if the text is none, with a sentence that says why
	 */
	public static KafkaSource parse(String text, Map<String, String> properties, Instant now) {
		Matcher matcher = FORM.matcher(text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text);
		if (!matcher.matches()) {
			throw new IllegalArgumentException(
					"\"%s\" is no topic: it is written kafka:HOST:PORT/TOPIC, such as kafka:localhost:9092/metrics-tcp"
						.formatted(text));
		}
		String topic = matcher.group(2);
		String query = matcher.group(3);
		KafkaSettings settings = new KafkaSettings(matcher.group(1),
				(topic != null && !topic.isEmpty()) ? topic : KafkaSettings.DEFAULT_TOPIC, properties);
		Instant from = (query != null) ? from(text, query, now) : null;
		if (from != null && from.isAfter(now)) {
			throw new IllegalArgumentException(
					"\"%s\" is no topic: %s is in the future; without a time, it is read from now on".formatted(text,
							from));
		}
		return new KafkaSource(settings, from);
	}

	private static Instant from(String text, String query, Instant now) {
		String time = query.startsWith(FROM) ? query.substring(FROM.length()) : "";
		Matcher ago = AGO.matcher(time);
		if (ago.matches()) {
			long number = Long.parseLong(ago.group(1));
			return now.minus(switch (ago.group(2)) {
				case "s" -> Duration.ofSeconds(number);
				case "m" -> Duration.ofMinutes(number);
				case "h" -> Duration.ofHours(number);
				default -> Duration.ofDays(number);
			});
		}
		try {
			return OffsetDateTime.parse(time).toInstant();
		}
		catch (DateTimeParseException ex) {
			throw new IllegalArgumentException(
					"\"%s\" is no topic: behind ? is a time, such as from=-15m or from=2026-11-24T09:00:00Z"
						.formatted(text),
					ex);
		}
	}

	/**
	 * Returns the topic as a user writes it, without the time.
	 */
	@Override
	public String toString() {
		return PREFIX + this.settings.servers() + "/" + this.settings.topic();
	}

}
