package io.github.metricstcp.client.discovery;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.github.metricstcp.client.TargetAddress;
import org.jspecify.annotations.Nullable;

/**
 * The form of Prometheus' {@code file_sd}: a list of groups, each with targets and the
 * labels that they have in common.
 */
final class FileSd {

	private static final Pattern LINE = Pattern.compile(", line (\\d+)");

	private static final Pattern SOURCE = Pattern.compile("\\s*(\\(start marker at )?\\[Source: .*");

	/**
	 * The labels that name a target, the first that there is.
	 */
	private static final List<String> NAMES = List.of("name", "pod", "instance");

	private final ObjectMapper mapper;

	private FileSd(ObjectMapper mapper) {
		// Something behind the list is a file that was written over, or joined
		this.mapper = mapper.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
	}

	static FileSd json() {
		return new FileSd(new ObjectMapper());
	}

	static FileSd yaml() {
		return new FileSd(new ObjectMapper(new YAMLFactory()));
	}

	/**
	 * Returns the targets of all groups.
	 * @param text what is in the file
	 * @param alias the name of the source, which those of targets begin with;
	 * {@code null} for none
	 * @throws IllegalArgumentException if it is of another form, with a clause that says
	 * where and why
	 */
	List<FoundAddress> parse(String text, @Nullable String alias) {
		JsonNode groups = read(text);
		require(groups.isArray(), "is wrong: it is no list of groups");
		List<FoundAddress> found = new ArrayList<>();
		for (int i = 0; i < groups.size(); i++) {
			try {
				found.addAll(group(groups.get(i), alias));
			}
			catch (IllegalArgumentException ex) {
				throw new IllegalArgumentException("is wrong in group %s: %s".formatted(i + 1, ex.getMessage()), ex);
			}
		}
		return found;
	}

	private JsonNode read(String text) {
		try {
			return this.mapper.readTree(text);
		}
		catch (JsonProcessingException ex) {
			throw new IllegalArgumentException("is wrong%s: %s".formatted(place(ex), reason(ex)), ex);
		}
	}

	/**
	 * Returns the line in which something is wrong. That of a YAML file is in the
	 * message, and the location is where that has begun.
	 */
	private static String place(JsonProcessingException failure) {
		Matcher line = LINE.matcher(failure.getOriginalMessage());
		String last = null;
		while (line.find()) {
			last = line.group(1);
		}
		if (last != null) {
			return " in line " + last;
		}
		return (failure.getLocation() != null) ? " in line " + failure.getLocation().getLineNr() : "";
	}

	/**
	 * Returns what is wrong. YAML's own message has several lines, and those with spaces
	 * before them quote the file; JSON's may end with the name of a source.
	 */
	private static String reason(JsonProcessingException failure) {
		String reason = failure.getOriginalMessage()
			.lines()
			.filter((line) -> !line.startsWith(" "))
			.limit(2)
			.collect(Collectors.joining(", "));
		return SOURCE.matcher(reason).replaceFirst("");
	}

	private static List<FoundAddress> group(JsonNode group, @Nullable String alias) {
		JsonNode targets = group.path("targets");
		require(group.isObject() && targets.isArray(), "it has no list of targets");
		String label = label(group.path("labels"), alias);
		boolean single = label != null && targets.size() == 1;
		String name = single ? label : null;
		String common = single ? null : (label != null) ? label : alias;
		List<FoundAddress> found = new ArrayList<>();
		for (JsonNode target : targets) {
			require(target.isTextual(), "%s is no target: it is written \"HOST:PORT\"".formatted(target));
			found.add(new FoundAddress(TargetAddress.parse(target.textValue()), name, common));
		}
		return found;
	}

	private static @Nullable String label(JsonNode labels, @Nullable String alias) {
		require(labels.isObject() || labels.isNull() || labels.isMissingNode(), "its labels have no names");
		return NAMES.stream()
			.map((name) -> labels.path(name).asText(""))
			.filter((value) -> !value.isBlank())
			.map((value) -> FoundAddress.qualified(value, alias))
			.findFirst()
			.orElse(null);
	}

	private static void require(boolean valid, String clause) {
		if (!valid) {
			throw new IllegalArgumentException(clause);
		}
	}

}
