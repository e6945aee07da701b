package io.github.metricstcp.client;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.SSLException;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.NotSslRecordException;
import org.jspecify.annotations.Nullable;

/**
 * The sentences for failures of connections to a target, without a full stop.
 */
final class ConnectionFailures {

	private static final Pattern ALERT = Pattern.compile("Received fatal alert: (\\w+)");

	/**
	 * The alerts of TLS by which a target refuses the client's certificate, or the lack
	 * of one.
	 */
	private static final Set<String> CERTIFICATE_ALERTS = Set.of("access_denied", "bad_certificate",
			"certificate_expired", "certificate_required", "certificate_revoked", "certificate_unknown",
			"no_certificate", "unknown_ca", "unsupported_certificate");

	private final TargetAddress target;

	private final @Nullable TlsContext tls;

	/**
	 * Creates the sentences for a target.
	 * @param target the target
	 * @param tls the context of its connections, {@code null} if they are not secured
	 */
	ConnectionFailures(TargetAddress target, @Nullable TlsContext tls) {
		this.target = target;
		this.tls = tls;
	}

	/**
	 * Returns the sentence for an attempt to connect that has failed.
	 */
	String attempt(Throwable failure) {
		if (find(failure, ConnectTimeoutException.class) != null) {
			return "%s does not answer within %d s".formatted(this.target, Connector.CONNECT_TIMEOUT.toSeconds());
		}
		if (find(failure, NoRouteToHostException.class) != null) {
			return "No route to host: %s".formatted(this.target);
		}
		if (find(failure, ConnectException.class) != null) {
			return "Nothing listens on %s (connection refused)".formatted(this.target);
		}
		if (find(failure, UnknownHostException.class) != null) {
			return "Unknown host: %s".formatted(this.target.host());
		}
		if (find(failure, SSLException.class) != null) {
			return tls(failure);
		}
		return "%s: %s".formatted(this.target, rootMessage(failure));
	}

	/**
	 * Returns the sentence for a stream that has broken.
	 */
	String stream(Throwable failure) {
		return (find(failure, SSLException.class) != null) ? tls(failure)
				: "The connection to %s broke: %s".formatted(this.target, rootMessage(failure));
	}

	private String tls(Throwable failure) {
		String problem = (this.tls != null) ? this.tls.problem() : null;
		return "TLS with %s fails: %s".formatted(this.target, tlsReason(failure))
				+ ((problem != null) ? "; " + problem : "");
	}

	private String tlsReason(Throwable failure) {
		String trust = (this.tls != null) ? this.tls.settings().names().trust() : "trust";
		if (find(failure, NotSslRecordException.class) != null) {
			return "it does not speak TLS";
		}
		if (find(failure, CertificateExpiredException.class) != null) {
			return "its certificate has expired";
		}
		if (find(failure, CertificateNotYetValidException.class) != null) {
			return "its certificate is not valid yet";
		}
		if (find(failure, CertPathBuilderException.class) != null
				|| find(failure, CertPathValidatorException.class) != null) {
			return "its certificate is not signed by a trusted authority (check %s)".formatted(trust);
		}
		if (find(failure, CertificateException.class) != null) {
			return "its certificate is not valid for this host (%s)".formatted(rootMessage(failure));
		}
		Matcher alert = ALERT.matcher(rootMessage(failure));
		return (alert.find() && CERTIFICATE_ALERTS.contains(alert.group(1))) ? certificateRefused(alert.group(1))
				: rootMessage(failure);
	}

	private String certificateRefused(String alert) {
		TlsSettings settings = (this.tls != null) ? this.tls.settings() : new TlsSettings(null, null, null, null);
		String sentence = (settings.certificate() != null) ? "it refuses the client's certificate (%s): check %s and %s"
				: "it asks for a certificate of the client (%s): set %s and %s";
		return sentence.formatted(alert, settings.names().certificate(), settings.names().key());
	}

	private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
		for (Throwable each = failure; each != null; each = each.getCause()) {
			if (type.isInstance(each)) {
				return type.cast(each);
			}
		}
		return null;
	}

	private static String rootMessage(Throwable failure) {
		Throwable root = failure;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		return (root.getMessage() != null) ? root.getMessage() : root.toString();
	}

}
