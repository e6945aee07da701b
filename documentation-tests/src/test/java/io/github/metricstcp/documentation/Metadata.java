package io.github.metricstcp.documentation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonParserFactory;

/**
 * The metadata of all configuration properties on the class path, as editors read it.
 */
final class Metadata {

	private final Map<String, Property> properties = new TreeMap<>();

	private Metadata() {
	}

	/**
	 * Reads the metadata.
	 */
	static Metadata read() {
		Metadata metadata = new Metadata();
		try {
			for (URL resource : Collections
				.list(Metadata.class.getClassLoader().getResources("META-INF/spring-configuration-metadata.json"))) {
				try (InputStream in = resource.openStream()) {
					metadata.add(JsonParserFactory.getJsonParser()
						.parseMap(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return metadata;
	}

	@SuppressWarnings("unchecked")
	private void add(Map<String, Object> file) {
		for (Map<String, Object> property : (List<Map<String, Object>>) file.get("properties")) {
			String name = (String) property.get("name");
			this.properties.put(name, new Property(name, (String) property.get("type"), property.get("defaultValue"),
					(String) property.getOrDefault("description", "")));
		}
	}

	/**
	 * Returns the exporter's properties, in alphabetical order.
	 */
	List<Property> exporter() {
		return this.properties.values()
			.stream()
			.filter((property) -> property.name().startsWith("metrics-tcp."))
			.toList();
	}

	/**
	 * Returns a property by its name in canonical form, or the map that it is an entry
	 * of.
	 */
	@Nullable Property find(String name) {
		String canonical = name.replaceAll("\\[\\d+\\]$", "");
		Property exact = this.properties.get(canonical);
		if (exact != null) {
			return exact;
		}
		return this.properties.values()
			.stream()
			.filter((property) -> property.type() != null && property.type().startsWith("java.util.Map")
					&& canonical.startsWith(property.name() + "."))
			.findFirst()
			.orElse(null);
	}

	/**
	 * A property.
	 *
	 * @param name the name
	 * @param type the type of its values, {@code null} if not known
	 * @param defaultValue the default, {@code null} if there is none
	 * @param description the description, with a full stop
	 */
	record Property(String name, @Nullable String type, @Nullable Object defaultValue, String description) {
	}

}
