package io.github.metricstcp.client.discovery;

import java.net.IDN;

import org.jspecify.annotations.Nullable;

/**
 * The rules that names in DNS keep: a label has at most 63 characters, and a name 253
 * without the dot at its end
 * (<a href="https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4">RFC 1035, 2.3.4</a>),
 * as IDNA writes them.
 */
final class DnsNames {

	private static final int MOST_OF_LABEL = 63;

	private static final int MOST_OF_NAME = 253;

	private DnsNames() {
	}

	/**
	 * Returns why a text is no name in DNS.
	 * @param name the text, with or without a dot at its end
	 * @return the reason, as a clause; {@code null} if it is a name
	 */
	static @Nullable String fault(String name) {
		int length = -1;
		String rest = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
		for (String label : rest.split("\\.", -1)) {
			String written;
			try {
				// Refuses some that are too long with the same exception
				written = (label.length() > MOST_OF_LABEL) ? label : IDN.toASCII(label);
			}
			catch (IllegalArgumentException ex) {
				return "the label \"%s\" can't be written in DNS".formatted(label);
			}
			if (written.isEmpty()) {
				return "a label is empty";
			}
			if (written.length() > MOST_OF_LABEL) {
				return "the label \"%s\" has more than %s characters".formatted(label, MOST_OF_LABEL);
			}
			length += 1 + written.length();
		}
		return (length > MOST_OF_NAME) ? "it has more than %s characters".formatted(MOST_OF_NAME) : null;
	}

}
