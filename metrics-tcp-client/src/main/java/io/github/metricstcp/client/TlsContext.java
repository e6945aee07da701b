package io.github.metricstcp.client;

import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;

/**
 * The TLS context of a client's connections. One that is made of files is made anew when
 * they have changed. Not thread-safe.
 */
final class TlsContext {

	private final TlsSettings settings;

	private final Supplier<String> fingerprints;

	private final Supplier<SslContext> contexts;

	private String fingerprint;

	private SslContext context;

	private @Nullable String problem;

	/**
	 * Reads the files.
	 * @throws IllegalArgumentException if one cannot be used, with a message that says
	 * which and why
	 */
	TlsContext(TlsSettings settings) {
		this(settings, settings::fingerprint, settings::context);
	}

	/**
	 * Takes a context that the program has made.
	 */
	TlsContext(SSLContext given) {
		this(new TlsSettings(null, null, null, null), () -> "", () -> new JdkSslContext(given, true, null,
				IdentityCipherSuiteFilter.INSTANCE, null, ClientAuth.NONE, null, false));
	}

	private TlsContext(TlsSettings settings, Supplier<String> fingerprints, Supplier<SslContext> contexts) {
		this.settings = settings;
		this.fingerprints = fingerprints;
		this.contexts = contexts;
		this.fingerprint = fingerprints.get();
		this.context = contexts.get();
	}

	TlsSettings settings() {
		return this.settings;
	}

	/**
	 * Returns the context of the files as they are now or, if they cannot be used, that
	 * of their former content: they may be just being renewed.
	 */
	SslContext current() {
		// Before they are read: a change that comes in between is seen the next time
		String now = this.fingerprints.get();
		this.problem = null;
		if (!now.equals(this.fingerprint)) {
			try {
				this.context = this.contexts.get();
				this.fingerprint = now;
			}
			catch (IllegalArgumentException ex) {
				this.problem = ex.getMessage();
			}
		}
		return this.context;
	}

	/**
	 * Returns why the files could not be used when the context was last asked for,
	 * {@code null} if they could.
	 */
	@Nullable String problem() {
		return this.problem;
	}

}
