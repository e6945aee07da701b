package io.github.metricstcp.otlp;

import java.util.Set;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.LocationProvider;
import com.tngtech.archunit.lang.ArchRule;
import io.github.metricstcp.testing.ClassCycles;
import io.github.metricstcp.testing.SourceFiles;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the dependencies of the classes of this module, and for its public types.
 */
@AnalyzeClasses(locations = ArchitectureTests.MainClasses.class)
class ArchitectureTests {

	private static final String ROOT = "io.github.metricstcp.otlp";

	@ArchTest
	static final ArchRule onlyTheCollectorKnowsTheNetwork = noClasses().that()
		.haveSimpleNameNotStartingWith("Collector")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.netty..", "reactor..");

	@ArchTest
	static final ArchRule nothingElseIsNeeded = classes().should()
		.onlyDependOnClassesThat()
		.resideInAnyPackage(ROOT, "io.github.metricstcp.client..", "java..", "javax.net.ssl..", "io.netty..",
				"reactor..", "org.reactivestreams..", "com.google.protobuf..", "io.opentelemetry.proto..",
				"org.jspecify.annotations..");

	@ArchTest
	static final ArchRule classesAreFreeOfCycles = ClassCycles.noneInOrBelow(ROOT);

	@ArchTest
	static void thePublicTypesAreThese(JavaClasses classes) {
		assertThat(classes).filteredOn(ArchitectureTests::isPublic)
			.extracting((type) -> type.getName().substring(ROOT.length() + 1))
			.containsExactlyInAnyOrder("OtlpExport", "OtlpExport$Builder", "Temporality");
	}

	private static boolean isPublic(JavaClass type) {
		return type.getModifiers().contains(JavaModifier.PUBLIC);
	}

	@Test
	void noSourceFileIsLong() {
		assertThat(SourceFiles.longerThan(400)).isEmpty();
	}

	@Test
	void noTextDependsOnTheLocaleOfTheMachine() {
		assertThat(SourceFiles.formatsOfTheLocale()).isEmpty();
	}

	/**
	 * The classes of this module, and neither its tests nor other modules.
	 */
	static final class MainClasses implements LocationProvider {

		@Override
		public Set<Location> get(Class<?> testClass) {
			return Set.of(Location.of(OtlpExport.class.getProtectionDomain().getCodeSource().getLocation()));
		}

	}

}
