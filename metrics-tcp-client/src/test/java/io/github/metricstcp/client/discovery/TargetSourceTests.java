package io.github.metricstcp.client.discovery;

import java.nio.file.Path;

import io.github.metricstcp.client.TargetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link TargetSource}.
 */
class TargetSourceTests {

	@ParameterizedTest
	@ValueSource(
			strings = { "app", "app:5000", "dns:5000", "file:1", "shop=dns:5000", "[::1]:5000", "shop=app", "dns" })
	void aTargetIsNoSource(String text) {
		assertThat(TargetSource.isSource(text)).isFalse();
		assertThatIllegalArgumentException().isThrownBy(() -> TargetSource.parse(text))
			.withMessage("\"%s\" is no source of targets: it is written dns:NAME:PORT or file:PATH".formatted(text));
	}

	@Test
	void aNameInDnsHasAPortOrTheDefaultOne() {
		TargetSource source = TargetSource.parse("dns:shop.prod.svc:7000");
		assertThat(source.service()).isEqualTo(new TargetAddress("shop.prod.svc", 7000));
		assertThat(source.alias()).isNull();
		assertThat(source).hasToString("dns:shop.prod.svc:7000");
		assertThat(TargetSource.parse("dns:shop.").service()).isEqualTo(new TargetAddress("shop.", 5000));
		assertThat(TargetSource.parse("dns:_metrics._tcp.shop").service())
			.isEqualTo(new TargetAddress("_metrics._tcp.shop", 5000));
	}

	@Test
	void aFileHasAPath() {
		assertThat(TargetSource.parse("file:/etc/targets.json").file()).isEqualTo(Path.of("/etc/targets.json"));
		assertThat(TargetSource.parse("file:a=b.txt").file()).isEqualTo(Path.of("a=b.txt"));
		assertThat(TargetSource.parse("file:a=b.txt").alias()).isNull();
	}

	@Test
	void itMayHaveAName() {
		TargetSource source = TargetSource.parse("shop=dns:shop.prod.svc:5000");
		assertThat(source.alias()).isEqualTo("shop");
		assertThat(source).hasToString("dns:shop.prod.svc:5000")
			.isEqualTo(TargetSource.parse("dns:shop.prod.svc:5000").named("shop"))
			.isNotEqualTo(TargetSource.parse("dns:shop.prod.svc:5000"));
		assertThat(TargetSource.parse("shop=file:x").alias()).isEqualTo("shop");
	}

	@Test
	void itMayBeAShareOfThem() {
		TargetSource source = TargetSource.parse("shop=dns:shop.prod.svc:5000?share=2/3");
		assertThat(source.share()).isEqualTo(new TargetShare(2, 3));
		assertThat(source.service()).isEqualTo(new TargetAddress("shop.prod.svc", 5000));
		assertThat(source).hasToString("dns:shop.prod.svc:5000?share=2/3")
			.isEqualTo(TargetSource.parse("dns:shop.prod.svc:5000?share=2/3").named("shop"))
			.isNotEqualTo(TargetSource.parse("shop=dns:shop.prod.svc:5000"));
		assertThat(TargetSource.parse("file:a?share=1/2").file()).isEqualTo(Path.of("a"));
		assertThat(TargetSource.parse("file:a").share()).isEqualTo(TargetShare.ALL);
	}

	@Test
	void aNameThatDnsCannotHaveIsRefused() {
		String label = "x".repeat(63);
		assertThat(TargetSource.parse("dns:" + label + ".svc:5000").service()).isNotNull();
		refuses("dns:" + label + "x.svc:5000", "the label \"" + label + "x\" has more than 63 characters");
		refuses("dns:_m._tcp." + label + "x", "the label \"" + label + "x\" has more than 63 characters");
		String name = String.join(".", label, label, label, "x".repeat(61));
		assertThat(TargetSource.parse("dns:" + name + ".").service()).isNotNull();
		refuses("dns:" + name + "x:5000", "it has more than 253 characters");
		// As IDNA writes it, it has more
		refuses("dns:" + "\u00fc".repeat(60) + ":5000",
				"the label \"" + "\u00fc".repeat(60) + "\" can't be written in DNS");
	}

	private static void refuses(String text, String reason) {
		assertThatIllegalArgumentException().isThrownBy(() -> TargetSource.parse(text))
			.withMessage("\"%s\" is no source of targets: %s".formatted(text, reason));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			dns:                 | it is written dns:NAME:PORT, such as dns:shop.prod.svc:5000
			dns::5000            | it is written dns:NAME:PORT, such as dns:shop.prod.svc:5000
			dns:a..b:5000        | it is written dns:NAME:PORT, such as dns:shop.prod.svc:5000
			dns:10.0.0.1:5000    | an address is a target without dns:
			dns:[::1]:5000       | an address is a target without dns:
			dns:::1              | it is written dns:NAME:PORT, such as dns:shop.prod.svc:5000
			dns:_m._tcp.a:5000   | the ports of a name that begins with _ are those of its SRV records
			dns:shop:70000       | is no target: its port must be 1 to 65535
			dns:shop/x:5000      | is no target: it is written HOST:PORT
			=dns:shop:5000       | there is no name before the =
			a b=dns:shop:5000    | a name has no blank in it
			file:                | there is no file behind file:
			file:?share=1/2      | there is no file behind file:
			dns:shop?share=0/2   | the shares of three are ?share=1/3, ?share=2/3 and ?share=3/3
			dns:shop?share=3/2   | the shares of three are ?share=1/3, ?share=2/3 and ?share=3/3
			dns:shop?share=      | the shares of three are ?share=1/3, ?share=2/3 and ?share=3/3
			dns:shop?part=1/2    | is no target: it is written HOST:PORT
			""")
	void whatIsWrongIsSaid(String text, String reason) {
		assertThatIllegalArgumentException().isThrownBy(() -> TargetSource.parse(text)).withMessageContaining(reason);
	}

}
