package io.github.metricstcp.documentation;

import java.io.StringReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;

import io.github.metricstcp.documentation.Page.Snippet;
import io.github.metricstcp.testing.RequiresTool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.json.JsonParser;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the snippets of the documentation.
 */
class SnippetTests {

	private static final String VERSION = "0.1.0-SNAPSHOT";

	private static RunningApplication application;

	@TempDir
	private Path directory;

	@BeforeAll
	static void startApplication() {
		application = new RunningApplication();
	}

	@AfterAll
	static void stopApplication() {
		application.close();
	}

	static Stream<Snippet> yaml() {
		return Page.snippets("yaml")
			.filter((snippet) -> !Manifest.isOne(snippet.text()) && !Workflow.isOne(snippet.text())
					&& !isScrapeConfig(snippet));
	}

	private static boolean isScrapeConfig(Snippet snippet) {
		return snippet.text().startsWith("scrape_configs:");
	}

	static Stream<Snippet> scrapeConfigs() {
		return Page.snippets("yaml").filter(SnippetTests::isScrapeConfig);
	}

	static Stream<Snippet> manifests() {
		return Page.snippets("yaml").filter((snippet) -> Manifest.isOne(snippet.text()));
	}

	static Stream<Snippet> xml() {
		return Page.snippets("xml");
	}

	static Stream<Snippet> json() {
		return Page.snippets("json");
	}

	static Stream<Snippet> java() {
		return Page.snippets("java");
	}

	@ParameterizedTest
	@MethodSource("scrapeConfigs")
	@RequiresTool("promtool")
	void prometheusTakesItsConfiguration(Snippet snippet) throws Exception {
		Path file = Files.writeString(this.directory.resolve("prometheus.yml"), snippet.text());
		Process promtool = new ProcessBuilder("promtool", "check", "config", file.toString()).redirectErrorStream(true)
			.start();
		String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(promtool.waitFor()).as(said).isZero();
	}

	@ParameterizedTest
	@MethodSource("yaml")
	void propertiesExistAndTheirValuesConvert(Snippet snippet) throws Exception {
		Metadata metadata = Metadata.read();
		List<PropertySource<?>> sources = new YamlPropertySourceLoader().load("snippet",
				new ByteArrayResource(snippet.text().getBytes(StandardCharsets.UTF_8)));
		assertThat(sources).isNotEmpty();
		for (PropertySource<?> source : sources) {
			for (String name : ((EnumerablePropertySource<?>) source).getPropertyNames()) {
				Metadata.Property property = metadata.find(name);
				assertThat(property).as(name).isNotNull();
				assertConverts(property, String.valueOf(source.getProperty(name)));
			}
		}
	}

	private static void assertConverts(Metadata.Property property, String value) throws ClassNotFoundException {
		String type = String.valueOf(property.type());
		if (type.contains("<") || type.equals("null")) {
			assertThat(value).as(property.name()).isNotBlank();
			return;
		}
		Class<?> target = ClassUtils.forName(type, SnippetTests.class.getClassLoader());
		assertThat(ApplicationConversionService.getSharedInstance().convert(value, target)).as(property.name())
			.isNotNull();
	}

	@ParameterizedTest
	@MethodSource("manifests")
	void manifestsHaveKnownFieldsAndLeadToTheStream(Snippet snippet) {
		new Manifest(snippet.text()).check();
	}

	@ParameterizedTest
	@MethodSource("xml")
	void dependenciesAreModulesOfThisVersion(Snippet snippet) throws Exception {
		Document document = DocumentBuilderFactory.newInstance()
			.newDocumentBuilder()
			.parse(new InputSource(new StringReader(snippet.text())));
		Element root = document.getDocumentElement();
		if (text(root, "groupId").equals("io.github.metrics-tcp")) {
			assertThat(Page.ROOT.resolve(text(root, "artifactId")).resolve("pom.xml")).exists();
			assertThat(text(root, "version")).isEqualTo(VERSION);
			assertThat(Files.readString(Page.ROOT.resolve("pom.xml"))).contains("<version>" + VERSION + "</version>");
		}
	}

	private static String text(Element element, String name) {
		return element.getElementsByTagName(name).item(0).getTextContent();
	}

	@ParameterizedTest
	@MethodSource("json")
	void objectsHaveTheFieldsOfTheEndpoint(Snippet snippet) throws Exception {
		JsonParser parser = JsonParserFactory.getJsonParser();
		Map<String, Object> written = parser.parseMap(snippet.text());
		if (written.containsKey("operation") || snippet.place().startsWith("docs/api.md")) {
			// A line of the observer's: see ShellIT. Those of the page are compared by
			// its own tests
			return;
		}
		try (Socket client = new Socket(InetAddress.getLoopbackAddress(), application.streamPort())) {
			assertThat(client.getInputStream().read()).isPositive();
			Map<String, Object> actual = parser.parseMap(application.get("/actuator/metricstcp"));
			assertThat(fields(written)).isEqualTo(fields(actual));
		}
	}

	/**
	 * Returns the paths of all fields.
	 */
	private static Set<String> fields(Object value) {
		Set<String> fields = new TreeSet<>();
		if (value instanceof Map<?, ?> map) {
			map.forEach((key, member) -> {
				fields.add(String.valueOf(key));
				fields(member).forEach((field) -> fields.add(key + "." + field));
			});
		}
		else if (value instanceof List<?> list) {
			list.forEach((each) -> fields.addAll(fields(each)));
		}
		return fields;
	}

	@ParameterizedTest
	@MethodSource("java")
	void javaCompilesAndStatementsRun(Snippet snippet) throws Exception {
		JavaSnippet java = new JavaSnippet(snippet.text(), this.directory);
		List<String> problems = new ArrayList<>();
		if (java.compile(JavaSnippet.STATEMENTS, problems)) {
			java.run(application.streamPort());
			return;
		}
		for (String frame : JavaSnippet.OTHERS) {
			if (java.compile(frame, problems)) {
				return;
			}
		}
		assertThat(problems).as(snippet.toString()).isEmpty();
	}

}
