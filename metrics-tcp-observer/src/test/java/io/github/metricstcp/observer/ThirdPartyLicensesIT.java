package io.github.metricstcp.observer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the executable jar has the license of each library in it.
 */
class ThirdPartyLicensesIT {

	private static final Pattern LISTED = Pattern.compile("(?m)^- (\\S+:\\S+)$");

	private static final String OWN = "io.github.metrics-tcp:";

	// Which the jar is packaged without
	private static final Pattern LEFT_OUT = Pattern
		.compile("io\\.netty:netty-(resolver-dns-.*-macos|transport-.*-epoll)");

	@Test
	void eachLibraryIsListedAndNoOther() throws IOException {
		try (JarFile jar = ObserverJar.file()) {
			Set<String> bundled = new TreeSet<>();
			JsonNode components = new ObjectMapper().readTree(text(jar, "META-INF/sbom/metrics-tcp-observer.cdx.json"))
				.get("components");
			for (JsonNode component : components) {
				bundled.add(component.get("group").asText() + ":" + component.get("name").asText());
			}
			bundled.removeIf((library) -> library.startsWith(OWN) || LEFT_OUT.matcher(library).matches());
			// A file of the page, and no library of the program
			bundled.add("org.webjars.npm:uplot");
			assertThat(listed(jar)).isEqualTo(bundled);
		}
	}

	@Test
	void licensesThatAreReferredToAreThere() throws IOException {
		try (JarFile jar = ObserverJar.file()) {
			Set<String> files = Pattern.compile("META-INF/[\\w-]*(LICENSE|NOTICE)")
				.matcher(text(jar, "META-INF/licenses/THIRD-PARTY.txt"))
				.results()
				.map((result) -> result.group())
				.collect(Collectors.toSet());
			assertThat(files).contains("META-INF/LICENSE", "META-INF/NOTICE")
				.allSatisfy((file) -> assertThat(text(jar, file)).isNotBlank());
			assertThat(text(jar, "META-INF/LICENSE")).contains("Apache License");
		}
	}

	private static Set<String> listed(JarFile jar) throws IOException {
		return LISTED.matcher(text(jar, "META-INF/licenses/THIRD-PARTY.txt"))
			.results()
			.map((result) -> result.group(1))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static String text(JarFile jar, String name) throws IOException {
		ZipEntry entry = jar.getEntry(name);
		assertThat(entry).as(name).isNotNull();
		try (InputStream in = jar.getInputStream(entry)) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
