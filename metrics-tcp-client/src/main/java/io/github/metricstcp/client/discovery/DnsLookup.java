package io.github.metricstcp.client.discovery;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.github.metricstcp.client.TargetAddress;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.dns.DnsRecordType;
import org.jspecify.annotations.Nullable;

/**
 * The addresses or SRV records of a name. Confined to the event loop.
 */
final class DnsLookup implements Lookup {

	/**
	 * The time between two looks, however long records live.
	 */
	static final Duration INTERVAL = Duration.ofSeconds(10);

	// NXDOMAIN for once may be a server that begins
	private static final int MISSES = 2;

	private static final String NO_NAME = "is no name that the name servers know";

	private static final String FAILED = "can't be looked up: ";

	private static final String FAILED_FOR_IPV6 = "can't be looked up for IPv6 addresses: ";

	private final TargetAddress service;

	private final @Nullable String alias;

	private final NameServers servers;

	private final Path resolvConf;

	// Kept while they cannot be asked for beside others
	private List<TargetAddress> ipv6 = List.of();

	/**
	 * Creates a lookup.
	 * @param service the name and the port
	 * @param alias the name of the source, which those of targets begin with;
	 * {@code null} for none
	 * @param eventLoop the event loop
	 * @param resolvConf the file that names the name servers
	 */
	DnsLookup(TargetAddress service, @Nullable String alias, EventLoop eventLoop, Path resolvConf) {
		this.service = service;
		this.alias = alias;
		this.servers = new NameServers(eventLoop);
		this.resolvConf = resolvConf;
	}

	@Override
	public Duration interval() {
		return INTERVAL;
	}

	@Override
	public int misses() {
		return MISSES;
	}

	@Override
	public String succeedsAgain() {
		return "is looked up again";
	}

	@Override
	public void close() {
		this.servers.close();
	}

	@Override
	public void look(Consumer<LookupResult> result) {
		try {
			ResolvConf conf = ResolvConf.read(this.resolvConf);
			new Look(conf, conf.candidates(this.service.host()), result).next();
		}
		catch (IOException ex) {
			result.accept(
					LookupResult.failed(FAILED + "%s can't be read: %s".formatted(this.resolvConf, ex.getMessage())));
		}
	}

	private boolean hasServices() {
		return this.service.host().startsWith("_");
	}

	private List<FoundAddress> named(List<TargetAddress> addresses) {
		return addresses.stream().map((each) -> new FoundAddress(each, name(each), this.alias)).toList();
	}

	private @Nullable String name(TargetAddress address) {
		if (!hasServices() || this.alias == null) {
			return null;
		}
		int dot = address.host().indexOf('.');
		String label = (dot < 0) ? address.host() : address.host().substring(0, dot);
		return FoundAddress.qualified(label, this.alias);
	}

	/**
	 * One look, at one after the other of the names that the name may stand for.
	 */
	private final class Look {

		private final ResolvConf conf;

		private final List<String> names;

		private final Consumer<LookupResult> result;

		private int index;

		private String remark = NO_NAME;

		// Of the first name that was passed over
		private @Nullable String failure;

		private boolean finished;

		Look(ResolvConf conf, List<String> names, Consumer<LookupResult> result) {
			this.conf = conf;
			this.names = names;
			this.result = result;
		}

		void next() {
			if (this.index == this.names.size()) {
				if (this.failure != null) {
					finish(LookupResult.failed(this.failure));
					return;
				}
				DnsLookup.this.ipv6 = List.of();
				finish(LookupResult.nothing(this.remark));
				return;
			}
			String name = this.names.get(this.index++);
			if (hasServices()) {
				ask(name, DnsRecordType.SRV, (answer) -> taken(answer, answer));
			}
			else {
				ask(name, DnsRecordType.A, (ipv4) -> askBeside(name, ipv4));
			}
		}

		private void askBeside(String name, DnsAnswer ipv4) {
			if (ipv4.failure() != null || !ipv4.exists()) {
				// That is so of all types
				taken(ipv4, ipv4);
			}
			else {
				ask(name, DnsRecordType.AAAA, (ipv6) -> taken(ipv4, ipv6));
			}
		}

		private void ask(String name, DnsRecordType type, Consumer<DnsAnswer> answer) {
			try {
				DnsLookup.this.servers.ask(name, type, DnsLookup.this.service.port(), this.conf.servers(name),
						(taken) -> guard(() -> answer.accept(taken)));
			}
			catch (IOException ex) {
				answer.accept(DnsAnswer.failed(String.valueOf(ex.getMessage())));
			}
		}

		/**
		 * Does what comes after an answer. Netty would forget what it throws, and there
		 * would be no result.
		 */
		private void guard(Runnable step) {
			try {
				step.run();
			}
			catch (RuntimeException | Error ex) {
				if (this.finished) {
					throw ex;
				}
				finish(LookupResult.thrown(ex));
			}
		}

		private void finish(LookupResult result) {
			this.finished = true;
			this.result.accept(result);
		}

		private void taken(DnsAnswer first, DnsAnswer second) {
			List<TargetAddress> found = new ArrayList<>(first.addresses());
			if (!second.equals(first)) {
				found.addAll(second.addresses());
			}
			DnsAnswer failed = (first.failure() != null) ? first : second;
			if (found.isEmpty() && failed.failure() != null) {
				pass(failed, failed.failure());
			}
			else if (found.isEmpty()) {
				this.remark = (first.exists() || second.exists())
						? "has no " + (hasServices() ? "SRV records" : "addresses") : this.remark;
				next();
			}
			else {
				finish(hasServices() ? LookupResult.of(named(found)) : both(first, second));
			}
		}

		/**
		 * Goes on to the next name if the C library does: a server that fails for a
		 * search domain may know the name in another one. If none is found, it is not
		 * known whether there is one.
		 */
		private void pass(DnsAnswer failed, String failure) {
			this.failure = (this.failure != null) ? this.failure : FAILED + failure;
			if (failed.passable()) {
				next();
			}
			else {
				finish(LookupResult.failed(FAILED + failure));
			}
		}

		/**
		 * Returns the addresses of both kinds. If those of IPv6 were not answered, the
		 * ones that there were stay.
		 */
		private LookupResult both(DnsAnswer ipv4, DnsAnswer ipv6) {
			DnsLookup.this.ipv6 = (ipv6.failure() != null) ? DnsLookup.this.ipv6 : ipv6.addresses();
			List<TargetAddress> addresses = new ArrayList<>(ipv4.addresses());
			addresses.addAll(DnsLookup.this.ipv6);
			if (ipv6.failure() == null) {
				return LookupResult.of(named(addresses));
			}
			String stay = DnsLookup.this.ipv6.isEmpty() ? "" : ". Those that it had stay as they were";
			return LookupResult.partly(named(addresses), FAILED_FOR_IPV6 + ipv6.failure() + stay);
		}

	}

}
