package io.github.metricstcp.page;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import javax.net.ssl.SSLEngine;

import io.github.metricstcp.client.TlsSettings;
import io.github.metricstcp.client.comparison.Baseline;
import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.page.internal.http.PageServer;
import io.github.metricstcp.page.internal.http.ServerNames;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import reactor.netty.ChannelBindException;

/**
 * A web page that shows what a model knows, live. It is served by a small server of its
 * own, by default to this machine only: at another address it asks for a token or for a
 * certificate. No request changes anything.
 *
 * @since 0.1.0
 */
public final class LivePage implements AutoCloseable {

	/**
	 * The default port.
	 */
	public static final int DEFAULT_PORT = 5080;

	private static final int LEAST_TOKEN = 16;

	private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{" + LEAST_TOKEN + ",}");

	private final PageServer server;

	private final InetAddress address;

	private final @Nullable String token;

	private final String scheme;

	private LivePage(Builder builder) {
		this.address = builder.address;
		this.token = builder.token;
		this.scheme = (builder.contexts != null) ? "https" : "http";
		this.server = new PageServer(builder.model, builder.baseline,
				new InetSocketAddress(builder.address, builder.port),
				new ServerNames(builder.address, builder.names).all(), builder.token, builder.contexts);
	}

	/**
	 * Returns a builder of a page.
	 * @param model what is shown; it should have a history
	 * @return a builder with default settings
	 */
	public static Builder builder(ObserverModel model) {
		return new Builder(model);
	}

	/**
	 * Returns whether a text can be the token of a page.
	 * @param text the text
	 * @return whether it has at least 16 letters, digits, {@code -} and {@code _}, and
	 * nothing else
	 */
	public static boolean isToken(String text) {
		return TOKEN.matcher(text).matches();
	}

	/**
	 * Starts to serve the page. To be called once.
	 * @return the address to open, with the token if there is one
	 * @throws PageBindException if the address and port cannot be listened on
	 */
	public URI start() {
		InetSocketAddress bound = bind();
		String host = this.address.isAnyLocalAddress() ? "localhost" : ServerNames.of(this.address);
		String query = (this.token != null) ? "?token=" + this.token : "";
		return URI.create("%s://%s:%s/%s".formatted(this.scheme, host, bound.getPort(), query));
	}

	private InetSocketAddress bind() {
		try {
			return this.server.start();
		}
		catch (ChannelBindException ex) {
			throw new PageBindException(this.server.address(), ex);
		}
	}

	/**
	 * Stops serving the page, and ends all connections. It does nothing to the model.
	 */
	@Override
	public void close() {
		this.server.stop();
	}

	/**
	 * A builder of pages. A page keeps the settings that the builder has when it is
	 * built.
	 */
	public static final class Builder {

		private final ObserverModel model;

		private InetAddress address = InetAddress.getLoopbackAddress();

		private int port = DEFAULT_PORT;

		private final Set<String> names = new LinkedHashSet<>();

		private @Nullable String token;

		private @Nullable Supplier<? extends SslContext> contexts;

		private @Nullable Baseline baseline;

		private Builder(ObserverModel model) {
			this.model = model;
		}

		/**
		 * Sets the address to listen on; the loopback address by default.
		 * @param address an address of this machine
		 * @return this builder
		 */
		public Builder address(InetAddress address) {
			this.address = address;
			return this;
		}

		/**
		 * Sets the port to listen on; {@value LivePage#DEFAULT_PORT} by default.
		 * @param port the port, 0 for any that is free
		 * @return this builder
		 * @throws IllegalArgumentException if there is no such port
		 */
		public Builder port(int port) {
			if (port < 0 || port > 65535) {
				throw new IllegalArgumentException("A port is a number from 0 to 65535, but is %s".formatted(port));
			}
			this.port = port;
			return this;
		}

		/**
		 * Sets the recording that what is shown is compared with; none by default.
		 * @param baseline the recording, which listens to the targets of the model too;
		 * {@code null} for none
		 * @return this builder
		 */
		public Builder baseline(@Nullable Baseline baseline) {
			this.baseline = baseline;
			return this;
		}

		/**
		 * Adds a name under which the page is opened, such as that of a proxy before it.
		 * Requests for other names than these, the address itself and, beyond the
		 * loopback address, the name of this machine are refused.
		 * @param name a host name
		 * @return this builder
		 */
		public Builder name(String name) {
			this.names.add(name.toLowerCase(Locale.ROOT));
			return this;
		}

		/**
		 * Sets the token that each request must have, as a cookie or as a bearer token;
		 * none by default.
		 * @param token a text of at least 16 letters, digits, {@code -} and {@code _};
		 * {@code null} for none
		 * @return this builder
		 * @throws IllegalArgumentException if it is no such text
		 */
		public Builder token(@Nullable String token) {
			if (token != null && !isToken(token)) {
				throw new IllegalArgumentException(
						"A token has at least %s letters, digits, - and _, and nothing else".formatted(LEAST_TOKEN));
			}
			this.token = token;
			return this;
		}

		/**
		 * Has the page served with TLS; without by default. If the settings have
		 * certificates to trust, each browser must have a certificate of theirs.
		 * @param tls the certificate of the server, which is read now; {@code null} for
		 * none
		 * @return this builder
		 * @throws IllegalArgumentException if a file of the settings cannot be used
		 */
		public Builder tls(@Nullable TlsSettings tls) {
			if (tls == null) {
				return tlsContexts(null);
			}
			SslContext context = tls.serverContext();
			return tlsContexts(() -> context);
		}

		/**
		 * Has the page served with TLS; without by default. If the first context needs
		 * certificates of clients, so must all that follow.
		 * @param contexts the context of each new connection, so that certificates can be
		 * renewed; {@code null} for none
		 * @return this builder
		 */
		public Builder tlsContexts(@Nullable Supplier<? extends SslContext> contexts) {
			this.contexts = contexts;
			return this;
		}

		/**
		 * Builds a page that is not served yet.
		 * @return a page with the settings that this builder has now
		 * @throws IllegalArgumentException if the address is not the loopback address and
		 * there is neither a token nor TLS that asks for certificates
		 */
		public LivePage build() {
			if (!this.address.isLoopbackAddress() && this.token == null && !needsCertificates()) {
				throw new IllegalArgumentException(
						"At %s anyone who can reach this machine could read all metrics: that needs a token, or TLS with certificates of clients"
							.formatted(ServerNames.of(this.address)));
			}
			return new LivePage(this);
		}

		private boolean needsCertificates() {
			if (this.contexts == null) {
				return false;
			}
			SSLEngine engine = this.contexts.get().newEngine(ByteBufAllocator.DEFAULT);
			try {
				return engine.getNeedClientAuth();
			}
			finally {
				// That of OpenSSL has memory of its own
				ReferenceCountUtil.release(engine);
			}
		}

	}

}
