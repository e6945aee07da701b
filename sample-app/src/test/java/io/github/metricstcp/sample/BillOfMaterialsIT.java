package io.github.metricstcp.sample;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what the packaged shop, and the libraries in it, say that they are made of.
 */
class BillOfMaterialsIT {

	private static final String DIRECTORY = "META-INF/sbom/";

	private final Path jar = Path.of(System.getProperty("sample.jar"));

	@Test
	void applicationHasItsOwn() throws IOException {
		try (JarFile file = new JarFile(this.jar.toFile())) {
			JarEntry entry = file.getJarEntry(DIRECTORY + "application.cdx.json");
			assertThat(entry).isNotNull();
			try (InputStream in = file.getInputStream(entry)) {
				assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).contains("\"CycloneDX\"")
					.contains("pkg:maven/io.github.metrics-tcp/metrics-tcp-registry@")
					.contains("pkg:maven/org.springframework.boot/spring-boot-starter-webmvc@")
					.doesNotContain("protobuf");
			}
			assertThat(file.getManifest().getMainAttributes().getValue("Sbom-Location")).isEqualTo(entry.getName());
		}
	}

	@Test
	void eachLibraryHasOneThatIsNotTakenForTheApplications() throws IOException {
		Map<String, String> bills = billsOfLibraries();
		assertThat(bills.keySet()).containsExactlyInAnyOrder(DIRECTORY + "metrics-tcp-client.cdx.json",
				DIRECTORY + "metrics-tcp-page.cdx.json", DIRECTORY + "metrics-tcp-page-spring-boot-starter.cdx.json",
				DIRECTORY + "metrics-tcp-registry.cdx.json",
				DIRECTORY + "metrics-tcp-spring-boot-autoconfigure.cdx.json",
				DIRECTORY + "metrics-tcp-spring-boot-starter.cdx.json");
		assertThat(bills.values()).allSatisfy((bill) -> assertThat(bill).contains("\"CycloneDX\""));
		assertThat(bills.get(DIRECTORY + "metrics-tcp-registry.cdx.json"))
			.contains("pkg:maven/io.projectreactor.netty/reactor-netty-core@")
			.doesNotContain("netty-pkitesting", "protobuf", "metrics-tcp-proto");
	}

	@Test
	void noGeneratedMessagesAndNoRuntimeForThemAreBrought() throws IOException {
		try (JarFile file = new JarFile(this.jar.toFile())) {
			assertThat(file.stream().map(JarEntry::getName).filter((name) -> name.startsWith("BOOT-INF/lib/")))
				.anyMatch((name) -> name.contains("metrics-tcp-registry"))
				.noneMatch((name) -> name.contains("protobuf") || name.contains("metrics-tcp-proto"));
		}
	}

	private Map<String, String> billsOfLibraries() throws IOException {
		Map<String, String> bills = new LinkedHashMap<>();
		try (JarInputStream application = new JarInputStream(this.jar.toUri().toURL().openStream())) {
			for (JarEntry entry = application.getNextJarEntry(); entry != null; entry = application.getNextJarEntry()) {
				if (entry.getName().startsWith("BOOT-INF/lib/metrics-tcp-")) {
					JarInputStream library = new JarInputStream(application);
					for (JarEntry file = library.getNextJarEntry(); file != null; file = library.getNextJarEntry()) {
						if (file.getName().startsWith(DIRECTORY) && !file.isDirectory()) {
							bills.put(file.getName(), new String(library.readAllBytes(), StandardCharsets.UTF_8));
						}
					}
				}
			}
		}
		return bills;
	}

}
