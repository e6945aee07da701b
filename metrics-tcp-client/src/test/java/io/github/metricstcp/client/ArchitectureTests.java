package io.github.metricstcp.client;

import java.util.Set;

import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.LocationProvider;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

/**
 * Tests for the arrows between the packages of this module.
 */
@AnalyzeClasses(locations = ArchitectureTests.MainClasses.class)
class ArchitectureTests {

	private static final String ROOT = "io.github.metricstcp.client";

	@ArchTest
	static final ArchRule everythingStandsOnTheWire = layeredArchitecture().consideringOnlyDependenciesInLayers()
		.layer("client")
		.definedBy(ROOT)
		.layer("recording")
		.definedBy(ROOT + ".recording")
		.layer("model")
		.definedBy(ROOT + ".model")
		.layer("wire")
		.definedBy(ROOT + ".wire")
		.whereLayer("client")
		.mayNotBeAccessedByAnyLayer()
		.whereLayer("recording")
		.mayNotBeAccessedByAnyLayer()
		.whereLayer("model")
		.mayOnlyBeAccessedByLayers("recording")
		.ensureAllClassesAreContainedInArchitecture();

	@ArchTest
	static final ArchRule onlyTheClientKnowsNetty = noClasses().that()
		.resideOutsideOfPackage(ROOT)
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.netty..", "reactor..");

	@ArchTest
	static final ArchRule nothingKnowsAScreenOrACommandLine = noClasses().should()
		.dependOnClassesThat()
		.resideInAnyPackage("picocli..", "org.jline..", "dev.tamboui..");

	// The generated classes are not there at run time: the compiler copies their field
	// numbers
	@ArchTest
	static final ArchRule noGeneratedMessageIsUsedAtRunTime = noClasses().should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.github.metricstcp.proto..", "com.google.protobuf..");

	/**
	 * The classes of this module, and neither its tests nor other modules.
	 */
	static final class MainClasses implements LocationProvider {

		@Override
		public Set<Location> get(Class<?> testClass) {
			return Set.of(Location.of(MetricsTcpClient.class.getProtectionDomain().getCodeSource().getLocation()));
		}

	}

}
