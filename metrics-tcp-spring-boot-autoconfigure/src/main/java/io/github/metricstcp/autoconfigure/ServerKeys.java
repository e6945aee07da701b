package io.github.metricstcp.autoconfigure;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.util.Assert;

/**
 * The private keys that a bundle has for a server, each with its certificate.
 */
final class ServerKeys {

	private static final List<String> TYPES = List.of("EC", "RSA", "RSASSA-PSS", "EdDSA", "DSA");

	private static final byte[] TO_SIGN = { 1, 2, 3 };

	private final List<X509Certificate> certificates;

	private ServerKeys(List<X509Certificate> certificates) {
		this.certificates = certificates;
	}

	/**
	 * Reads the keys of a bundle.
	 * @param bundle the SSL bundle
	 * @return its keys
	 * @throws IllegalStateException if there are none, or one does not belong to its
	 * certificate
	 */
	static ServerKeys of(SslBundle bundle) throws GeneralSecurityException {
		String alias = bundle.getKey().getAlias();
		Map<String, X509Certificate> certificates = new LinkedHashMap<>();
		for (KeyManager manager : bundle.getManagers().getKeyManagers()) {
			if (manager instanceof X509KeyManager keys) {
				for (String each : (alias != null) ? List.of(alias) : aliases(keys)) {
					PrivateKey key = keys.getPrivateKey(each);
					X509Certificate[] chain = keys.getCertificateChain(each);
					if (key != null && chain != null && chain.length > 0) {
						Assert.state(match(key, chain[0].getPublicKey()),
								() -> "its private key '%s' does not belong to its certificate '%s'".formatted(each,
										chain[0].getSubjectX500Principal()));
						certificates.put(each, chain[0]);
					}
				}
			}
		}
		Assert.state(!certificates.isEmpty(), () -> (alias != null) ? "its key store has no private key '" + alias + "'"
				: "it has no private key with a certificate, which a server needs");
		return new ServerKeys(List.copyOf(certificates.values()));
	}

	private static List<String> aliases(X509KeyManager keys) {
		return TYPES.stream()
			.map((type) -> keys.getServerAliases(type, null))
			.flatMap((aliases) -> (aliases != null) ? Arrays.stream(aliases) : Stream.empty())
			.toList();
	}

	private static boolean match(PrivateKey key, PublicKey certified) throws GeneralSecurityException {
		String algorithm = signatureAlgorithm(key);
		if (algorithm == null) {
			return true;
		}
		Signature signature = Signature.getInstance(algorithm);
		signature.initSign(key);
		signature.update(TO_SIGN);
		byte[] signed = signature.sign();
		// Not with the same one, whose provider may know no keys but its own
		Signature verification = Signature.getInstance(algorithm);
		try {
			verification.initVerify(certified);
		}
		catch (InvalidKeyException ex) {
			return false;
		}
		verification.update(TO_SIGN);
		return verification.verify(signed);
	}

	private static @Nullable String signatureAlgorithm(PrivateKey key) {
		return switch (key.getAlgorithm()) {
			case "EC" -> "SHA256withECDSA";
			case "RSA" -> "SHA256withRSA";
			case "EdDSA", "Ed25519", "Ed448" -> "EdDSA";
			case "DSA" -> "SHA256withDSA";
			default -> null;
		};
	}

	/**
	 * Returns the certificates of the keys, without those that signed them.
	 */
	List<X509Certificate> certificates() {
		return this.certificates;
	}

	/**
	 * Returns a clause for each certificate that is not valid now.
	 */
	List<String> invalidCertificates() {
		List<String> invalid = new ArrayList<>();
		for (X509Certificate certificate : this.certificates) {
			try {
				certificate.checkValidity();
			}
			catch (CertificateExpiredException ex) {
				invalid.add("The certificate '%s' expired on %s".formatted(certificate.getSubjectX500Principal(),
						certificate.getNotAfter().toInstant()));
			}
			catch (CertificateNotYetValidException ex) {
				invalid.add("The certificate '%s' is not valid before %s"
					.formatted(certificate.getSubjectX500Principal(), certificate.getNotBefore().toInstant()));
			}
		}
		return invalid;
	}

}
