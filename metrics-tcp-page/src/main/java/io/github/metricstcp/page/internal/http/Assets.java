package io.github.metricstcp.page.internal.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

import org.jspecify.annotations.Nullable;

/**
 * The files of the page, from the class path. Each is read once, and kept with its
 * compressed form and its entity tag, which is a weak one: both forms have it.
 */
final class Assets {

	private static final String FOLDER = "/io/github/metricstcp/page/";

	/**
	 * The names of files. No path leads elsewhere: a name has no slash.
	 */
	private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9-]*(\\.[a-z]+)*\\.(html|css|js|svg)");

	private static final Map<String, String> TYPES = Map.of("html", "text/html; charset=utf-8", "css",
			"text/css; charset=utf-8", "js", "text/javascript; charset=utf-8", "svg", "image/svg+xml");

	private final Map<String, Asset> assets = new ConcurrentHashMap<>();

	/**
	 * Returns a file.
	 * @param name its name
	 * @return the file, {@code null} if there is none of that name
	 */
	@Nullable Asset find(String name) {
		if (!NAME.matcher(name).matches()) {
			return null;
		}
		Asset known = this.assets.get(name);
		if (known != null) {
			return known;
		}
		try (InputStream input = Assets.class.getResourceAsStream(FOLDER + name)) {
			if (input == null) {
				return null;
			}
			Asset asset = asset(name, input.readAllBytes());
			this.assets.put(name, asset);
			return asset;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The file %s of the page cannot be read".formatted(name), ex);
		}
	}

	private static Asset asset(String name, byte[] bytes) throws IOException {
		ByteArrayOutputStream compressed = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
			gzip.write(bytes);
		}
		String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
		return new Asset((type != null) ? type : "application/octet-stream", tag(bytes), bytes,
				compressed.toByteArray());
	}

	private static String tag(byte[] bytes) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
			return "W/\"" + HexFormat.of().formatHex(digest, 0, 8) + '"';
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Each Java platform has SHA-256", ex);
		}
	}

	/**
	 * A file of the page.
	 *
	 * @param type its media type
	 * @param tag its entity tag, as it stands in headers
	 * @param bytes its content
	 * @param compressed its content, compressed by gzip
	 */
	@SuppressWarnings("ArrayRecordComponent")
	record Asset(String type, String tag, byte[] bytes, byte[] compressed) {

	}

}
