package io.github.metricstcp.observer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import io.github.metricstcp.client.Target;
import io.github.metricstcp.client.TargetAddress;
import io.github.metricstcp.client.discovery.TargetSource;
import org.jspecify.annotations.Nullable;

/**
 * The settings that a user has for all runs: a key and a value on each line. Keys of
 * which there may be several, {@code pin} and {@code level}, may have anything behind a
 * point.
 */
final class ConfigFile {

	/**
	 * Metrics that stay at the top of the list.
	 */
	static final String PIN = "pin";

	/**
	 * Levels of metrics.
	 */
	static final String LEVEL = "level";

	private static final String TARGET = "target";

	private static final Set<String> KEYS = Set.of(TARGET, PIN, LEVEL);

	private final Path file;

	private final List<Setting> settings = new ArrayList<>();

	private final Map<String, Target> aliases = new LinkedHashMap<>();

	private final Map<String, TargetSource> sources = new LinkedHashMap<>();

	private ConfigFile(Path file) {
		this.file = file;
	}

	/**
	 * Reads the settings.
	 * @param given the file that the user has named, {@code null} for the one in the
	 * user's directory, which need not exist
	 * @throws IllegalArgumentException if the file cannot be read or a line is wrong,
	 * with a sentence that names both
	 */
	static ConfigFile read(@Nullable Path given) {
		Path directory = UserDirectories.config();
		Path name = Path.of("observer.conf");
		ConfigFile config = new ConfigFile(
				(given != null) ? given : (directory != null) ? directory.resolve(name) : name);
		if (given != null || (directory != null && Files.exists(config.file))) {
			config.parse(KeyValueFile.lines(config.file));
		}
		return config;
	}

	private void parse(List<String> lines) {
		for (int i = 0; i < lines.size(); i++) {
			String line = lines.get(i).strip();
			if (!line.isEmpty() && !line.startsWith("#")) {
				add(i + 1, line);
			}
		}
	}

	private void add(int number, String line) {
		int equals = line.indexOf('=');
		if (equals < 0) {
			throw wrong(number, "it is not written KEY = VALUE");
		}
		Setting setting = new Setting(number, line.substring(0, equals).strip(), line.substring(equals + 1).strip());
		boolean needsName = setting.key().equals(TARGET) || setting.key().equals(TARGET + ".");
		if (!KEYS.contains(setting.kind()) || needsName) {
			throw wrong(number, "there is no key '%s', but target.NAME, pin and level".formatted(setting.key()));
		}
		if (setting.value().isEmpty()) {
			throw wrong(number, "'%s' has no value".formatted(setting.key()));
		}
		if (setting.kind().equals(TARGET)) {
			// One that is wrong is an error though it may not be used
			String alias = setting.key().substring(TARGET.length() + 1);
			String written = alias + "=" + setting.value();
			if (TargetSource.isSource(written)) {
				this.sources.put(alias, parsed(setting, (place) -> TargetSource.parse(written)));
			}
			else {
				this.aliases.put(alias, parsed(setting, (address) -> Target.parse(written)));
			}
		}
		this.settings.add(setting);
	}

	/**
	 * Returns the values of a key, in their order.
	 * @param key the key, without a point and what is behind it
	 * @param parser makes something of a value
	 * @throws IllegalArgumentException if the parser throws one, with the file and the
	 * line before its sentence
	 */
	<T> List<T> values(String key, Function<String, T> parser) {
		List<T> values = new ArrayList<>();
		for (Setting setting : this.settings) {
			if (setting.kind().equals(key)) {
				values.add(parsed(setting, parser));
			}
		}
		return values;
	}

	private <T> T parsed(Setting setting, Function<String, T> parser) {
		try {
			return parser.apply(setting.value());
		}
		catch (IllegalArgumentException ex) {
			throw wrong(setting.line(), String.valueOf(ex.getMessage()));
		}
	}

	/**
	 * Returns the targets that texts of the command line stand for.
	 * @param texts aliases, targets and sources of targets, which are left out
	 * @throws IllegalArgumentException if a text is none of them, with a sentence that
	 * says why
	 */
	List<Target> targets(List<String> texts) {
		return texts.stream().filter((text) -> !isSource(text)).map(this::target).toList();
	}

	/**
	 * Returns the sources of targets that texts of the command line stand for. The name
	 * of an alias is that of the targets.
	 * @param texts aliases, sources and targets, which are left out
	 * @throws IllegalArgumentException if a text is a source that is wrong, with a
	 * sentence that says why
	 */
	List<TargetSource> sources(List<String> texts) {
		List<TargetSource> found = new ArrayList<>();
		for (String text : texts) {
			if (isSource(text)) {
				TargetSource alias = this.sources.get(text);
				found.add((alias != null) ? alias : TargetSource.parse(text));
			}
		}
		return found;
	}

	private boolean isSource(String text) {
		return this.sources.containsKey(text) || TargetSource.isSource(text);
	}

	/**
	 * Returns the target that a text stands for: that of the alias, or the one that is
	 * written.
	 */
	Target target(String text) {
		Target target = this.aliases.get(text);
		return (target != null) ? target : Target.parse(text);
	}

	/**
	 * Returns the target at an address that the user has not named.
	 * @param address the address
	 * @return the target, whose name is the first alias of that address if there is one
	 */
	Target targetAt(TargetAddress address) {
		return this.aliases.values()
			.stream()
			.filter((target) -> target.address().equals(address))
			.findFirst()
			.orElseGet(() -> new Target(address.toString(), address));
	}

	private IllegalArgumentException wrong(int line, String sentence) {
		return new IllegalArgumentException("%s, line %d: %s".formatted(this.file, line, sentence));
	}

	/**
	 * A line that is neither empty nor a comment.
	 */
	private record Setting(int line, String key, String value) {

		/**
		 * Returns the key without a point and what is behind it.
		 */
		String kind() {
			int point = this.key.indexOf('.');
			return (point < 0) ? this.key : this.key.substring(0, point);
		}

	}

}
