package io.github.metricstcp.client.discovery;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

import io.github.metricstcp.client.TargetAddress;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.AddressedEnvelope;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsServerAddressStream;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The name servers, asked one after the other until one answers. The resolver's own
 * search is not used: it takes every answer without records for the same, whether there
 * is no such name or the server has failed. Confined to the event loop.
 */
final class NameServers implements AutoCloseable {

	private static final int QUERY_TIMEOUT_MILLIS = 2_000;

	/**
	 * The size of a datagram that no network takes apart. What is larger comes over TCP.
	 */
	private static final int MAX_DATAGRAM = 1232;

	/**
	 * How often all servers are asked: a datagram may get lost.
	 */
	private static final int ROUNDS = 2;

	/**
	 * The greatest number of aliases on the way to a name.
	 */
	private static final int MOST_ALIASES = 8;

	private final DnsNameResolver resolver;

	/**
	 * Creates them without asking any.
	 * @param eventLoop the event loop
	 */
	NameServers(EventLoop eventLoop) {
		this.resolver = new DnsNameResolverBuilder(eventLoop).datagramChannelType(NioDatagramChannel.class)
			.socketChannelType(NioSocketChannel.class)
			.queryTimeoutMillis(QUERY_TIMEOUT_MILLIS)
			.maxPayloadSize(MAX_DATAGRAM)
			.build();
	}

	/**
	 * Asks for the records of a name.
	 * @param name the name, whose search domain is a part of it
	 * @param type A, AAAA or SRV
	 * @param port the port of addresses; SRV records have one themselves
	 * @param servers the servers
	 * @param result takes the answer
	 */
	void ask(String name, DnsRecordType type, int port, DnsServerAddressStream servers, Consumer<DnsAnswer> result) {
		// Encoded anew for each server
		new Asking(name, type, port, servers, result, MOST_ALIASES).begin();
	}

	@Override
	public void close() {
		this.resolver.close();
	}

	private static List<TargetAddress> addresses(DnsResponse response, DnsRecordType type, int port) {
		List<DnsRawRecord> records = new ArrayList<>();
		for (int i = 0; i < response.count(DnsSection.ANSWER); i++) {
			DnsRecord each = response.recordAt(DnsSection.ANSWER, i);
			// With an alias before them
			if (each.type().equals(type) && each instanceof DnsRawRecord raw) {
				records.add(raw);
			}
		}
		if (type.equals(DnsRecordType.SRV)) {
			return records.stream()
				.map(NameServers::service)
				.filter((each) -> !each.host().isEmpty())
				// The servers change the order
				.sorted(Comparator.comparing(TargetAddress::host).thenComparing(TargetAddress::port))
				.toList();
		}
		return records.stream()
			.map((each) -> ByteBufUtil.getBytes(each.content()))
			.sorted(Arrays::compareUnsigned)
			.map((bytes) -> new TargetAddress(NetUtil.bytesToIpAddress(bytes), port))
			.toList();
	}

	/**
	 * Returns the name at the end of the aliases in an answer, {@code null} without any.
	 */
	private static @Nullable String alias(DnsResponse response) {
		Map<String, String> aliases = new LinkedHashMap<>();
		for (int i = 0; i < response.count(DnsSection.ANSWER); i++) {
			DnsRecord each = response.recordAt(DnsSection.ANSWER, i);
			if (each.type().equals(DnsRecordType.CNAME) && each instanceof DnsRawRecord raw) {
				String name = DefaultDnsRecordDecoder.decodeName(raw.content().duplicate());
				aliases.put(each.name().toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
			}
		}
		Collection<String> names = aliases.values();
		return names.stream()
			.filter((each) -> !aliases.containsKey(each))
			.findFirst()
			// They may go round in a circle
			.orElse(names.isEmpty() ? null : names.iterator().next());
	}

	/**
	 * Returns the host and port of an SRV record. A service that there is not has no
	 * host.
	 */
	private static TargetAddress service(DnsRawRecord service) {
		ByteBuf content = service.content().duplicate();
		// Priority and weight: all of them are watched
		content.skipBytes(2 * Short.BYTES);
		int port = content.readUnsignedShort();
		String host = DefaultDnsRecordDecoder.decodeName(content);
		String name = host.substring(0, host.length() - 1);
		return name.isEmpty() ? new TargetAddress("", 1) : TargetAddress.parse(name + ":" + port);
	}

	/**
	 * A question on its way from server to server.
	 */
	private final class Asking {

		private final String name;

		private final DnsRecordType type;

		private final int port;

		private final DnsServerAddressStream servers;

		private final Consumer<DnsAnswer> result;

		private final int aliasesLeft;

		private int left;

		// Of the server that was asked last
		private String failure = "there is no name server";

		// Whether that one answers SERVFAIL
		private boolean serverFailed;

		Asking(String name, DnsRecordType type, int port, DnsServerAddressStream servers, Consumer<DnsAnswer> result,
				int aliasesLeft) {
			this.name = name;
			this.type = type;
			this.port = port;
			this.servers = servers;
			this.result = result;
			this.aliasesLeft = aliasesLeft;
			this.left = ROUNDS * servers.size();
		}

		void begin() {
			String fault = DnsNames.fault(this.name);
			if (fault != null) {
				this.result.accept(DnsAnswer.passed("\"%s\" is no name in DNS: %s".formatted(this.name, fault)));
				return;
			}
			next();
		}

		private void next() {
			if (this.left-- == 0) {
				this.result.accept(this.serverFailed ? DnsAnswer.passed(this.failure) : DnsAnswer.failed(this.failure));
				return;
			}
			InetSocketAddress server = this.servers.next();
			DnsQuestion question = new DefaultDnsQuestion(this.name, this.type);
			NameServers.this.resolver.query(server, question)
				.addListener((Future<AddressedEnvelope<DnsResponse, InetSocketAddress>> answer) -> {
					DnsAnswer taken = answer.isSuccess() ? take(server, answer.getNow()) : null;
					if (taken != null) {
						accept(taken);
						return;
					}
					if (!answer.isSuccess()) {
						this.serverFailed = false;
						this.failure = "%s does not answer".formatted(text(server));
					}
					next();
				});
		}

		/**
		 * Accepts an answer, or asks for the records that an alias has come without.
		 */
		private void accept(DnsAnswer answer) {
			if (answer.alias() == null) {
				this.result.accept(answer);
			}
			else if (this.aliasesLeft == 0) {
				this.result
					.accept(DnsAnswer.failed("its aliases lead from name to name, at last to " + answer.alias()));
			}
			else {
				new Asking(answer.alias(), this.type, this.port, this.servers, this.result, this.aliasesLeft - 1)
					.begin();
			}
		}

		/**
		 * Returns what an answer says, {@code null} if another server is to be asked.
		 */
		private @Nullable DnsAnswer take(InetSocketAddress server, AddressedEnvelope<DnsResponse, ?> envelope) {
			try {
				DnsResponse response = envelope.content();
				if (response.code().equals(DnsResponseCode.NXDOMAIN)) {
					return DnsAnswer.noName();
				}
				this.serverFailed = response.code().equals(DnsResponseCode.SERVFAIL);
				if (!response.code().equals(DnsResponseCode.NOERROR)) {
					this.failure = "%s answers %s".formatted(text(server), code(response));
					return null;
				}
				if (response.isTruncated()) {
					this.failure = "the answer of %s is too long for UDP, and it does not answer over TCP"
						.formatted(text(server));
					return null;
				}
				List<TargetAddress> addresses = addresses(response, this.type, this.port);
				String alias = addresses.isEmpty() ? alias(response) : null;
				return (alias != null) ? DnsAnswer.aliasOf(alias) : DnsAnswer.of(addresses);
			}
			catch (IllegalArgumentException | IndexOutOfBoundsException | CorruptedFrameException ex) {
				this.failure = "%s answers what is no host and port (%s)".formatted(text(server), ex.getMessage());
				return null;
			}
			finally {
				envelope.release();
			}
		}

		private static String code(DnsResponse response) {
			// It is written ServFail(2)
			return response.code().toString().replaceFirst("\\(.*", "").toUpperCase(Locale.ROOT);
		}

		private static String text(InetSocketAddress server) {
			String host = (server.getAddress() != null) ? NetUtil.toAddressString(server.getAddress())
					: server.getHostString();
			return new TargetAddress(host, server.getPort()).toString();
		}

	}

}
