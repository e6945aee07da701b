package io.github.metricstcp.documentation;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.metricstcp.MetricsTcpExporter;
import io.github.metricstcp.client.MetricsTcpClient;
import io.github.metricstcp.kafka.KafkaRelay;
import io.github.metricstcp.otlp.OtlpExport;
import io.github.metricstcp.page.LivePage;
import io.github.metricstcp.prometheus.PrometheusEndpoint;
import io.github.metricstcp.rollup.Rollup;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the tables of the documentation that repeat what the code says. With
 * {@code -Ddocumentation.update=true} the table of properties is written anew.
 */
class ReferenceTests {

	private static final String BEGIN = "<!-- properties: this table is written by ReferenceTests -->\n";

	private static final String END = "<!-- /properties -->";

	private static final Pattern ROW = Pattern.compile("^\\| `(metrics-tcp[.\\w-]+)` \\| ([^|]*) \\|",
			Pattern.MULTILINE);

	private final Metadata metadata = Metadata.read();

	@Test
	void theReferenceHasThePropertiesOfTheMetadata() throws IOException {
		Page page = Page.of("docs/reference.md");
		int begin = page.text().indexOf(BEGIN) + BEGIN.length();
		int end = page.text().indexOf(END);
		String updated = page.text().substring(0, begin) + table() + page.text().substring(end);
		if (Boolean.getBoolean("documentation.update")) {
			Files.writeString(page.file(), updated);
		}
		else {
			assertThat(page.text()).as("Run the tests of this module with -Ddocumentation.update=true")
				.isEqualTo(updated);
		}
	}

	private String table() {
		StringBuilder table = new StringBuilder("| property | default | meaning |\n| --- | --- | --- |\n");
		for (Metadata.Property property : this.metadata.exporter()) {
			table
				.append("| `%s` | %s | %s |%n".formatted(property.name(), defaultOf(property), property.description()));
		}
		return table.toString().replace("\r\n", "\n");
	}

	private static String defaultOf(Metadata.Property property) {
		return (property.defaultValue() != null) ? "`" + property.defaultValue() + "`" : "";
	}

	@Test
	void theReadmeHasTheDefaultsOfTheMetadata() {
		List<MatchResult> rows = ROW.matcher(Page.of("README.md").text()).results().toList();
		assertThat(rows).hasSizeGreaterThan(5);
		for (MatchResult row : rows) {
			Metadata.Property property = this.metadata.find(row.group(1));
			assertThat(property).as(row.group(1)).isNotNull();
			String written = row.group(2);
			assertThat(written.startsWith("`") ? written : "").as(row.group(1)).isEqualTo(defaultOf(property));
		}
	}

	@Test
	void allPropertiesThatPagesNameExist() {
		Pattern name = Pattern
			.compile("`((?:metrics-tcp|management\\.(?:statsd|endpoint|endpoints|defaults))\\.[a-z.-]*[a-z])");
		for (Page page : Page.all()) {
			name.matcher(page.prose())
				.results()
				.map((match) -> match.group(1))
				.filter((property) -> !property.endsWith(".cdx.json"))
				.filter((property) -> this.metadata.exporter()
					.stream()
					.noneMatch((known) -> known.name().startsWith(property + ".")))
				.forEach((property) -> assertThat(this.metadata.find(property)).as(page.name() + ": " + property)
					.isNotNull());
		}
	}

	@Test
	void theArchitectureListsThePublicTypes() throws Exception {
		String text = Page.of("docs/architecture.md").text();
		String section = text.substring(text.indexOf("## Public types"));
		List<String> listed = new ArrayList<>();
		for (MatchResult row : Pattern.compile("^\\| ([^|]*) \\| ([^|]*) \\|$", Pattern.MULTILINE)
			.matcher(section)
			.results()
			.filter((row) -> row.group(2).startsWith("`"))
			.filter((row) -> !row.group(1).startsWith("autoconfigure"))
			.toList()) {
			String outer = "";
			for (String type : row.group(2).replaceAll("[` ]", "").split(",", -1)) {
				outer = type.startsWith(".") ? outer : type;
				listed.add(type.startsWith(".") ? outer + type : type);
			}
		}
		List<String> actual = new ArrayList<>(publicTypes(MetricsTcpExporter.class));
		actual.addAll(publicTypes(MetricsTcpClient.class));
		actual.addAll(publicTypes(KafkaRelay.class));
		actual.addAll(publicTypes(LivePage.class));
		actual.addAll(publicTypes(Rollup.class));
		actual.addAll(publicTypes(OtlpExport.class));
		actual.addAll(publicTypes(PrometheusEndpoint.class));
		assertThat(listed).containsExactlyInAnyOrderElementsOf(actual);
	}

	/**
	 * Returns the public types beside and below a class that are not internal, without
	 * their packages.
	 */
	private static List<String> publicTypes(Class<?> type) throws IOException, URISyntaxException {
		URI location = type.getProtectionDomain().getCodeSource().getLocation().toURI();
		if (location.getPath().endsWith(".jar")) {
			try (FileSystem jar = FileSystems.newFileSystem(URI.create("jar:" + location), Map.of())) {
				return publicTypes(jar.getPath("/"));
			}
		}
		return publicTypes(Path.of(location));
	}

	private static List<String> publicTypes(Path classes) throws IOException {
		try (Stream<Path> files = Files.walk(classes)) {
			return files.map((file) -> classes.relativize(file).toString().replace('\\', '/').replace('/', '.'))
				.filter((name) -> name.startsWith("io.github.metricstcp.") && name.endsWith(".class"))
				.filter((name) -> !name.contains(".internal.") && !name.endsWith("package-info.class"))
				.map((name) -> load(name.substring(0, name.length() - ".class".length())))
				.filter(ReferenceTests::isPublic)
				.map((type) -> type.getName().substring(type.getPackageName().length() + 1).replace('$', '.'))
				.toList();
		}
	}

	private static Class<?> load(String name) {
		try {
			return Class.forName(name, false, ReferenceTests.class.getClassLoader());
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static boolean isPublic(Class<?> type) {
		return Modifier.isPublic(type.getModifiers())
				&& (type.getDeclaringClass() == null || isPublic(type.getDeclaringClass()));
	}

}
