package io.github.metricstcp.client;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
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
import io.netty.handler.ssl.SslClosedEngineException;
import org.jspecify.annotations.Nullable;

/**
 * The clauses for failures of connections to a target, without its name and a full stop.
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

	/**
	 * The messages of failures that say no more than that the peer has closed the
	 * connection.
	 */
	private static final Pattern CLOSE = Pattern.compile(
			"connection (has been closed|was aborted|reset)|broken pipe|forcibly closed|close_notify during handshake",
			Pattern.CASE_INSENSITIVE);

	/**
	 * Number of connections in a row that end before anything came, from which on the
	 * reason is hardly an exporter that is full for the moment.
	 */
	private static final int REPEATED_CLOSES = 3;

	private final String tlsName;

	private final @Nullable TlsContext tls;

	/**
	 * Creates the clauses for a target.
	 * @param tlsName the name by which a user knows the setting for TLS
	 * @param tls the context of its connections, {@code null} if they are not secured
	 */
	ConnectionFailures(String tlsName, @Nullable TlsContext tls) {
		this.tlsName = tlsName;
		this.tls = tls;
	}

	/**
	 * Returns the clause for an attempt to connect that has failed.
	 */
	String attempt(Throwable failure) {
		if (find(failure, ConnectTimeoutException.class) != null) {
			return "does not answer within %s s".formatted(Connector.CONNECT_TIMEOUT.toSeconds());
		}
		if (find(failure, NoRouteToHostException.class) != null) {
			return "no route to this host";
		}
		if (find(failure, ConnectException.class) != null) {
			return "nothing listens on this port (connection refused)";
		}
		if (find(failure, UnknownHostException.class) != null) {
			return "unknown host";
		}
		if (isTls(failure)) {
			return tls(failure);
		}
		return rootMessage(failure);
	}

	/**
	 * Returns whether an attempt to connect has failed for no other reason than that the
	 * peer has closed the connection during the handshake of TLS.
	 */
	boolean isClosedInHandshake(Throwable failure) {
		return this.tls != null && isClosing(failure);
	}

	/**
	 * Returns whether a stream that has broken says no more than that the peer has closed
	 * it. A refusal of TLS says itself why.
	 */
	static boolean isClosedWithoutReason(Throwable failure) {
		return !isTls(failure) || isClosing(failure);
	}

	private static boolean isClosing(Throwable failure) {
		return find(failure, ClosedChannelException.class) != null
				|| find(failure, SslClosedEngineException.class) != null || CLOSE.matcher(rootMessage(failure)).find();
	}

	/**
	 * Returns the clause for a stream that has broken.
	 */
	String stream(Throwable failure) {
		return isTls(failure) ? tls(failure) : "the connection broke: %s".formatted(rootMessage(failure));
	}

	/**
	 * Returns the clause for a stream that ended before anything came.
	 * @param atOnce whether it ended as soon as it had begun
	 * @param times how many streams in a row ended so
	 */
	String closedWithoutData(boolean atOnce, int times) {
		if (times >= REPEATED_CLOSES) {
			return "closed again and again before sending anything: nothing listens behind this port, " + (atOnce
					? "or this address is not allowed, or max-clients is reached" : "or it is not the metrics port"
							+ ((this.tls == null) ? ", or it needs %s".formatted(this.tlsName) : ""));
		}
		return "closed before sending anything: " + (atOnce
				? "this address may not be allowed, or max-clients is reached; the application's log says which"
				: portHint());
	}

	/**
	 * Returns the clause for a stream on which no whole frame comes.
	 * @param received whether there was anything at all
	 */
	String noFrameReceived(boolean received) {
		return (received ? "no metrics received: " : "nothing received: ") + portHint();
	}

	private String portHint() {
		return "is this the metrics port?" + ((this.tls == null) ? " does it need %s?".formatted(this.tlsName) : "");
	}

	private static boolean isTls(Throwable failure) {
		return find(failure, SSLException.class) != null;
	}

	private String tls(Throwable failure) {
		String problem = (this.tls != null) ? this.tls.problem() : null;
		return "TLS fails: %s".formatted(tlsReason(failure)) + ((problem != null) ? "; " + problem : "");
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
