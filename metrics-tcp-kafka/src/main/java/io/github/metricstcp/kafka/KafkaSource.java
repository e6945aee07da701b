package io.github.metricstcp.kafka;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.metricstcp.client.recording.ReplayClock;
import org.jspecify.annotations.Nullable;

/**
 * A topic that relays write to, and the time of it that is read.
 *
 * @param settings brokers, topic, and properties of the consumer
 * @param from the time from which events are read, {@code null} for those that come from
 * now on
 * @param to the time at which reading ends, {@code null} if it goes on with what comes
 * @param speed the factor by which what has come before now is shown faster than it came,
 * {@link ReplayClock#MAX_SPEED} for as fast as it can be read
 * @since 0.1.0
 */
public record KafkaSource(KafkaSettings settings, @Nullable Instant from, @Nullable Instant to, double speed) {

	/**
	 * The beginning of a text that is such a topic.
	 */
	public static final String PREFIX = "kafka:";

	private static final Pattern FORM = Pattern.compile("([^/?]+)(?:/([^/?]*))?(?:\\?(.*))?");

	private static final String FROM = "from";

	private static final String TO = "to";

	private static final String SPEED = "speed";

	private static final Pattern AGO = Pattern.compile("-(\\d{1,9})(s|m|h|d)");

	private static final Pattern FACTOR = Pattern.compile("\\d{1,6}(\\.\\d{1,6})?");

	/**
	 * Creates a topic that is read as fast as it can be, without an end.
	 * @param settings brokers, topic, and properties of the consumer
	 * @param from the time from which events are read, {@code null} for those that come
	 * from now on
	 */
	public KafkaSource(KafkaSettings settings, @Nullable Instant from) {
		this(settings, from, null, ReplayClock.MAX_SPEED);
	}

	/**
	 * Returns the topic that a text stands for:
	 * {@code kafka:HOST:PORT[,HOST:PORT][/TOPIC][?from=TIME[,to=TIME][,speed=N]]}. A time
	 * is one before now, such as {@code -15m}, or one of ISO 8601, such as
	 * {@code 2026-11-24T09:00:00Z}. The speed is a factor, or {@code max}.
	 * @param text the text, as a user writes it
	 * @param properties further properties of the consumer
	 * @param now the time now
	 * @return the topic
	 * @throws IllegalArgumentException if the text is none, with a sentence that says why
	 */
	public static KafkaSource parse(String text, Map<String, String> properties, Instant now) {
		Matcher matcher = FORM.matcher(text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text);
		if (!matcher.matches()) {
			throw wrong(text, "it is written kafka:HOST:PORT/TOPIC, such as kafka:localhost:9092/metrics-tcp");
		}
		String topic = matcher.group(2);
		String query = matcher.group(3);
		KafkaSettings settings = new KafkaSettings(matcher.group(1),
				(topic != null && !topic.isEmpty()) ? topic : KafkaSettings.DEFAULT_TOPIC, properties);
		if (query == null) {
			return new KafkaSource(settings, null);
		}
		Map<String, String> values = values(text, query);
		String first = values.get(FROM);
		if (first == null) {
			throw wrong(text, "%s= goes with from=".formatted(values.keySet().iterator().next()));
		}
		Instant from = time(text, FROM, first, now);
		if (from.isAfter(now)) {
			throw wrong(text, "%s is in the future; without a time, it is read from now on".formatted(from));
		}
		String last = values.get(TO);
		Instant to = (last != null) ? time(text, TO, last, now) : null;
		if (to != null && to.isAfter(now)) {
			throw wrong(text, "%s is in the future; without to=, reading goes on with what comes".formatted(to));
		}
		if (to != null && !to.isAfter(from)) {
			throw wrong(text, "to=%s is not after from=%s".formatted(last, first));
		}
		String speed = values.get(SPEED);
		return new KafkaSource(settings, from, to, (speed != null) ? speed(text, speed) : ReplayClock.MAX_SPEED);
	}

	/**
	 * Returns what is behind the question mark, by its names.
	 */
	private static Map<String, String> values(String text, String query) {
		Map<String, String> values = new LinkedHashMap<>();
		for (String part : query.split("[,&]", -1)) {
			int equals = part.indexOf('=');
			String name = (equals > 0) ? part.substring(0, equals) : "";
			switch (name) {
				case FROM, TO, SPEED -> {
					if (values.put(name, part.substring(equals + 1)) != null) {
						throw wrong(text, name + "= is given twice");
					}
				}
				default -> throw wrong(text,
						"behind ? are from=TIME, to=TIME and speed=N, with commas between them, and not \"%s\""
							.formatted(part));
			}
		}
		return values;
	}

	private static Instant time(String text, String name, String time, Instant now) {
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
			throw wrong(text,
					"%s= takes a time, such as %s=-15m or %s=2026-11-24T09:00:00Z".formatted(name, name, name));
		}
	}

	private static double speed(String text, String speed) {
		if (speed.equalsIgnoreCase("max")) {
			return ReplayClock.MAX_SPEED;
		}
		double factor = FACTOR.matcher(speed).matches() ? Double.parseDouble(speed) : 0;
		if (factor < 0.001) {
			throw wrong(text, "speed= takes a factor of 0.001 or more, such as speed=10 or speed=0.5, or max");
		}
		return factor;
	}

	private static IllegalArgumentException wrong(String text, String clause) {
		return new IllegalArgumentException("\"%s\" is no topic: %s".formatted(text, clause));
	}

	/**
	 * Returns a time as messages have it: one that was given as {@code -5s} has the
	 * nanoseconds of the clock, which nobody wants to read.
	 */
	static String toSeconds(Instant time) {
		return time.truncatedTo(ChronoUnit.SECONDS).toString();
	}

	/**
	 * Returns the topic as a user writes it, without the time.
	 */
	@Override
	public String toString() {
		return PREFIX + this.settings.servers() + "/" + this.settings.topic();
	}

}
