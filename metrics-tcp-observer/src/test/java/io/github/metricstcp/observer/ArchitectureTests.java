package io.github.metricstcp.observer;

import java.util.Set;

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
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the dependencies between the packages and classes of this module.
 */
@AnalyzeClasses(locations = ArchitectureTests.MainClasses.class)
class ArchitectureTests {

	private static final String ROOT = "io.github.metricstcp.observer";

	@ArchTest
	static final ArchRule nothingButTheProgramKnowsTheScreen = layeredArchitecture()
		.consideringOnlyDependenciesInLayers()
		.layer("program")
		.definedBy(ROOT)
		.layer("ui")
		.definedBy(ROOT + ".internal.ui..")
		.layer("pipe")
		.definedBy(ROOT + ".internal.pipe")
		.layer("mcp")
		.definedBy(ROOT + ".internal.mcp")
		.whereLayer("program")
		.mayNotBeAccessedByAnyLayer()
		.whereLayer("ui")
		.mayOnlyBeAccessedByLayers("program")
		.whereLayer("pipe")
		.mayOnlyBeAccessedByLayers("program", "mcp")
		.whereLayer("mcp")
		.mayOnlyBeAccessedByLayers("program")
		.ensureAllClassesAreContainedInArchitecture();

	@ArchTest
	static final ArchRule nothingKnowsNetty = noClasses().that()
		.resideOutsideOfPackage(ROOT + ".internal.mcp")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.netty..", "reactor..");

	@ArchTest
	static final ArchRule onlyTheMcpServerKnowsItsSdk = noClasses().that()
		.resideOutsideOfPackage(ROOT + ".internal.mcp")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.modelcontextprotocol..", "com.fasterxml..");

	@ArchTest
	static final ArchRule onlyTheProgramKnowsTheCommandLine = noClasses().that()
		.resideOutsideOfPackage(ROOT)
		.should()
		.dependOnClassesThat()
		.resideInAPackage("picocli..");

	// The generated classes are not in the executable jar: the compiler copies their
	// field numbers
	@ArchTest
	static final ArchRule noGeneratedMessageIsUsedAtRunTime = noClasses().should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.github.metricstcp.proto..", "com.google.protobuf..");

	@ArchTest
	static final ArchRule classesAreFreeOfCycles = ClassCycles.noneInOrBelow(ROOT);

	/**
	 * The module is a program and not a library: all but its entry is internal.
	 */
	@ArchTest
	static void theseTypesAndNoOthersArePublic(JavaClasses classes) {
		assertThat(classes).filteredOn((type) -> type.getModifiers().contains(JavaModifier.PUBLIC))
			.extracting((type) -> type.getName().substring(ROOT.length() + 1))
			.containsExactlyInAnyOrder("ObserverMain", "internal.mcp.McpOutput", "internal.pipe.ComparisonLines",
					"internal.pipe.JsonOutput", "internal.pipe.OutputListener", "internal.pipe.RecordingOutput",
					"internal.pipe.SummaryOutput", "internal.ui.ComparisonTable", "internal.ui.ControllingTerminal",
					"internal.ui.DisplayText", "internal.ui.MetricTable", "internal.ui.Pins", "internal.ui.RunControls",
					"internal.ui.ScreenSettings", "internal.ui.TerminalUi", "internal.ui.TextTable",
					"internal.ui.VerdictText");
	}

	@Test
	void noSourceFileIsLong() {
		assertThat(SourceFiles.longerThan(400)).isEmpty();
	}

	/**
	 * The classes of this module, and neither its tests nor other modules.
	 */
	static final class MainClasses implements LocationProvider {

		@Override
		public Set<Location> get(Class<?> testClass) {
			return Set.of(Location.of(ObserverCommand.class.getProtectionDomain().getCodeSource().getLocation()));
		}

	}

}
