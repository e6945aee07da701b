package io.github.metricstcp.client;

import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;

/**
 * The TLS context of a client's connections, which is made anew when its files have
 * changed. Not thread-safe.
 */
final class TlsContext {

	private final TlsSettings settings;

	private String fingerprint;

	private SslContext context;

	private @Nullable String problem;

	/**
	 * Reads the files.
	 * @throws IllegalArgumentException if one cannot be used, with a message that says
	 * which and why
	 */
	TlsContext(TlsSettings settings) {
		this.settings = settings;
		this.fingerprint = settings.fingerprint();
		this.context = settings.context();
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
		String now = this.settings.fingerprint();
		this.problem = null;
		if (!now.equals(this.fingerprint)) {
			try {
				this.context = this.settings.context();
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
