#!/usr/bin/env bash
# With TLS 1.3 the client's handshake is complete before the server has looked at the client's certificate: startHandshake()
# of a client that has none returns without an error where one is required, and the refusal comes with a later read or write.
# With TLS 1.2 the handshake itself fails.
. "$(dirname "$0")/lib.sh"

keytool -genkeypair -keyalg EC -alias server -dname CN=localhost -storetype PKCS12 -keystore server.p12 -storepass secret \
  2>/dev/null

cat >Finding.java <<'JAVA'
import java.io.*;
import java.net.InetAddress;
import java.security.KeyStore;
import javax.net.ssl.*;

public class Finding {
  public static void main(String[] arguments) throws Exception {
    KeyStore store = KeyStore.getInstance(new File("server.p12"), "secret".toCharArray());
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, "secret".toCharArray());
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    SSLContext server = SSLContext.getInstance("TLS");
    server.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    SSLContext clientWithoutCertificate = SSLContext.getInstance("TLS");
    clientWithoutCertificate.init(null, trust.getTrustManagers(), null);
    System.out.println("JDK " + System.getProperty("java.version"));
    for (String protocol : new String[] { "TLSv1.2", "TLSv1.3" }) {
      SSLServerSocket listening = (SSLServerSocket) server.getServerSocketFactory()
        .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
      listening.setNeedClientAuth(true);
      Thread accepting = new Thread(() -> {
        try (SSLSocket accepted = (SSLSocket) listening.accept()) {
          accepted.startHandshake();
          System.out.println(protocol + ": the server accepts");
        }
        catch (IOException ex) {
          // it refuses, which the client's side shows
        }
      });
      accepting.start();
      SSLSocket client = (SSLSocket) clientWithoutCertificate.getSocketFactory()
        .createSocket(InetAddress.getLoopbackAddress(), listening.getLocalPort());
      client.setEnabledProtocols(new String[] { protocol });
      String step = "startHandshake()";
      try {
        client.startHandshake();
        System.out.println(protocol + ": startHandshake() returns");
        step = "the first read";
        client.getInputStream().read();
      }
      catch (IOException ex) {
        System.out.println(protocol + ": " + step + " fails");
      }
      accepting.join();
    }
  }
}
JAVA
java Finding.java | tee seen
expect seen "TLSv1.2: startHandshake() fails" "TLSv1.3: startHandshake() returns" "TLSv1.3: the first read fails"
