package io.github.metricstcp.page.internal.view;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The parameters of an address.
 */
public final class Parameters {

	private Parameters() {
	}

	/**
	 * Returns a parameter.
	 * @param parameters all of them
	 * @param name its name
	 * @param absent its value if it is not there
	 * @return its value
	 */
	public static String text(Map<String, List<String>> parameters, String name, String absent) {
		List<String> values = parameters.get(name);
		return (values == null || values.isEmpty()) ? absent : values.get(0);
	}

	/**
	 * Returns a parameter that is a whole number.
	 */
	static long number(Map<String, List<String>> parameters, String name, long absent, long least, long greatest) {
		List<String> values = parameters.get(name);
		if (values == null || values.isEmpty()) {
			return absent;
		}
		Long number = parsed(values.get(0));
		if (number == null || number < least || number > greatest) {
			throw new IllegalArgumentException("%s is a whole number from %s to %s, but is \"%s\"".formatted(name,
					least, greatest, values.get(0)));
		}
		return number;
	}

	/**
	 * Returns a parameter that is a number.
	 */
	static double decimal(Map<String, List<String>> parameters, String name, double absent) {
		String text = text(parameters, name, "");
		if (text.isEmpty()) {
			return absent;
		}
		try {
			return Double.parseDouble(text);
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException("%s is a number, but is \"%s\"".formatted(name, text), ex);
		}
	}

	private static @Nullable Long parsed(String text) {
		try {
			return Long.valueOf(text);
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

}
