package io.github.metricstcp.kafka;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A topic, the brokers that have it, and how they are talked to.
 *
 * @param servers the brokers to begin with, as {@code HOST:PORT}, separated by commas
 * @param topic the name of the topic; {@link #DEFAULT_TOPIC} unless the user gives one
 * @param properties further properties of Kafka's own clients, such as those for TLS and
 * SASL
 * @since 0.1.0
 */
public record KafkaSettings(String servers, String topic, Map<String, String> properties) {

	/**
	 * The default name of a topic.
	 */
	public static final String DEFAULT_TOPIC = "metrics-tcp";

	private static final Pattern SERVER = Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[^\\s:/\\[\\]]+):[0-9]{1,5}");

	private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");

	/**
	 * Creates settings.
	 * @param servers the brokers to begin with, as {@code HOST:PORT}, separated by commas
	 * @param topic the name of the topic
	 * @param properties further properties of Kafka's own clients
	 * @throws IllegalArgumentException if brokers or topic are not written as they must
	 * be, with a sentence that says why
	 */
	public KafkaSettings {
		for (String server : servers.split(",", -1)) {
			require(SERVER.matcher(server).matches(),
					"\"%s\" is no broker: it is written HOST:PORT, such as localhost:9092".formatted(server));
		}
		require(TOPIC.matcher(topic).matches() && !topic.equals(".") && !topic.equals(".."),
				"\"%s\" is no topic: it has letters, digits, ., _ and -".formatted(topic));
		properties = Map.copyOf(properties);
	}

	/**
	 * Reads properties of Kafka's clients from a file, as Kafka's own tools do.
	 * @param file the file, with {@code NAME=VALUE} on each line
	 * @return the properties
	 * @throws IllegalArgumentException if it cannot be read, with a sentence that says
	 * why
	 */
	public static Map<String, String> readProperties(Path file) {
		Properties read = new Properties();
		try (Reader reader = Files.newBufferedReader(file)) {
			read.load(reader);
		}
		catch (NoSuchFileException ex) {
			throw new IllegalArgumentException("%s can't be read: there is no such file".formatted(file), ex);
		}
		catch (IOException ex) {
			throw new IllegalArgumentException("%s can't be read: %s".formatted(file, ex.getMessage()), ex);
		}
		Map<String, String> properties = new TreeMap<>();
		read.stringPropertyNames().forEach((name) -> properties.put(name, read.getProperty(name)));
		return properties;
	}

	private static void require(boolean valid, String sentence) {
		if (!valid) {
			throw new IllegalArgumentException(sentence);
		}
	}

}
