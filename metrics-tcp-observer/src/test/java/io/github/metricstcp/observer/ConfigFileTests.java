package io.github.metricstcp.observer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.github.metricstcp.client.TargetAddress;
import io.github.metricstcp.client.discovery.TargetSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ConfigFile}.
 */
class ConfigFileTests {

	@TempDir
	private Path directory;

	@Test
	void settingsAreKeysAndValuesOnALine() throws IOException {
		ConfigFile config = read("""
				# The shop
				target.shop-a = 10.0.0.1:5000
				target.shop.b=10.0.0.2

				pin = http.server.requests
				  pin.second=shop.orders
				level.1 = http.server.requests p99 200ms
				level = shop.orders rate 10
				""");
		assertThat(config.target("shop-a")).hasToString("shop-a=10.0.0.1:5000");
		assertThat(config.target("shop.b")).hasToString("shop.b=10.0.0.2:5000");
		assertThat(config.target("shop-c")).hasToString("shop-c:5000");
		assertThat(config.target("c=shop-c:1")).hasToString("c=shop-c:1");
		assertThat(config.values(ConfigFile.PIN, String::toString)).containsExactly("http.server.requests",
				"shop.orders");
		assertThat(config.values(ConfigFile.LEVEL, String::length)).containsExactly(30, 19);
	}

	@Test
	void anAliasMayStandForASourceOfTargets() throws IOException {
		ConfigFile config = read("""
				target.shop = dns:shop.prod.svc:5000
				target.all = file:targets.txt
				target.a = 10.0.0.1
				""");
		List<String> texts = List.of("shop", "a", "all", "dns:other", "b:1");
		assertThat(config.sources(texts)).containsExactly(TargetSource.parse("shop=dns:shop.prod.svc:5000"),
				TargetSource.parse("all=file:targets.txt"), TargetSource.parse("dns:other"));
		assertThat(config.targets(texts)).hasToString("[a=10.0.0.1:5000, b:1]");
	}

	@Test
	void anAliasNamesItsAddress() throws IOException {
		ConfigFile config = read("""
				target.shop = 127.0.0.1:5001
				target.checkout = :5001
				target.orders = :5002
				target.orders = :5003
				""");
		assertThat(config.targetAt(TargetAddress.parse(":5001"))).hasToString("shop=127.0.0.1:5001");
		assertThat(config.targetAt(TargetAddress.parse(":5002"))).as("another address was given to that alias")
			.hasToString("127.0.0.1:5002");
		assertThat(config.targetAt(TargetAddress.parse(":5003"))).hasToString("orders=127.0.0.1:5003");
		assertThat(config.target("orders")).hasToString("orders=127.0.0.1:5003");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			textBlock = """
					target.shop            | it is not written KEY = VALUE
					pins = a               | there is no key 'pins', but target.NAME, pin and level
					= a                    | there is no key '', but target.NAME, pin and level
					target = a             | there is no key 'target', but target.NAME, pin and level
					target. = a            | there is no key 'target.', but target.NAME, pin and level
					pin.1 =                | 'pin.1' has no value
					target.shop = dns:     | "dns:" is no source of targets: it is written dns:NAME:PORT, such as dns:shop.prod.svc:5000
					target.shop = a:x      | "a:x" is no target: its port must be 1 to 65535
					target.shop = http://a | "http://a" is no target
					target.a shop = b      | "a shop=b" is no target: a name has no blank in it
					""")
	void anErrorNamesFileAndLine(String line, String sentence) {
		assertThatIllegalArgumentException().isThrownBy(() -> read("# first\n\n" + line + "\n"))
			.withMessageStartingWith(this.directory.resolve("observer.conf") + ", line 3: " + sentence);
	}

	@Test
	void anErrorOfAParserNamesFileAndLine() throws IOException {
		ConfigFile config = read("pin = a\nlevel.1 = 1\nlevel.2 = x\n");
		assertThatIllegalArgumentException().isThrownBy(() -> config.values(ConfigFile.LEVEL, Integer::parseInt))
			.withMessage(this.directory.resolve("observer.conf") + ", line 3: For input string: \"x\"");
	}

	@Test
	void aFileThatIsNamedMustBeThereAndBeText() throws IOException {
		Path absent = this.directory.resolve("absent");
		assertThatIllegalArgumentException().isThrownBy(() -> ConfigFile.read(absent))
			.withMessage(absent + " can't be read: there is no such file");
		Path latin = Files.write(this.directory.resolve("latin"), "pin = \u00e9".getBytes(StandardCharsets.ISO_8859_1));
		assertThatIllegalArgumentException().isThrownBy(() -> ConfigFile.read(latin))
			.withMessage(latin + " can't be read: it is not UTF-8");
	}

	private ConfigFile read(String text) throws IOException {
		return ConfigFile.read(Files.writeString(this.directory.resolve("observer.conf"), text));
	}

}
