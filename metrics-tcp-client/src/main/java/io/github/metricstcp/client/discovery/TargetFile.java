package io.github.metricstcp.client.discovery;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import io.github.metricstcp.client.Target;
import org.jspecify.annotations.Nullable;

/**
 * The form of a file of targets, as its name says: a target on each line, or that of
 * Prometheus' {@code file_sd}, as JSON or YAML.
 */
final class TargetFile {

	private static final Pattern COMMENT = Pattern.compile("(^|\\s)#.*");

	private static final String BYTE_ORDER_MARK = "\uFEFF";

	private final Form form;

	private final @Nullable String alias;

	/**
	 * Creates a form.
	 * @param file the file
	 * @param alias the name of the source, which those of targets begin with;
	 * {@code null} for none
	 */
	TargetFile(Path file, @Nullable String alias) {
		String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
		this.form = name.endsWith(".json") ? Form.JSON
				: (name.endsWith(".yml") || name.endsWith(".yaml")) ? Form.YAML : Form.LINES;
		this.alias = alias;
	}

	/**
	 * Returns the targets of a file.
	 * @param text what is in it
	 * @throws IllegalArgumentException if the file is wrong, with a clause that says
	 * where and why
	 */
	LookupResult parse(String text) {
		String read = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
		if (read.isBlank()) {
			// As a file is that is about to be written
			throw new IllegalArgumentException(
					(this.form == Form.LINES) ? "is empty: a comment, such as #, says that there are no targets"
							: "is empty: [] says that there are no targets");
		}
		List<FoundAddress> found;
		try {
			found = switch (this.form) {
				case LINES -> lines(read);
				case JSON -> FileSd.json().parse(read, this.alias);
				case YAML -> FileSd.yaml().parse(read, this.alias);
			};
		}
		catch (NoClassDefFoundError ex) {
			throw new IllegalArgumentException(
					"can't be read: com.fasterxml.jackson.dataformat:jackson-dataformat-yaml is not on the class path",
					ex);
		}
		return found.isEmpty() ? LookupResult.nothing("has no targets") : LookupResult.of(found);
	}

	private List<FoundAddress> lines(String text) {
		List<FoundAddress> found = new ArrayList<>();
		List<String> lines = text.lines().toList();
		for (int i = 0; i < lines.size(); i++) {
			String line = COMMENT.matcher(lines.get(i)).replaceFirst("").strip();
			if (!line.isEmpty()) {
				found.add(target(i + 1, line));
			}
		}
		return found;
	}

	private FoundAddress target(int number, String line) {
		try {
			Target target = Target.parse(line);
			return target.isNamed()
					? new FoundAddress(target.address(), FoundAddress.qualified(target.name(), this.alias), null)
					: new FoundAddress(target.address(), null, this.alias);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("is wrong in line %s: %s".formatted(number, ex.getMessage()), ex);
		}
	}

	private enum Form {

		LINES, JSON, YAML

	}

}
