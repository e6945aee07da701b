package io.github.metricstcp.page.internal.api;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.metricstcp.client.model.SeriesFilter;
import org.jspecify.annotations.Nullable;

/**
 * The values of the parameters of one request.
 */
final class Arguments {

	private final Map<String, String> values;

	private Arguments(Map<String, String> values) {
		this.values = values;
	}

	/**
	 * Checks the parameters of a request.
	 * @param parameters the parameters that it may have
	 * @param given those that it has, a list of values for each
	 * @throws ApiException if there is another one, or one is not right
	 */
	static Arguments of(List<Parameter> parameters, Map<String, List<String>> given) {
		Map<String, Parameter> known = parameters.stream().collect(Collectors.toMap(Parameter::name, (each) -> each));
		Map<String, String> values = new HashMap<>();
		given.forEach((name, list) -> {
			Parameter parameter = known.get(name);
			if (parameter == null) {
				throw ApiException.badParameter(name, "There is no parameter %s. There %s".formatted(name,
						parameters.isEmpty() ? "is none" : "are " + names(parameters)));
			}
			if (list.size() > 1 && parameter.type() != Parameter.Type.LIST) {
				throw ApiException.badParameter(name,
						"%s is there %s times, and may be there once".formatted(name, list.size()));
			}
			String value = String.join(",", list);
			if (!value.isEmpty()) {
				values.put(name, value);
			}
		});
		Arguments arguments = new Arguments(values);
		parameters.forEach(arguments::check);
		return arguments;
	}

	private static String names(List<Parameter> parameters) {
		return parameters.stream().map(Parameter::name).collect(Collectors.joining(", "));
	}

	private void check(Parameter parameter) {
		String value = this.values.get(parameter.name());
		if (value == null) {
			if (parameter.required()) {
				throw ApiException.badParameter(parameter.name(),
						"%s is missing: %s".formatted(parameter.name(), parameter.description()));
			}
			return;
		}
		boolean right = switch (parameter.type()) {
			case TEXT -> true;
			case NUMBER -> isNumber(value);
			case TIME -> parsedTime(value) != null;
			case WHOLE -> isWithin(value, parameter);
			case CHOICE -> parameter.choices().contains(value);
			case LIST -> parameter.choices().containsAll(words(value));
		};
		if (!right) {
			throw ApiException.badParameter(parameter.name(),
					"%s is %s, but is \"%s\"".formatted(parameter.name(), parameter.allowed(), value));
		}
	}

	private static boolean isNumber(String value) {
		try {
			return Double.isFinite(Double.parseDouble(value));
		}
		catch (NumberFormatException ex) {
			return false;
		}
	}

	private static boolean isWithin(String value, Parameter parameter) {
		if (!value.matches("-?\\d{1,18}")) {
			return false;
		}
		long number = Long.parseLong(value);
		return number >= parameter.least() && number <= parameter.greatest();
	}

	private static @Nullable Instant parsedTime(String value) {
		try {
			return Instant.parse(value);
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	private static List<String> words(String value) {
		return Arrays.stream(value.split(",", -1)).map(String::strip).toList();
	}

	/**
	 * Returns a text, empty if the request does not have it.
	 */
	String text(Parameter parameter) {
		return this.values.getOrDefault(parameter.name(), "");
	}

	/**
	 * Returns the words of a list, none if the request does not have it.
	 */
	List<String> list(Parameter parameter) {
		String value = text(parameter);
		return value.isEmpty() ? List.of() : words(value);
	}

	/**
	 * Returns a whole number.
	 */
	int number(Parameter parameter) {
		String value = this.values.getOrDefault(parameter.name(), parameter.absent());
		return (value != null) ? Integer.parseInt(value) : 0;
	}

	/**
	 * Returns a time, {@code null} if the request does not have it.
	 */
	@Nullable Instant time(Parameter parameter) {
		return parsedTime(text(parameter));
	}

	/**
	 * Returns the filter that a text stands for.
	 * @throws ApiException if it stands for none
	 */
	SeriesFilter filter(Parameter parameter) {
		String text = text(parameter);
		try {
			return SeriesFilter.parse(text);
		}
		catch (IllegalArgumentException ex) {
			throw ApiException.unreadable(parameter.name(), text, ex);
		}
	}

}
