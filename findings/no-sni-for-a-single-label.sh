#!/usr/bin/env bash
# The JDK's TLS client sends no server name (SNI) when the name has no dot, as the name of a Service has inside of a
# Kubernetes namespace: a server or proxy that chooses by name sees none and takes its default certificate.
. "$(dirname "$0")/lib.sh"

keytool -genkeypair -keyalg EC -alias server -dname CN=server -storetype PKCS12 -keystore server.p12 -storepass secret \
  2>/dev/null

cat >Finding.java <<'JAVA'
import java.io.*;
import java.net.*;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.*;

public class Finding {
  public static void main(String[] arguments) throws Exception {
    KeyStore store = KeyStore.getInstance(new File("server.p12"), "secret".toCharArray());
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, "secret".toCharArray());
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    System.out.println("JDK " + System.getProperty("java.version"));
    for (String name : List.of("orders.shop.svc", "orders")) {
      System.out.println(name + ": " + namesSeen(context, name, false));
    }
    System.out.println("orders, with setServerNames: " + namesSeen(context, "orders", true));
  }

  private static String namesSeen(SSLContext context, String name, boolean set) throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    String[] seen = new String[1];
    try (SSLServerSocket listening = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 1, loopback)) {
      Thread accepting = new Thread(() -> {
        try (SSLSocket accepted = (SSLSocket) listening.accept()) {
          accepted.startHandshake();
          seen[0] = ((ExtendedSSLSession) accepted.getSession()).getRequestedServerNames().toString();
          accepted.getOutputStream().write(1);
        }
        catch (IOException ex) {
          seen[0] = ex.toString();
        }
      });
      accepting.start();
      SSLSocket client = (SSLSocket) context.getSocketFactory()
        .createSocket(new Socket(loopback, listening.getLocalPort()), name, listening.getLocalPort(), true);
      if (set) {
        SSLParameters parameters = client.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(name)));
        client.setSSLParameters(parameters);
      }
      client.getInputStream().read();
      accepting.join();
    }
    return seen[0];
  }
}
JAVA
java Finding.java | tee seen
expect seen "orders.shop.svc: [type=host_name (0), value=orders.shop.svc]" "orders: []" \
  "orders, with setServerNames: [type=host_name (0), value=orders]"
