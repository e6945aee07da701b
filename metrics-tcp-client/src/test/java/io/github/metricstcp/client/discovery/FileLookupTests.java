package io.github.metricstcp.client.discovery;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.metricstcp.client.TargetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FileLookup} and {@link TargetFile}.
 */
class FileLookupTests {

	private static final String GROUPS = """
			[
				{"targets": ["10.0.0.1:5000"], "labels": {"pod": "shop-abc", "zone": "a"}},
				{"targets": ["10.0.0.2:5000", "[fd00::1]:7000"], "labels": {"instance": "shop"}},
				{"targets": ["10.0.0.3"]}
			]
			""";

	@TempDir
	private Path directory;

	@Test
	void aFileHasATargetOnEachLineAndComments() throws IOException {
		write("targets.txt", "\uFEFF# ours\n\n  shop-a=10.0.0.1:5000 # the first\n10.0.0.2\n\t[::1]:7000#x\n");
		assertThat(look("targets.txt", null).failure())
			.isEqualTo("is wrong in line 5: \"[::1]:7000#x\" is no target: its port must be 1 to 65535");
		write("targets.txt", "\uFEFF# ours\n\n  shop-a=10.0.0.1:5000 # the first\n10.0.0.2\r\n\t[::1]:7000\t#x");
		assertThat(look("targets.txt", "shop").found()).containsExactly(found("10.0.0.1:5000", "shop-a", null),
				found("10.0.0.2:5000", null, "shop"), found("[::1]:7000", null, "shop"));
	}

	@Test
	void aFileOfPrometheusIsReadAsJson() throws IOException {
		write("targets.json", GROUPS);
		assertThat(look("targets.json", null).found()).containsExactly(found("10.0.0.1:5000", "shop-abc", null),
				found("10.0.0.2:5000", null, "shop"), found("[fd00::1]:7000", null, "shop"),
				found("10.0.0.3:5000", null, null));
	}

	@ParameterizedTest
	@ValueSource(strings = { "targets.yml", "Targets.YAML" })
	void aFileOfPrometheusIsReadAsYaml(String name) throws IOException {
		write(name, """
				# ours
				- targets: [10.0.0.1:5000]
				  labels: {pod: shop-abc, name: shop-x}
				- targets:
				    - 10.0.0.2
				""");
		assertThat(look(name, "shop").found()).containsExactly(found("10.0.0.1:5000", "shop-x", null),
				found("10.0.0.2:5000", null, "shop"));
	}

	@Test
	void theNamesInAFileBeginWithThatOfTheSource() throws IOException {
		write("a.json", """
				[
					{"targets": ["10.0.0.1:5000"], "labels": {"pod": " shop-0"}},
					{"targets": ["10.0.0.2:5000"], "labels": {"name": "prod-1"}},
					{"targets": ["10.0.0.3:5000", "10.0.0.4:5000"], "labels": {"pod": "shop"}}
				]
				""");
		assertThat(look("a.json", "prod").found()).containsExactly(found("10.0.0.1:5000", "prod-shop-0", null),
				found("10.0.0.2:5000", "prod-1", null), found("10.0.0.3:5000", null, "prod-shop"),
				found("10.0.0.4:5000", null, "prod-shop"));
		write("a.txt", "shop-0=10.0.0.1:5000\nprod=10.0.0.2:5000\nproduct=10.0.0.3:5000\n");
		assertThat(look("a.txt", "prod").found()).extracting(FoundAddress::name)
			.containsExactly("prod-shop-0", "prod", "prod-product");
		assertThat(look("a.txt", null).found()).extracting(FoundAddress::name)
			.containsExactly("shop-0", "prod", "product");
	}

	@Test
	void whatIsWrongWithAFileOfPrometheusIsSaid() throws IOException {
		write("a.json", "{\"targets\": []}");
		assertThat(look("a.json", null).failure()).isEqualTo("is wrong: it is no list of groups");
		write("a.json", "[{\"targets\": [\"h:1\"]}, {\"target\": [\"h:5000\"]}]");
		assertThat(look("a.json", null).failure()).isEqualTo("is wrong in group 2: it has no list of targets");
		write("a.json", "[{\"targets\": [5000]}]");
		assertThat(look("a.json", null).failure())
			.isEqualTo("is wrong in group 1: 5000 is no target: it is written \"HOST:PORT\"");
		write("a.json", "[{\"targets\": [\"h:0\"]}]");
		assertThat(look("a.json", null).failure())
			.isEqualTo("is wrong in group 1: \"h:0\" is no target: its port must be 1 to 65535");
		write("a.json", "[{\"targets\": [\"h:1\"], \"labels\": [\"pod\"]}]");
		assertThat(look("a.json", null).failure()).isEqualTo("is wrong in group 1: its labels have no names");
		write("a.json", "[{\"targets\": [\"h:1\"]}\n");
		assertThat(look("a.json", null).failure()).startsWith("is wrong in line 2: Unexpected end-of-input");
		write("a.json", "[]\n[]");
		assertThat(look("a.json", null).failure()).startsWith("is wrong in line 2: Trailing token");
		write("a.yml", "- targets: [h:1\n- a: b: c\n");
		assertThat(look("a.yml", null).failure()).startsWith("is wrong in line ");
	}

	@Test
	void whatIsWrongIsSaidInTheFilesOwnLinesAndWithoutWhatOnlyItsReaderKnows() throws Exception {
		write("a.json", "[{\"targets\":\n[\"a:1\"");
		assertThat(look("a.json", null).failure()).startsWith("is wrong in line 2: Unexpected end-of-input")
			.doesNotContain("Source", "REDACTED");
		write("a.yml", "- labels:\n    name: a\n\ttargets: [a:1]\n");
		assertThat(look("a.yml", null).failure()).startsWith("is wrong in line 3: while scanning")
			.contains("TAB")
			.doesNotContain("\n");
	}

	@Test
	void aListWithoutTargetsHasNoneAndAnEmptyFileIsHalfWritten() throws IOException {
		write("a.json", "[]");
		assertThat(look("a.json", null)).isEqualTo(LookupResult.nothing("has no targets"));
		write("a.txt", "# none at present\n");
		assertThat(look("a.txt", null)).isEqualTo(LookupResult.nothing("has no targets"));
		write("a.json", " \n");
		assertThat(look("a.json", null).failure()).isEqualTo("is empty: [] says that there are no targets");
		write("a.yml", "");
		assertThat(look("a.yml", null).failure()).isEqualTo("is empty: [] says that there are no targets");
		write("a.txt", "");
		assertThat(look("a.txt", null).failure())
			.isEqualTo("is empty: a comment, such as #, says that there are no targets");
	}

	@Test
	void aFileThatCannotBeReadIsAFailure() throws IOException {
		assertThat(look("a.txt", null).failure()).isEqualTo("can't be read: there is no such file");
		Files.write(this.directory.resolve("b.txt"), "ü".getBytes(StandardCharsets.ISO_8859_1));
		assertThat(look("b.txt", null).failure()).isEqualTo("can't be read: it is not UTF-8");
		write("c.txt", "#".repeat(2_000_001));
		assertThat(look("c.txt", null).failure()).isEqualTo("is larger than 2,000,000 bytes");
		Files.createDirectory(this.directory.resolve("d.txt"));
		assertThat(look("d.txt", null).failure()).startsWith("can't be read: ");
	}

	@Test
	void whatHasChangedCountsOnceItWasReadTwice() throws IOException {
		Path file = write("targets.txt", "a:1\nb:1\n");
		FileLookup lookup = new FileLookup(file, null);
		assertThat(look(lookup).found()).hasSize(2);
		Files.writeString(file, "a:1\n");
		assertThat(look(lookup).found()).hasSize(2);
		Files.writeString(file, "a:1\nb:1\nc:1\n");
		assertThat(look(lookup).found()).hasSize(2);
		assertThat(look(lookup).found()).hasSize(3);
	}

	@Test
	void aFileThatIsAwayForAMomentIsNoFailure() throws IOException {
		Path file = write("targets.txt", "a:1\n");
		FileLookup lookup = new FileLookup(file, null);
		assertThat(look(lookup).found()).hasSize(1);
		Files.delete(file);
		assertThat(look(lookup).failure()).isNull();
		assertThat(look(lookup).failure()).isEqualTo("can't be read: there is no such file");
		write("targets.txt", "a:1\n");
		assertThat(look(lookup).failure()).isNotNull();
		assertThat(look(lookup).found()).hasSize(1);
	}

	private Path write(String name, String text) throws IOException {
		return Files.writeString(this.directory.resolve(name), text);
	}

	private LookupResult look(String name, String alias) {
		return look(new FileLookup(this.directory.resolve(name), alias));
	}

	private static LookupResult look(FileLookup lookup) {
		List<LookupResult> results = new ArrayList<>();
		lookup.look(results::add);
		return results.get(0);
	}

	private static FoundAddress found(String address, String name, String group) {
		return new FoundAddress(TargetAddress.parse(address), name, group);
	}

}
