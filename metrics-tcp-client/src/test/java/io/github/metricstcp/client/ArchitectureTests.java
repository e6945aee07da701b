package io.github.metricstcp.client;

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
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the arrows between packages and classes of this module, and for its public
 * types.
 */
@AnalyzeClasses(locations = ArchitectureTests.MainClasses.class)
class ArchitectureTests {

	private static final String ROOT = "io.github.metricstcp.client";

	@ArchTest
	static final ArchRule everythingStandsOnTheWire = layeredArchitecture().consideringOnlyDependenciesInLayers()
		.layer("discovery")
		.definedBy(ROOT + ".discovery")
		.layer("client")
		.definedBy(ROOT)
		.layer("comparison")
		.definedBy(ROOT + ".comparison")
		.layer("recording")
		.definedBy(ROOT + ".recording")
		.layer("model")
		.definedBy(ROOT + ".model")
		.layer("wire")
		.definedBy(ROOT + ".wire")
		.whereLayer("discovery")
		.mayNotBeAccessedByAnyLayer()
		.whereLayer("client")
		.mayOnlyBeAccessedByLayers("discovery")
		.whereLayer("comparison")
		.mayNotBeAccessedByAnyLayer()
		.whereLayer("recording")
		.mayOnlyBeAccessedByLayers("comparison")
		.whereLayer("model")
		.mayOnlyBeAccessedByLayers("comparison", "recording")
		.ensureAllClassesAreContainedInArchitecture();

	@ArchTest
	static final ArchRule onlyTheClientAndTheDiscoveryKnowNetty = noClasses().that()
		.resideOutsideOfPackages(ROOT, ROOT + ".discovery")
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

	@ArchTest
	static final ArchRule nothingElseIsNeeded = classes().should()
		.onlyDependOnClassesThat()
		.resideInAnyPackage(ROOT + "..", "java..", "javax.net.ssl..", "javax.crypto..", "jdk.net..", "io.netty..",
				"reactor..", "org.reactivestreams..", "com.datadoghq.sketch..", "com.fasterxml.jackson..",
				"com.github.luben.zstd..", "org.jspecify.annotations..");

	@ArchTest
	static final ArchRule classesAreFreeOfCycles = ClassCycles.noneInOrBelow(ROOT);

	@ArchTest
	static void thePublicTypesAreThese(JavaClasses classes) {
		assertThat(classes.stream()
			.filter(ArchitectureTests::isPublic)
			.map((each) -> each.getName().substring(ROOT.length() + 1))
			.toList()).containsExactlyInAnyOrder("ClientThreads", "MetricsTcpClient", "MetricsTcpClient$Builder",
					"Target", "TargetAddress", "TlsSettings", "TlsSettings$Names", "comparison.Baseline",
					"comparison.Change", "comparison.ComparedFigure", "comparison.Comparison",
					"discovery.DiscoveryListener", "discovery.TargetDiscovery", "discovery.TargetSource",
					"model.Condition", "model.Distribution", "model.Distribution$Bin", "model.ExponentialBuckets",
					"model.ExponentialSamples", "model.Gate", "model.GroupPoints", "model.GroupSnapshot",
					"model.HeatMap", "model.LabelShare", "model.LabelShare$Region", "model.Level", "model.Losses",
					"model.Mark", "model.MarkKind", "model.MergedSamples", "model.MetricOrigin", "model.ObserverModel",
					"model.Points", "model.Quantiles", "model.Rates", "model.Ratios", "model.Series",
					"model.SeriesEventListener", "model.SeriesFilter", "model.SeriesGroup", "model.SeriesSnapshot",
					"model.Summary", "model.TargetModel", "model.TargetNames", "model.TargetSnapshot",
					"model.TargetState", "model.TimeRange", "model.TimeSource", "model.Timeline", "model.Verdict",
					"model.Verdict$Outcome", "model.Window", "recording.Playback", "recording.Recorder",
					"recording.Recording", "recording.RecordingProgress", "recording.Replay", "recording.ReplayClock",
					"recording.ReplayControl", "recording.ReplayPosition", "recording.ReplayServer",
					"recording.StreamRelay", "recording.StreamRelay$Value", "wire.EventSink", "wire.FamilyKey",
					"wire.FrameDecoder", "wire.FrameEncoder", "wire.Kind", "wire.MalformedStreamException",
					"wire.Metadata", "wire.Operation", "wire.SeriesKey", "wire.StreamListener", "wire.TeeListener",
					"wire.TeeListener$Kept");
	}

	private static boolean isPublic(JavaClass type) {
		return type.getModifiers().contains(JavaModifier.PUBLIC)
				&& type.getEnclosingClass().map(ArchitectureTests::isPublic).orElse(true);
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
			return Set.of(Location.of(MetricsTcpClient.class.getProtectionDomain().getCodeSource().getLocation()));
		}

	}

}
