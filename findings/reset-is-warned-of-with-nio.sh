#!/usr/bin/env bash
# A browser that goes away in the middle of a stream of server-sent events may reset its connection. Reactor Netty keeps quiet of
# resets, which it knows by their message: with epoll that is "Connection reset by peer", with NIO it is "Connection reset", and each
# one is a WARNING: An exception has been observed post termination.
. "$(dirname "$0")/lib.sh"

cp=$(class_path io.projectreactor.netty:reactor-netty-http:1.3.7)

cat >Finding.java <<'JAVA'
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Flux;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

public class Finding {
  public static void main(String[] arguments) throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    DisposableServer server = HttpServer.create().host("127.0.0.1").port(0)
      .doOnConnection((connection) -> connection.channel().closeFuture().addListener((future) -> closed.countDown()))
      .handle((request, response) -> response.sse()
        .sendString(Flux.interval(Duration.ZERO, Duration.ofMinutes(1)).map((tick) -> "data: x\n\n")))
      .bindNow();
    Socket browser = new Socket("127.0.0.1", server.port());
    browser.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    browser.getInputStream().read();
    browser.setSoLinger(true, 0);
    browser.close();
    String end = closed.await(10, TimeUnit.SECONDS) ? ": the connection is closed" : ": it stays open";
    TimeUnit.SECONDS.sleep(1);
    System.out.println(arguments[0] + end);
    System.exit(0);
  }
}
JAVA
# Without a logging library Reactor warns on the standard error
run() {
  java "-Dreactor.netty.native=$2" -cp "$cp" Finding.java "$1" 2>log
  sed -n "s/.* WARN.*post termination.*: \\(java\\..*\\)/$1 warns: \\1/p" log
}
echo "reactor-netty-http 1.3.7, a client resets its connection"
run NIO false | tee seen
expect seen "NIO: the connection is closed" "NIO warns: java.net.SocketException: Connection reset"
if [ "$(uname -sm)" = "Linux x86_64" ]; then
  run epoll true | tee seen
  expect seen "epoll: the connection is closed"
  if grep -q warns seen; then
    echo "CHANGED: epoll warns too"
    exit 1
  fi
fi
