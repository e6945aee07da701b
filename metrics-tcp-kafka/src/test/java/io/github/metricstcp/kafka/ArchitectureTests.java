package io.github.metricstcp.kafka;

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
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the arrows between classes of this module, and for its public types.
 */
@AnalyzeClasses(locations = ArchitectureTests.MainClasses.class)
class ArchitectureTests {

	private static final String ROOT = "io.github.metricstcp.kafka";

	@ArchTest
	static final ArchRule classesAreFreeOfCycles = ClassCycles.noneInOrBelow(ROOT);

	@ArchTest
	static final ArchRule nothingElseIsNeeded = classes().should()
		.onlyDependOnClassesThat()
		.resideInAnyPackage(ROOT + "..", "io.github.metricstcp.client..", "java..", "org.apache.kafka.clients..",
				"org.apache.kafka.common..", "org.jspecify.annotations..");

	@ArchTest
	static void thePublicTypesAreThese(JavaClasses classes) {
		assertThat(classes.stream()
			.filter((each) -> each.getModifiers().contains(JavaModifier.PUBLIC))
			.map(JavaClass::getSimpleName)
			.toList()).containsExactlyInAnyOrder("CatchUpClock", "Content", "Fault", "InstanceListener",
					"KafkaFailures", "KafkaReader", "KafkaRelay", "KafkaSettings", "KafkaSource", "ReaderCounts",
					"RecordDescription", "RelayCounts", "SessionOrder", "SharedAddresses", "Turn",
					"UnusableRecordException");
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
			return Set.of(Location.of(KafkaRelay.class.getProtectionDomain().getCodeSource().getLocation()));
		}

	}

}
