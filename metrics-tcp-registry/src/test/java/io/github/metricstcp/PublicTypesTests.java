package io.github.metricstcp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the surface that users see.
 */
class PublicTypesTests {

	private static final URL classes = MetricsTcpExporter.class.getProtectionDomain().getCodeSource().getLocation();

	// Another one is a promise to keep
	@Test
	void publicTypesAreTheseAndNoOthers() {
		assertThat(new ClassFileImporter().importUrl(classes))
			.filteredOn((type) -> type.getModifiers().contains(JavaModifier.PUBLIC)
					&& !type.getPackageName().startsWith("io.github.metricstcp.internal"))
			.extracting(JavaClass::getName)
			.containsExactlyInAnyOrder("io.github.metricstcp.BindFailedException",
					"io.github.metricstcp.BindFailedException$Reason", "io.github.metricstcp.ClientCounts",
					"io.github.metricstcp.ClientSnapshot", "io.github.metricstcp.ConnectionCounts",
					"io.github.metricstcp.DeliveryCounts", "io.github.metricstcp.IngressCounts",
					"io.github.metricstcp.MetricsTcpConfig", "io.github.metricstcp.MetricsTcpExporter",
					"io.github.metricstcp.MetricsTcpExporter$Builder", "io.github.metricstcp.MetricsTcpMeterRegistry",
					"io.github.metricstcp.MetricsTcpMetrics", "io.github.metricstcp.SlowedMeter");
	}

	// There may be no Spring. The auto-configuration names the properties.
	@Test
	void noMessageNamesASpringProperty() throws IOException, URISyntaxException {
		try (Stream<Path> files = Files.walk(Path.of(classes.toURI()))) {
			assertThat(files).filteredOn((file) -> file.toString().endsWith(".class"))
				.hasSizeGreaterThan(20)
				.noneMatch((file) -> read(file).contains("metrics-tcp."));
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file, StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
