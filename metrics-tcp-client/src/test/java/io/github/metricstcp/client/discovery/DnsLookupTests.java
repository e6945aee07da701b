package io.github.metricstcp.client.discovery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.metricstcp.client.TargetAddress;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DnsLookup}, with real name servers.
 */
class DnsLookupTests {

	private static final String SHOP = "shop.prod.svc.test";

	@TempDir
	private Path directory;

	private final DnsServer server = new DnsServer();

	private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

	@AfterEach
	void close() {
		this.server.close();
		Future<?> unused = this.group.shutdownGracefully();
	}

	@Test
	void allAddressesOfANameAreFound() {
		this.server.addresses(SHOP, DnsRecordType.A, "10.0.0.10", "10.0.0.9");
		this.server.addresses(SHOP, DnsRecordType.AAAA, "fd00::7");
		assertThat(addresses(look(SHOP + ":5000"))).containsExactly("10.0.0.9:5000", "10.0.0.10:5000",
				"[fd00::7]:5000");
	}

	@Test
	void eachLookAsksAnewHoweverLongRecordsLive() {
		this.server.addresses(SHOP, DnsRecordType.A, "10.0.0.1");
		DnsLookup lookup = lookup(SHOP + ":7000", this.server.resolvConf(this.directory));
		assertThat(addresses(look(lookup))).containsExactly("10.0.0.1:7000");
		this.server.addresses(SHOP, DnsRecordType.A, "10.0.0.2");
		assertThat(addresses(look(lookup))).containsExactly("10.0.0.2:7000");
	}

	@Test
	void theHostsAndPortsOfSrvRecordsAreFound() {
		String name = "_metrics._tcp." + SHOP;
		this.server.services(name, "shop-0." + SHOP + ":5000", "shop-1." + SHOP + ":5001");
		assertThat(look(name).found()).containsExactly(
				new FoundAddress(new TargetAddress("shop-0." + SHOP, 5000), null, null),
				new FoundAddress(new TargetAddress("shop-1." + SHOP, 5001), null, null));
		DnsLookup named = lookup(name, "shop");
		this.server.services(name, "shop-1." + SHOP + ":5001", "shop-0." + SHOP + ":5000");
		assertThat(look(named).found()).as("in one order")
			.extracting(FoundAddress::name)
			.containsExactly("shop-0", "shop-1");
		assertThat(look(named).found()).extracting(FoundAddress::group).containsOnly("shop");
	}

	@Test
	void theNamesOfSrvTargetsBeginWithThatOfTheSource() {
		String name = "_metrics._tcp." + SHOP;
		this.server.services(name, "shop-0." + SHOP + ":5000", "shopping-0." + SHOP + ":5000", "shop:5000");
		assertThat(look(lookup(name, "shop")).found()).extracting(FoundAddress::name)
			.containsExactly("shop", "shop-0", "shop-shopping-0");
		assertThat(look(lookup(name, "prod")).found()).extracting(FoundAddress::name)
			.containsExactly("prod-shop", "prod-shop-0", "prod-shopping-0");
	}

	@Test
	void aServiceThatIsNotThereHasNoTarget() {
		String name = "_metrics._tcp." + SHOP;
		this.server.services(name, ".:5000");
		assertThat(look(name).found()).isEmpty();
	}

	@Test
	void anSrvRecordThatIsNoAddressIsAFailure() {
		String name = "_metrics._tcp." + SHOP;
		this.server.services(name, "shop-0." + SHOP + ":0");
		assertThat(look(name).failure()).startsWith(
				"can't be looked up: 127.0.0.1:%d answers what is no host and port".formatted(this.server.port()));
	}

	@Test
	void searchDomainsAreTriedInTheirOrder() {
		this.server.addresses(SHOP, DnsRecordType.A, "10.0.0.1");
		Path conf = this.server.resolvConf(this.directory, "search prod.svc.test svc.test. test", "options ndots:5");
		assertThat(addresses(look(lookup("shop.prod", conf)))).containsExactly("10.0.0.1:5000");
		assertThat(this.server.questions()).containsExactly("UDP shop.prod.prod.svc.test. A",
				"UDP shop.prod.svc.test. A", "UDP shop.prod.svc.test. AAAA");
	}

	@Test
	void aServerThatFailsForASearchDomainMayKnowTheNextOne() {
		String failing = "shop.prod.svc.test";
		this.server.fail(failing, DnsResponseCode.SERVFAIL);
		Path conf = this.server.resolvConf(this.directory, "search prod.svc.test stage.svc.test", "options ndots:5");
		assertThat(look(lookup("shop", conf)).failure()).as("none knows it")
			.isEqualTo("can't be looked up: 127.0.0.1:%d answers SERVFAIL".formatted(this.server.port()));
		this.server.addresses("shop.stage.svc.test", DnsRecordType.A, "10.0.0.1");
		assertThat(addresses(look(lookup("shop", conf)))).containsExactly("10.0.0.1:5000");
		this.server.fail(failing, DnsResponseCode.REFUSED);
		assertThat(look(lookup("shop", conf)).failure()).as("the C library ends there")
			.isEqualTo("can't be looked up: 127.0.0.1:%d answers REFUSED".formatted(this.server.port()));
	}

	@Test
	void aNameWithManyDotsIsTriedAsItIsFirstAndOneThatEndsWithADotAlone() {
		this.server.addresses("a.b.c", DnsRecordType.A, "10.0.0.1");
		Path conf = this.server.resolvConf(this.directory, "search test", "options timeout:1 ndots:2");
		assertThat(addresses(look(lookup("a.b.c", conf)))).hasSize(1);
		assertThat(this.server.questions()).startsWith("UDP a.b.c. A");
		assertThat(look(lookup("b.c.", conf)).remark()).isNotNull();
		assertThat(this.server.questions()).endsWith("UDP b.c. A");
	}

	@Test
	void whatIsTooLongForUdpComesOverTcp() {
		String[] addresses = IntStream.range(0, 500)
			.mapToObj((i) -> "10.0.%d.%d".formatted(i / 250, i % 250 + 1))
			.toArray(String[]::new);
		this.server.addresses(SHOP, DnsRecordType.A, addresses);
		assertThat(look(SHOP).found()).hasSize(500);
		assertThat(this.server.questions()).contains("UDP " + SHOP + ". A", "TCP " + SHOP + ". A");
	}

	@Test
	void anAnswerThatIsCutShortIsNone() {
		String[] addresses = IntStream.range(1, 100).mapToObj((i) -> "10.0.0." + i).toArray(String[]::new);
		this.server.addresses(SHOP, DnsRecordType.A, addresses);
		this.server.closeTcp();
		assertThat(look(SHOP).failure()).isEqualTo(
				"can't be looked up: the answer of 127.0.0.1:%d is too long for UDP, and it does not answer over TCP"
					.formatted(this.server.port()));
	}

	@Test
	void noSuchNameAndNoAddressAreAnswersAndAnErrorIsNone() {
		assertThat(look(SHOP)).isEqualTo(LookupResult.nothing("is no name that the name servers know"));
		this.server.addresses(SHOP, DnsRecordType.TXT);
		assertThat(look(SHOP)).isEqualTo(LookupResult.nothing("has no addresses"));
		assertThat(look("_metrics._tcp." + SHOP).remark()).isEqualTo("is no name that the name servers know");
		this.server.fail(DnsResponseCode.SERVFAIL);
		assertThat(look(SHOP)).isEqualTo(
				LookupResult.failed("can't be looked up: 127.0.0.1:%d answers SERVFAIL".formatted(this.server.port())));
		this.server.fail(DnsResponseCode.REFUSED);
		assertThat(look(SHOP)).isEqualTo(
				LookupResult.failed("can't be looked up: 127.0.0.1:%d answers REFUSED".formatted(this.server.port())));
	}

	@Test
	void anAliasThatComesWithoutAddressesIsFollowed() {
		this.server.alias(SHOP, "shop-blue.svc.test");
		this.server.alias("shop-blue.svc.test", "shop-blue-2.svc.test");
		this.server.addresses("shop-blue-2.svc.test", DnsRecordType.A, "10.0.0.1");
		assertThat(addresses(look(SHOP))).containsExactly("10.0.0.1:5000");
		this.server.alias("_metrics._tcp.shop", "_metrics._tcp." + SHOP);
		this.server.services("_metrics._tcp." + SHOP, "shop-0." + SHOP + ":5001");
		assertThat(addresses(look("_metrics._tcp.shop"))).containsExactly("shop-0." + SHOP + ":5001");
		this.server.addresses("shop-blue-2.svc.test", DnsRecordType.A);
		assertThat(look(SHOP)).isEqualTo(LookupResult.nothing("has no addresses"));
		this.server.forget("shop-blue-2.svc.test");
		assertThat(look(SHOP)).isEqualTo(LookupResult.nothing("is no name that the name servers know"));
	}

	@Test
	void aliasesThatLeadNowhereAreAFailure() {
		this.server.alias(SHOP, "shop-blue.svc.test");
		this.server.alias("shop-blue.svc.test", SHOP);
		assertThat(look(SHOP).failure())
			.startsWith("can't be looked up: its aliases lead from name to name, at last to ");
		assertThat(this.server.questions()).hasSize(9);
	}

	@Test
	void aServerThatDoesNotAnswerIsAFailure() {
		this.server.silent(true);
		assertThat(look(SHOP)).isEqualTo(
				LookupResult.failed("can't be looked up: 127.0.0.1:%d does not answer".formatted(this.server.port())));
	}

	@Test
	void anErrorForIpv6AloneIsAFailureAndKeepsThoseThatThereWere() {
		DnsLookup lookup = lookup(SHOP, (String) null);
		this.server.addresses(SHOP, DnsRecordType.A, "10.0.0.1");
		this.server.addresses(SHOP, DnsRecordType.AAAA, "fd00::7");
		assertThat(look(lookup).failure()).isNull();
		this.server.fail(SHOP, DnsRecordType.AAAA, DnsResponseCode.SERVFAIL);
		this.server.addresses(SHOP, DnsRecordType.A, "10.0.0.2");
		LookupResult partly = look(lookup);
		assertThat(addresses(partly)).containsExactly("10.0.0.2:5000", "[fd00::7]:5000");
		assertThat(partly.failure()).isEqualTo(
				"can't be looked up for IPv6 addresses: 127.0.0.1:%d answers SERVFAIL. Those that it had stay as "
					.formatted(this.server.port()) + "they were");
		this.server.fail(SHOP, DnsRecordType.AAAA, DnsResponseCode.NXDOMAIN);
		assertThat(look(lookup)).as("no such name is an answer")
			.isEqualTo(LookupResult.of(List.of(new FoundAddress(new TargetAddress("10.0.0.2", 5000), null, null))));
		this.server.fail(SHOP, DnsRecordType.AAAA, DnsResponseCode.NOERROR);
		this.server.addresses(SHOP, DnsRecordType.AAAA);
		assertThat(look(lookup).failure()).as("no address is an answer").isNull();
	}

	@Test
	void aServerThatDoesNotAnswerForIpv6AloneIsAFailure() {
		this.server.addresses(SHOP, DnsRecordType.A, "10.0.0.1");
		this.server.silent(SHOP, DnsRecordType.AAAA);
		LookupResult partly = look(SHOP);
		assertThat(addresses(partly)).containsExactly("10.0.0.1:5000");
		assertThat(partly.failure()).isEqualTo(
				"can't be looked up for IPv6 addresses: 127.0.0.1:%d does not answer".formatted(this.server.port()));
	}

	@Test
	void theNextServerIsAskedIfOneFails() {
		try (DnsServer second = new DnsServer()) {
			this.server.fail(DnsResponseCode.SERVFAIL);
			second.addresses(SHOP, DnsRecordType.A, "10.0.0.1");
			Path conf = this.server.resolvConf(this.directory, "nameserver 127.0.0.1." + second.port());
			assertThat(addresses(look(lookup(SHOP, conf)))).containsExactly("10.0.0.1:5000");
		}
	}

	@Test
	void aSearchDomainThatIsTooLongIsAFailure() {
		String label = "x".repeat(64);
		Path conf = this.server.resolvConf(this.directory, "search " + label + ".test");
		assertThat(look(lookup("shop", conf)).failure())
			.isEqualTo("can't be looked up: \"shop.%1$s.test\" is no name in DNS: the label \"%1$s\" has more than 63 "
				.formatted(label) + "characters");
	}

	@Test
	void withoutANameServerPublicOnesAreNotAsked() throws IOException {
		Path conf = Files.writeString(this.directory.resolve("resolv.conf"), "search test\n");
		assertThat(look(lookup(SHOP, conf)).failure())
			.isEqualTo("can't be looked up: %s names no server".formatted(conf));
	}

	private EventLoop loop() {
		return this.group.next();
	}

	private DnsLookup lookup(String service, Path resolvConf) {
		return new DnsLookup(TargetAddress.parse(service), null, loop(), resolvConf);
	}

	private DnsLookup lookup(String service, String alias) {
		return new DnsLookup(TargetAddress.parse(service), alias, loop(), this.server.resolvConf(this.directory));
	}

	private LookupResult look(String service) {
		return look(lookup(service, this.server.resolvConf(this.directory)));
	}

	private LookupResult look(DnsLookup lookup) {
		CompletableFuture<LookupResult> result = new CompletableFuture<>();
		this.group.execute(() -> lookup.look(result::complete));
		return result.orTimeout(30, TimeUnit.SECONDS).join();
	}

	private static List<String> addresses(LookupResult result) {
		return result.found().stream().map((each) -> each.address().toString()).toList();
	}

}
