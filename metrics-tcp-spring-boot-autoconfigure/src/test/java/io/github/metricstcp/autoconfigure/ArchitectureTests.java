package io.github.metricstcp.autoconfigure;

import java.util.Set;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTag;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.LocationProvider;
import com.tngtech.archunit.lang.ArchRule;
import io.github.metricstcp.testing.ClassCycles;
import io.github.metricstcp.testing.SourceFiles;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the classes of this module, and those that they use.
 */
@ArchTag("page") // whose classes some of these depend on
@AnalyzeClasses(locations = ArchitectureTests.MainClasses.class)
class ArchitectureTests {

	private static final String ROOT = "io.github.metricstcp";

	@ArchTest
	static final ArchRule onlyPublicApisAreUsed = noClasses().should()
		.dependOnClassesThat(resideInAPackage(ROOT + "..").and(not(resideInAnyPackage(ROOT, ROOT + ".autoconfigure",
				ROOT + ".client", ROOT + ".client.model", ROOT + ".client.wire", ROOT + ".page"))));

	@ArchTest
	static final ArchRule exporterNeedsNoPage = noClasses().that()
		.haveNameNotMatching(
				".*\\.(MetricsTcpPage(AutoConfiguration|Properties)|LivePageLifecycle|OwnStream|WatchedStream|WatchingPage)")
		.should()
		.dependOnClassesThat(resideInAnyPackage(ROOT + ".client..", ROOT + ".page.."));

	@ArchTest
	static final ArchRule classesAreFreeOfCycles = ClassCycles.noneIn(ROOT + ".autoconfigure");

	@ArchTest
	static void publicTypesAreTheseAndNoOthers(JavaClasses classes) {
		assertThat(classes).filteredOn((type) -> type.getModifiers().contains(JavaModifier.PUBLIC))
			.extracting(JavaClass::getSimpleName)
			.containsExactlyInAnyOrder("MetricsTcpAutoConfiguration", "MetricsTcpEndpointAutoConfiguration",
					"MetricsTcpPageAutoConfiguration");
	}

	@ArchTest
	static void noClassIsTooLong(JavaClasses classes) {
		assertThat(classes).isNotEmpty();
		assertThat(SourceFiles.longerThan(400)).isEmpty();
	}

	@ArchTest
	static void noTextDependsOnTheLocaleOfTheMachine(JavaClasses classes) {
		assertThat(classes).isNotEmpty();
		assertThat(SourceFiles.formatsOfTheLocale()).isEmpty();
	}

	/**
	 * The classes of this module, and neither its tests nor other modules.
	 */
	static final class MainClasses implements LocationProvider {

		@Override
		public Set<Location> get(Class<?> testClass) {
			return Set
				.of(Location.of(MetricsTcpAutoConfiguration.class.getProtectionDomain().getCodeSource().getLocation()));
		}

	}

}
