package io.github.metricstcp.client.discovery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.DefaultDnsQuery;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DefaultDnsResponse;
import io.netty.handler.codec.dns.DnsOpCode;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.handler.codec.dns.TcpDnsQueryDecoder;
import io.netty.handler.codec.dns.TcpDnsResponseEncoder;

/**
 * A small name server on a port of its own, over UDP and TCP. What it does not know is no
 * name.
 */
public final class DnsServer implements AutoCloseable {

	private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

	private final Channel tcp;

	private final Channel udp;

	private final Map<String, List<byte[]>> records = new ConcurrentHashMap<>();

	private final Map<String, String> aliases = new ConcurrentHashMap<>();

	private final Map<String, DnsResponseCode> failures = new ConcurrentHashMap<>();

	private final List<String> questions = new CopyOnWriteArrayList<>();

	private final Set<String> unanswered = ConcurrentHashMap.newKeySet();

	private volatile DnsResponseCode failure = DnsResponseCode.NOERROR;

	private volatile boolean silent;

	private volatile int mostOverUdp = 20;

	/**
	 * Starts a name server that knows no name.
	 */
	public DnsServer() {
		InetAddress loopback = InetAddress.getLoopbackAddress();
		this.tcp = new ServerBootstrap().group(this.group)
			.channel(NioServerSocketChannel.class)
			.childHandler(new ChannelInitializer<Channel>() {
				@Override
				protected void initChannel(Channel channel) {
					channel.pipeline().addLast(new TcpDnsQueryDecoder(), new TcpDnsResponseEncoder(), new TcpQueries());
				}
			})
			.bind(loopback, 0)
			.syncUninterruptibly()
			.channel();
		this.udp = new Bootstrap().group(this.group)
			.channel(NioDatagramChannel.class)
			.handler(new ChannelInitializer<Channel>() {
				@Override
				protected void initChannel(Channel channel) {
					channel.pipeline()
						.addLast(new DatagramDnsQueryDecoder(), new DatagramDnsResponseEncoder(), new UdpQueries());
				}
			})
			.bind(loopback, port())
			.syncUninterruptibly()
			.channel();
	}

	int port() {
		return ((InetSocketAddress) this.tcp.localAddress()).getPort();
	}

	/**
	 * Writes a file that names this server, and what else is in it.
	 */
	public Path resolvConf(Path directory, String... lines) {
		List<String> all = new ArrayList<>(List.of("nameserver 127.0.0.1." + port()));
		all.addAll(Arrays.asList(lines));
		try {
			return Files.write(directory.resolve("resolv.conf"), all);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Lets a name have these addresses, and no others of their kind.
	 */
	public void addresses(String name, DnsRecordType type, String... addresses) {
		this.records.put(name + ". " + type.name(), Arrays.stream(addresses).map(DnsServer::bytes).toList());
	}

	private static byte[] bytes(String address) {
		try {
			return InetAddress.getByName(address).getAddress();
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	/**
	 * Lets a name have SRV records, each written {@code HOST:PORT}.
	 */
	void services(String name, String... services) {
		this.records.put(name + ". SRV", Arrays.stream(services).map(DnsServer::service).toList());
	}

	/**
	 * Lets a name be an alias, and answers questions for it with nothing else.
	 */
	void alias(String alias, String name) {
		this.aliases.put(alias + ".", name);
	}

	private static byte[] service(String service) {
		int colon = service.indexOf(':');
		ByteBuf bytes = Unpooled.buffer();
		bytes.writeShort(10).writeShort(5).writeShort(Integer.parseInt(service.substring(colon + 1)));
		return array(name(service.substring(0, colon), bytes));
	}

	private static ByteBuf name(String name, ByteBuf bytes) {
		for (String label : List.of(name.split("\\."))) {
			bytes.writeByte(label.length());
			bytes.writeCharSequence(label, StandardCharsets.US_ASCII);
		}
		return bytes.writeByte(0);
	}

	private static byte[] array(ByteBuf bytes) {
		byte[] array = new byte[bytes.readableBytes()];
		bytes.readBytes(array);
		return array;
	}

	/**
	 * Forgets a name.
	 */
	void forget(String name) {
		this.records.keySet().removeIf((key) -> key.startsWith(name + ". "));
	}

	/**
	 * Answers everything with a code, {@code NOERROR} for what it is asked.
	 */
	void fail(DnsResponseCode code) {
		this.failure = code;
	}

	/**
	 * Answers questions for a name with a code.
	 */
	void fail(String name, DnsResponseCode code) {
		this.failures.put(name + ".", code);
	}

	/**
	 * Answers questions for the records of a name with a code, {@code NOERROR} for what
	 * it has.
	 */
	void fail(String name, DnsRecordType type, DnsResponseCode code) {
		this.failures.put(name + ". " + type.name(), code);
	}

	/**
	 * Does not answer questions for the records of a name.
	 */
	void silent(String name, DnsRecordType type) {
		this.unanswered.add(name + ". " + type.name());
	}

	/**
	 * Answers nothing, or everything again.
	 */
	void silent(boolean silent) {
		this.silent = silent;
	}

	/**
	 * No longer listens for connections.
	 */
	void closeTcp() {
		this.tcp.close().syncUninterruptibly();
	}

	/**
	 * Returns what was asked, such as {@code UDP shop. A}.
	 */
	List<String> questions() {
		return this.questions;
	}

	private void answer(DnsQuestion question, DnsResponse response, boolean datagram) {
		String key = question.name() + " " + question.type().name();
		this.questions.add((datagram ? "UDP " : "TCP ") + key);
		response.addRecord(DnsSection.QUESTION, question);
		response.setRecursionAvailable(true);
		DnsResponseCode failure = this.failures.getOrDefault(key,
				this.failures.getOrDefault(question.name(), this.failure));
		String name = this.aliases.get(question.name());
		if (name != null && failure.equals(DnsResponseCode.NOERROR)) {
			response.addRecord(DnsSection.ANSWER, new DefaultDnsRawRecord(question.name(), DnsRecordType.CNAME, 3600,
					Unpooled.wrappedBuffer(array(name(name, Unpooled.buffer())))));
			return;
		}
		boolean exists = this.records.keySet().stream().anyMatch((each) -> each.startsWith(question.name() + " "));
		response.setCode(!failure.equals(DnsResponseCode.NOERROR) ? failure
				: (exists ? DnsResponseCode.NOERROR : DnsResponseCode.NXDOMAIN));
		if (response.code().equals(DnsResponseCode.NOERROR)) {
			List<byte[]> found = this.records.getOrDefault(key, List.of());
			response.setTruncated(datagram && found.size() > this.mostOverUdp);
			found.stream()
				.limit(datagram ? this.mostOverUdp : found.size())
				.forEach((each) -> response.addRecord(DnsSection.ANSWER,
						new DefaultDnsRawRecord(question.name(), question.type(), 3600, Unpooled.wrappedBuffer(each))));
		}
	}

	@Override
	public void close() {
		this.udp.close().syncUninterruptibly();
		this.tcp.close().syncUninterruptibly();
		Future<?> unused = this.group.shutdownGracefully();
	}

	private final class UdpQueries extends SimpleChannelInboundHandler<DatagramDnsQuery> {

		@Override
		protected void channelRead0(ChannelHandlerContext context, DatagramDnsQuery query) {
			DnsQuestion question = query.recordAt(DnsSection.QUESTION);
			boolean unanswered = DnsServer.this.unanswered.contains(question.name() + " " + question.type().name());
			if (!DnsServer.this.silent && !unanswered) {
				DatagramDnsResponse response = new DatagramDnsResponse(/* sender= */ query.recipient(),
						/* recipient= */ query.sender(), query.id(), DnsOpCode.QUERY, DnsResponseCode.NOERROR);
				answer(question, response, true);
				Future<?> unused = context.writeAndFlush(response);
			}
		}

	}

	private final class TcpQueries extends SimpleChannelInboundHandler<DefaultDnsQuery> {

		@Override
		protected void channelRead0(ChannelHandlerContext context, DefaultDnsQuery query) {
			DnsResponse response = new DefaultDnsResponse(query.id());
			answer(query.recordAt(DnsSection.QUESTION), response, false);
			Future<?> unused = context.writeAndFlush(response);
		}

	}

}
