package io.github.metricstcp.client.discovery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import io.github.metricstcp.client.Target;
import io.github.metricstcp.client.TargetAddress;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.github.metricstcp.testing.RunningExporter.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link TargetDiscovery}, with a real name server and real files.
 */
@SuppressWarnings("try") // What a discovery finds comes to the listener
class TargetDiscoveryTests {

	private static final String SHOP = "shop.prod.svc.test";

	@TempDir
	private Path directory;

	private final DnsServer server = new DnsServer();

	private final Events events = new Events();

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void addressesComeAndGoAndAnErrorRemovesNone() {
		this.server.addresses(SHOP, DnsRecordType.A, "10.0.0.1", "10.0.0.2");
		try (TargetDiscovery discovery = start("shop=dns:" + SHOP + ":5000")) {
			this.events.expect("found [shop-10.0.0.1=10.0.0.1:5000, shop-10.0.0.2=10.0.0.2:5000]");
			this.server.addresses(SHOP, DnsRecordType.A, "10.0.0.2", "10.0.0.3");
			this.events.expect("found [shop-10.0.0.3=10.0.0.3:5000]");
			this.events.expect("gone [shop-10.0.0.1=10.0.0.1:5000]");
			this.server.fail(DnsResponseCode.SERVFAIL);
			this.events
				.expect("dns:%s:5000 can't be looked up: 127.0.0.1:%d answers SERVFAIL. The targets stay as they were."
					.formatted(SHOP, this.server.port()));
			awaitQuestions(6);
			this.server.fail(DnsResponseCode.NOERROR);
			this.events.expect("dns:%s:5000 is looked up again.".formatted(SHOP));
			assertThat(this.events.all()).hasSize(5);
			int before = this.server.questions().size();
			this.server.forget(SHOP);
			this.events.expect("gone [shop-10.0.0.2=10.0.0.2:5000, shop-10.0.0.3=10.0.0.3:5000]");
			this.events.expect("dns:%s:5000 is no name that the name servers know.".formatted(SHOP));
			assertThat(this.server.questions().size() - before).as("answers without it").isGreaterThanOrEqualTo(2);
			awaitQuestions(4);
			assertThat(this.events.all()).hasSize(7);
		}
	}

	@Test
	void anErrorForIpv6AloneIsSaidOnceAndRemovesNone() {
		this.server.addresses(SHOP, DnsRecordType.A, "10.0.0.1");
		this.server.addresses(SHOP, DnsRecordType.AAAA, "fd00::7");
		try (TargetDiscovery discovery = start("dns:" + SHOP)) {
			this.events.expect("found [10.0.0.1:5000, [fd00::7]:5000]");
			this.server.fail(SHOP, DnsRecordType.AAAA, DnsResponseCode.SERVFAIL);
			this.events
				.expect("dns:%s can't be looked up for IPv6 addresses: 127.0.0.1:%d answers SERVFAIL. Those that "
					.formatted(SHOP, this.server.port()) + "it had stay as they were.");
			this.server.addresses(SHOP, DnsRecordType.AAAA, "fd00::8");
			this.server.addresses(SHOP, DnsRecordType.A, "10.0.0.2");
			this.events.expect("found [10.0.0.2:5000]");
			this.events.expect("gone [10.0.0.1:5000]");
			awaitQuestions(6);
			assertThat(this.events.all()).hasSize(4);
			this.server.fail(SHOP, DnsRecordType.AAAA, DnsResponseCode.NOERROR);
			this.events.expect("dns:%s is looked up again.".formatted(SHOP));
			this.events.expect("found [[fd00::8]:5000]");
			this.events.expect("gone [[fd00::7]:5000]");
			assertThat(this.events.all()).hasSize(7);
		}
	}

	@Test
	void srvTargetsHaveTheFirstLabelsAsNames() {
		String name = "_metrics._tcp." + SHOP;
		this.server.services(name, "shop-0." + SHOP + ":5000", "shop-1." + SHOP + ":5001");
		try (TargetDiscovery discovery = start("shop=dns:" + name)) {
			this.events.expect("found [shop-0=shop-0.%1$s:5000, shop-1=shop-1.%1$s:5001]".formatted(SHOP));
		}
	}

	@Test
	void aFileThatChangesOrVanishesIsFollowed() throws IOException {
		Path file = this.directory.resolve("targets.txt");
		try (TargetDiscovery discovery = start("file:" + file)) {
			this.events.expect("file:%s can't be read: there is no such file.".formatted(file));
			Files.writeString(file, "a=10.0.0.1:5000\nb=10.0.0.2:5000\n");
			this.events.expect("file:%s is read again.".formatted(file));
			this.events.expect("found [a=10.0.0.1:5000, b=10.0.0.2:5000]");
			Files.writeString(file, "a=10.0.0.1:5000\nb=10.0.0.2:x\n");
			this.events.expect(("file:%s is wrong in line 2: \"10.0.0.2:x\" is no target: its port must be 1 to 65535. "
					+ "The targets stay as they were.")
				.formatted(file));
			Files.writeString(file, "a=10.0.0.1:5000\nc=10.0.0.3:5000\n");
			this.events.expect("found [c=10.0.0.3:5000]");
			this.events.expect("gone [b=10.0.0.2:5000]");
			Files.delete(file);
			this.events
				.expect("file:%s can't be read: there is no such file. The targets stay as they were.".formatted(file));
			assertThat(this.events.all()).hasSize(8);
		}
	}

	@Test
	void eachTargetIsInOneOfTheShares() throws IOException {
		Path file = this.directory.resolve("targets.txt");
		List<String> all = IntStream.rangeClosed(1, 12).mapToObj((i) -> "10.0.0." + i + ":5000").toList();
		Files.write(file, all);
		List<String> found = new ArrayList<>();
		for (int part = 1; part <= 3; part++) {
			Events events = new Events();
			try (TargetDiscovery discovery = start("file:" + file + "?share=" + part + "/3", events)) {
				await().until(() -> !events.found().isEmpty());
			}
			assertThat(events.all()).hasSize(1);
			assertThat(events.found()).hasSizeBetween(2, 8);
			found.addAll(events.found());
		}
		assertThat(found).containsExactlyInAnyOrderElementsOf(all);
	}

	@Test
	void whatOthersHaveIsNeitherFoundNorGone() {
		this.server.addresses(SHOP, DnsRecordType.A, "10.0.0.1");
		int part = new TargetShare(1, 2).has(new TargetAddress("10.0.0.1", 5000)) ? 2 : 1;
		try (TargetDiscovery discovery = start("dns:" + SHOP + ":5000?share=" + part + "/2")) {
			awaitQuestions(6);
			this.server.forget(SHOP);
			this.events.expect("dns:%s:5000?share=%d/2 is no name that the name servers know.".formatted(SHOP, part));
			assertThat(this.events.all()).hasSize(1);
		}
	}

	@Test
	void whateverALookThrowsTheNextOneFollows() {
		List<Supplier<LookupResult>> looks = List.of(() -> {
			throw new IllegalStateException("broken");
		}, () -> {
			throw new StackOverflowError("deep");
		}, () -> LookupResult.of(List.of(new FoundAddress(new TargetAddress("10.0.0.1", 5000), null, null))));
		try (TargetDiscovery discovery = new TargetDiscovery(TargetSource.parse("file:x"), this.events,
				(eventLoop) -> new Looks(looks.iterator()), Duration.ofMillis(20))) {
			discovery.start();
			this.events.expect("found [10.0.0.1:5000]");
			assertThat(this.events.all()).containsExactly(
					"file:x can't be looked at: java.lang.IllegalStateException: broken.",
					"file:x can't be looked at: java.lang.StackOverflowError: deep.", "file:x is looked at again.",
					"found [10.0.0.1:5000]");
		}
	}

	@Test
	void aListenerThatThrowsIsCalledAgain() {
		this.server.addresses(SHOP, DnsRecordType.A, "10.0.0.1");
		AtomicInteger calls = new AtomicInteger();
		DiscoveryListener listener = new DiscoveryListener() {
			@Override
			public void changed(List<Target> found, List<Target> gone) {
				TargetDiscoveryTests.this.events.changed(found, gone);
				if (calls.incrementAndGet() == 1) {
					throw new IllegalStateException("The first change is not taken");
				}
			}

			@Override
			public void message(String sentence) {
				TargetDiscoveryTests.this.events.message(sentence);
			}
		};
		try (TargetDiscovery discovery = new TargetDiscovery(TargetSource.parse("dns:" + SHOP), listener,
				this.server.resolvConf(this.directory), Duration.ofMillis(20))) {
			discovery.start();
			this.events.expect("found [10.0.0.1:5000]");
			this.server.addresses(SHOP, DnsRecordType.A, "10.0.0.2");
			this.events.expect("found [10.0.0.2:5000]");
		}
		assertThat(this.events.all()).noneMatch((each) -> each.contains("can't be"));
	}

	@Test
	void itIsStartedOnce() {
		try (TargetDiscovery discovery = start("dns:" + SHOP)) {
			assertThatIllegalStateException().isThrownBy(discovery::start)
				.withMessage("The discovery of dns:%s was started before".formatted(SHOP));
		}
	}

	@Test
	void afterItIsClosedTheListenerIsNotCalled() {
		this.server.addresses(SHOP, DnsRecordType.A, "10.0.0.1");
		try (TargetDiscovery discovery = start("dns:" + SHOP)) {
			this.events.expect("found [10.0.0.1:5000]");
		}
		this.server.forget(SHOP);
		int asked = this.server.questions().size();
		assertThat(this.events.all()).hasSize(1);
		awaitEndOfThreads();
		assertThat(this.server.questions()).hasSize(asked);
	}

	@Test
	void aListenerMayCloseIt() {
		this.server.addresses(SHOP, DnsRecordType.A, "10.0.0.1");
		CompletableFuture<TargetDiscovery> toClose = new CompletableFuture<>();
		CompletableFuture<String> closed = new CompletableFuture<>();
		try (TargetDiscovery discovery = start("dns:" + SHOP, new Events() {

			@Override
			public void changed(List<Target> found, List<Target> gone) {
				super.changed(found, gone);
				try {
					toClose.join().close();
					closed.complete("closed");
				}
				catch (RuntimeException ex) {
					closed.complete(ex.toString());
				}
			}

		})) {
			toClose.complete(discovery);
			await().until(closed::isDone);
			assertThat(closed.join()).isEqualTo("closed");
			awaitEndOfThreads();
		}
	}

	private static void awaitEndOfThreads() {
		// The loop is over a moment before its thread is
		await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
			.noneMatch((thread) -> thread.getName().startsWith("metrics-tcp-discovery") && thread.isAlive()));
	}

	private TargetDiscovery start(String source) {
		return start(source, this.events);
	}

	private TargetDiscovery start(String source, Events events) {
		TargetDiscovery discovery = new TargetDiscovery(TargetSource.parse(source), events,
				this.server.resolvConf(this.directory), Duration.ofMillis(20));
		discovery.start();
		return discovery;
	}

	private void awaitQuestions(int more) {
		int before = this.server.questions().size();
		await().until(() -> this.server.questions().size() >= before + more);
	}

	/**
	 * Looks whose results a test gives, the last one for good.
	 */
	private static final class Looks implements Lookup {

		private final Iterator<Supplier<LookupResult>> results;

		private Supplier<LookupResult> next;

		Looks(Iterator<Supplier<LookupResult>> results) {
			this.results = results;
			this.next = results.next();
		}

		@Override
		public Duration interval() {
			return Duration.ZERO;
		}

		@Override
		public int misses() {
			return 1;
		}

		@Override
		public void look(Consumer<LookupResult> result) {
			Supplier<LookupResult> now = this.next;
			this.next = this.results.hasNext() ? this.results.next() : now;
			result.accept(now.get());
		}

		@Override
		public String succeedsAgain() {
			return "is looked at again";
		}

		@Override
		public void close() {
		}

	}

	private static class Events implements DiscoveryListener {

		private final List<String> events = new CopyOnWriteArrayList<>();

		private final List<String> found = new CopyOnWriteArrayList<>();

		@Override
		public void changed(List<Target> found, List<Target> gone) {
			if (!gone.isEmpty()) {
				this.events.add("gone " + gone);
			}
			if (!found.isEmpty()) {
				found.forEach((each) -> this.found.add(each.address().toString()));
				this.events.add("found " + found);
			}
		}

		@Override
		public void message(String sentence) {
			this.events.add(sentence);
		}

		List<String> all() {
			return this.events;
		}

		List<String> found() {
			return this.found;
		}

		void expect(String event) {
			await().untilAsserted(() -> assertThat(this.events).anyMatch(Predicate.isEqual(event)));
		}

	}

}
