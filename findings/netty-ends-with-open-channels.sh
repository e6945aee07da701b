#!/usr/bin/env bash
# An event loop of Netty 4.2 that is shut down without a quiet period while it runs a task, by that task or from elsewhere: it
# ends, terminates without an error, and leaves its channels open. The port still takes connections that nobody serves. With a
# quiet period of 100 ms the channels are closed, and with Netty 4.1 in both cases.
. "$(dirname "$0")/lib.sh"

cat >Finding.java <<'JAVA'
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;

public class Finding {
  public static void main(String[] arguments) throws Exception {
    for (int quietMillis : new int[] { 0, 100 }) {
      EventLoopGroup group = new NioEventLoopGroup(1);
      Channel server = new ServerBootstrap().group(group)
        .channel(NioServerSocketChannel.class)
        .childHandler(new ChannelInboundHandlerAdapter())
        .bind(InetAddress.getLoopbackAddress(), 0)
        .sync()
        .channel();
      InetSocketAddress address = (InetSocketAddress) server.localAddress();
      server.eventLoop().execute(() -> group.shutdownGracefully(quietMillis, 5000, TimeUnit.MILLISECONDS));
      String end = group.terminationFuture().await(10, TimeUnit.SECONDS) ? "terminated" : "not terminated";
      System.out.println(arguments[0] + ", quiet period " + quietMillis + " ms: " + end + ", channel "
          + (server.isOpen() ? "open" : "closed") + ", port " + (connects(address) ? "takes connections" : "closed"));
    }
    System.exit(0);
  }

  private static boolean connects(InetSocketAddress address) {
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      return true;
    }
    catch (java.io.IOException ex) {
      return false;
    }
  }
}
JAVA
for version in 4.1.138.Final 4.2.17.Final; do
  cp=$(class_path "io.netty:netty-handler:$version")
  java -cp "$cp" Finding.java "$version" 2>log | tee -a seen
done
expect seen "4.1.138.Final, quiet period 0 ms: terminated, channel closed, port closed" \
  "4.1.138.Final, quiet period 100 ms: terminated, channel closed, port closed" \
  "4.2.17.Final, quiet period 0 ms: terminated, channel open, port takes connections" \
  "4.2.17.Final, quiet period 100 ms: terminated, channel closed, port closed"
