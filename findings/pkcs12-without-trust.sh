#!/usr/bin/env bash
# A PKCS#12 file that OpenSSL 3.0 makes of an authority's certificate is an empty key store for Java: it loads without a
# complaint, has no entry, and trusts nobody. Java takes a certificate without key only when it carries an attribute of its own
# that says "trusted", which keytool writes and OpenSSL leaves out (from 3.2 on its option -jdktrust adds it).
. "$(dirname "$0")/lib.sh"

command -v openssl >/dev/null || apt-get install -y -q openssl >&2
openssl req -x509 -newkey rsa:2048 -nodes -keyout authority.key -out authority.pem -days 30 -subj /CN=authority 2>/dev/null
openssl pkcs12 -export -nokeys -in authority.pem -out of-openssl.p12 -passout pass:secret
keytool -importcert -noprompt -file authority.pem -alias authority -storetype PKCS12 -keystore of-keytool.p12 \
  -storepass secret 2>/dev/null

cat >Finding.java <<'JAVA'
import java.io.File;
import java.security.KeyStore;
import javax.net.ssl.*;

public class Finding {
  public static void main(String[] arguments) throws Exception {
    for (String name : new String[] { "of-keytool.p12", "of-openssl.p12" }) {
      KeyStore store = KeyStore.getInstance(new File(name), "secret".toCharArray());
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(store);
      System.out.println(name + ": " + store.size() + " entries, trusted authorities: "
          + ((X509TrustManager) trust.getTrustManagers()[0]).getAcceptedIssuers().length);
    }
  }
}
JAVA
openssl version
echo "JDK $(java -version 2>&1 | head -1); certificates in of-openssl.p12, as OpenSSL sees it:" \
  "$(openssl pkcs12 -in of-openssl.p12 -passin pass:secret -nokeys | grep -c 'BEGIN CERTIFICATE')"
java Finding.java | tee seen
expect seen "of-keytool.p12: 1 entries, trusted authorities: 1" "of-openssl.p12: 0 entries, trusted authorities: 0"
