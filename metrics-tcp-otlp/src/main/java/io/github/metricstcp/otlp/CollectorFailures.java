package io.github.metricstcp.otlp;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLException;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.NotSslRecordException;
import org.jspecify.annotations.Nullable;

/**
 * The clauses for requests that were not answered, without the collector's name and a
 * full stop.
 */
final class CollectorFailures {

	/**
	 * The port on which collectors commonly speak gRPC.
	 */
	private static final int GRPC_PORT = 4317;

	private final URI url;

	private final String urlName;

	CollectorFailures(URI url, String urlName) {
		this.url = url;
		this.urlName = urlName;
	}

	/**
	 * Returns the clause for a failure.
	 */
	String of(Throwable failure) {
		if (find(failure, ConnectTimeoutException.class) != null || find(failure, TimeoutException.class) != null) {
			return "it does not answer in time";
		}
		if (find(failure, NoRouteToHostException.class) != null) {
			return "there is no route to its host";
		}
		if (find(failure, ConnectException.class) != null) {
			return "nothing listens there (connection refused)";
		}
		if (find(failure, UnknownHostException.class) != null) {
			return "its host is unknown (%s)".formatted(this.urlName);
		}
		if (find(failure, SSLException.class) != null) {
			return tls(failure);
		}
		return "the connection broke: %s%s".formatted(ShownText.of(rootMessage(failure)), portHint());
	}

	private String tls(Throwable failure) {
		if (find(failure, NotSslRecordException.class) != null) {
			return "it does not speak TLS: is it http (%s)?".formatted(this.urlName);
		}
		if (find(failure, CertificateExpiredException.class) != null) {
			return "its certificate has expired";
		}
		if (find(failure, CertificateNotYetValidException.class) != null) {
			return "its certificate is not valid yet";
		}
		if (find(failure, CertPathBuilderException.class) != null
				|| find(failure, CertPathValidatorException.class) != null) {
			return "its certificate is not signed by an authority that this JVM trusts (javax.net.ssl.trustStore)";
		}
		if (find(failure, CertificateException.class) != null) {
			return "its certificate is not valid for this host (%s)".formatted(ShownText.of(rootMessage(failure)));
		}
		return "TLS fails: %s".formatted(ShownText.of(rootMessage(failure)));
	}

	/**
	 * Returns a question if the port may be the wrong one, nothing otherwise.
	 */
	String portHint() {
		return (this.url.getPort() == GRPC_PORT)
				? "; is this the port of gRPC, and that of HTTP 4318 (%s)?".formatted(this.urlName) : "";
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
