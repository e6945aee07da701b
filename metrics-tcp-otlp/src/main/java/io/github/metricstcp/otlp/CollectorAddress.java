package io.github.metricstcp.otlp;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * The reading of a collector's address.
 */
final class CollectorAddress {

	/**
	 * The path of an address that has none.
	 */
	private static final String PATH = "/v1/metrics";

	private static final int GREATEST_PORT = 65_535;

	private CollectorAddress() {
	}

	/**
	 * Returns the address that a text stands for, with a path.
	 * @throws IllegalArgumentException if it stands for none, with a sentence that says
	 * why
	 */
	static URI parse(String text) {
		URI url;
		try {
			url = new URI(text).parseServerAuthority();
		}
		catch (URISyntaxException ex) {
			throw new IllegalArgumentException(notAnAddress(text), ex);
		}
		String scheme = (url.getScheme() != null) ? url.getScheme().toLowerCase(Locale.ROOT) : "";
		boolean web = scheme.equals("http") || scheme.equals("https");
		if (!web || url.getHost() == null || url.getPort() == 0 || url.getPort() > GREATEST_PORT) {
			throw new IllegalArgumentException(notAnAddress(text));
		}
		if (url.getUserInfo() != null) {
			throw new IllegalArgumentException(
					"The address of a collector has no user and password, which others could see: set a header");
		}
		String path = url.getRawPath();
		boolean bare = path == null || path.isEmpty() || path.equals("/");
		String query = (url.getRawQuery() != null) ? "?" + url.getRawQuery() : "";
		return URI.create("%s://%s%s%s".formatted(scheme, url.getRawAuthority(), bare ? PATH : path, query));
	}

	private static String notAnAddress(String text) {
		// Not the password
		String shown = ShownText.of(text.replaceAll("//[^/@]*@", "//"));
		return "'%s' is not the address of a collector, such as http://localhost:4318".formatted(shown);
	}

}
