#!/usr/bin/env bash
# disposeNow(timeout) of a Reactor Netty server whose responses do not end: without a channel group it returns at once and the
# connections go on being served; with one it waits for them in vain, all of the timeout, and throws. What it never does is end
# them first: complete the publishers, then dispose.
. "$(dirname "$0")/lib.sh"

cp=$(class_path io.projectreactor.netty:reactor-netty-core:1.3.7)

cat >Finding.java <<'JAVA'
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.netty.DisposableServer;
import reactor.netty.tcp.TcpServer;

public class Finding {
  public static void main(String[] arguments) throws Exception {
    for (boolean group : new boolean[] { false, true }) {
      TcpServer server = TcpServer.create().host("127.0.0.1").port(0)
        .handle((in, out) -> out.sendString(Flux.interval(Duration.ofMillis(100)).map((tick) -> "x")));
      if (group) {
        server = server.channelGroup(new DefaultChannelGroup(GlobalEventExecutor.INSTANCE));
      }
      DisposableServer bound = server.bindNow();
      InputStream in = new Socket("127.0.0.1", bound.port()).getInputStream();
      in.read();
      long start = System.nanoTime();
      String end = "returns";
      try {
        bound.disposeNow(Duration.ofSeconds(5));
      }
      catch (IllegalStateException ex) {
        end = "throws";
      }
      String name = group ? "with a channel group: " : "without a channel group: ";
      System.out.println(name + end + ((System.nanoTime() - start >= 5_000_000_000L) ? " after all of the timeout" : " before"));
      in.readNBytes(in.available());
      System.out.println(name + ((in.read() < 0) ? "the connection is closed then" : "the connection goes on"));
    }
    System.exit(0);
  }
}
JAVA
echo "reactor-netty-core 1.3.7, disposeNow(5 seconds)"
java -cp "$cp" Finding.java 2>log | tee seen
expect seen "without a channel group: returns before" "without a channel group: the connection goes on" \
  "with a channel group: throws after all of the timeout" "with a channel group: the connection is closed then"
