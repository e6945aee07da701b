package io.github.metricstcp.rollup;

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
 * Tests for the arrows between classes of this module, and for its public types.
 */
@AnalyzeClasses(locations = ArchitectureTests.MainClasses.class)
class ArchitectureTests {

	private static final String ROOT = "io.github.metricstcp.rollup";

	@ArchTest
	static final ArchRule classesAreFreeOfCycles = ClassCycles.noneInOrBelow(ROOT);

	@ArchTest
	static final ArchRule onlyTheProgramKnowsTheCommandLine = noClasses().that()
		.resideOutsideOfPackage(ROOT + ".internal.command")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("picocli..", ROOT + ".internal.command");

	@ArchTest
	static final ArchRule nothingElseIsNeeded = classes().should()
		.onlyDependOnClassesThat()
		.resideInAnyPackage(ROOT + "..", "io.github.metricstcp.client.wire..", "io.github.metricstcp.kafka..",
				"com.datadoghq.sketch..", "java..", "org.apache.kafka.clients..", "org.apache.kafka.common..",
				"org.apache.kafka.streams..", "org.jspecify.annotations..", "picocli..");

	@ArchTest
	static final ArchRule noneOfTheInternalsOfKafkaStreamsIsNeeded = noClasses().should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.apache.kafka.streams.processor.internals..",
				"org.apache.kafka.streams.state.internals..", "org.apache.kafka.streams.kstream.internals..");

	@ArchTest
	static void thePublicTypesAreThese(JavaClasses classes) {
		assertThat(classes.stream()
			.filter((each) -> each.getModifiers().contains(JavaModifier.PUBLIC))
			.map(JavaClass::getSimpleName)
			.toList()).containsExactlyInAnyOrder("Builder", "KeptLabels", "Rollup", "RollupCounts", "RollupListener",
					"RollupSettings", "RollupTopology", "WindowSketch");
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
			return Set.of(Location.of(Rollup.class.getProtectionDomain().getCodeSource().getLocation()));
		}

	}

}
