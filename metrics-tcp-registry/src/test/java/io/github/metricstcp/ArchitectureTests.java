package io.github.metricstcp;

import java.util.Set;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.LocationProvider;
import com.tngtech.archunit.lang.ArchRule;
import io.github.metricstcp.testing.ClassCycles;
import io.github.metricstcp.testing.SourceFiles;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the arrows between the packages and classes of this module, and out of it.
 */
@AnalyzeClasses(locations = ArchitectureTests.MainClasses.class)
class ArchitectureTests {

	private static final String ROOT = "io.github.metricstcp";

	private static final String INTERNAL = ROOT + ".internal";

	@ArchTest
	static final ArchRule pollingAndServerKnowTheStreamAndNotEachOther = layeredArchitecture()
		.consideringOnlyDependenciesInLayers()
		.layer("exporter")
		.definedBy(ROOT)
		.layer("polling")
		.definedBy(INTERNAL + ".polling")
		.layer("server")
		.definedBy(INTERNAL + ".server")
		.layer("stream")
		.definedBy(INTERNAL + ".stream")
		.whereLayer("polling")
		.mayOnlyBeAccessedByLayers("exporter")
		.whereLayer("server")
		.mayOnlyBeAccessedByLayers("exporter")
		.whereLayer("stream")
		.mayOnlyBeAccessedByLayers("exporter", "polling", "server")
		.ensureAllClassesAreContainedInArchitecture();

	// What users are handed: records of counts and clients, enums and exceptions
	@ArchTest
	static final ArchRule stagesKnowOnlyWhatUsersAreHanded = noClasses().that()
		.resideInAPackage(INTERNAL + "..")
		.should()
		.dependOnClassesThat(resideInAPackage(ROOT).and(DescribedPredicate.not(assignableTo(Record.class)))
			.and(DescribedPredicate.not(assignableTo(Enum.class)))
			.and(DescribedPredicate.not(assignableTo(Throwable.class))));

	@ArchTest
	static final ArchRule classesAreFreeOfCycles = ClassCycles.noneInOrBelow(ROOT);

	@ArchTest
	static final ArchRule nothingKnowsSpring = noClasses().should()
		.dependOnClassesThat()
		.resideInAPackage("org.springframework..");

	// The encoder takes field numbers from the generated classes, which the compiler
	// copies
	@ArchTest
	static final ArchRule noGeneratedMessageIsUsedAtRunTime = noClasses().should()
		.dependOnClassesThat()
		.resideInAnyPackage(ROOT + ".proto..", "com.google.protobuf..");

	// So that nothing ref-counted can sit in an operator or a buffer. What encrypts, the
	// exporter is given by the user.
	@ArchTest
	static final ArchRule onlyTheServerKnowsNetty = noClasses().that()
		.resideOutsideOfPackage(INTERNAL + ".server")
		.should()
		.dependOnClassesThat(resideInAnyPackage("io.netty..", "reactor.netty..")
			.and(DescribedPredicate.not(resideInAPackage("io.netty.handler.ssl"))));

	@ArchTest
	static final ArchRule metersKnowNothingOfHowEventsAreStreamed = noClasses().that()
		.resideInAnyPackage(ROOT, INTERNAL + ".polling")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("reactor..", "org.reactivestreams..", "org.jctools..");

	// What can be read in one sitting
	@ArchTest
	static void noClassIsTooLong(JavaClasses classes) {
		assertThat(classes).isNotEmpty();
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
			return Set.of(Location.of(MetricsTcpExporter.class.getProtectionDomain().getCodeSource().getLocation()));
		}

	}

}
