package io.github.metricstcp.page;

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

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the dependencies between the packages and classes of this module, and for its
 * public types.
 */
@AnalyzeClasses(locations = ArchitectureTests.MainClasses.class)
class ArchitectureTests {

	private static final String ROOT = "io.github.metricstcp.page";

	@ArchTest
	static final ArchRule viewsKnowNoServer = noClasses().that()
		.resideInAPackage(ROOT + ".internal.view")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage(ROOT + ".internal.http", "io.netty..", "reactor..");

	@ArchTest
	static final ArchRule nothingWritesMarkupOrMapsObjects = noClasses().should()
		.dependOnClassesThat()
		.resideInAnyPackage("com.fasterxml.jackson.databind..");

	@ArchTest
	static final ArchRule classesAreFreeOfCycles = ClassCycles.noneInOrBelow(ROOT);

	@ArchTest
	static void thePublicTypesAreThese(JavaClasses classes) {
		assertThat(classes).filteredOn((type) -> !type.getPackageName().contains(".internal"))
			.filteredOn(ArchitectureTests::isPublic)
			.extracting((type) -> type.getName().substring(ROOT.length() + 1))
			.containsExactlyInAnyOrder("LivePage", "LivePage$Builder", "MetricsReport", "PageBindException");
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
			return Set.of(Location.of(LivePage.class.getProtectionDomain().getCodeSource().getLocation()));
		}

	}

}
