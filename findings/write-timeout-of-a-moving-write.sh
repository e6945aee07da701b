#!/usr/bin/env bash
# Netty's WriteTimeoutHandler ends a connection whose bytes are flowing: it measures the whole of one write, not a pause in it,
# where ReadTimeoutHandler measures the pause. A large write to a reader that is slow but steady is cut off.
. "$(dirname "$0")/lib.sh"

cp=$(class_path io.netty:netty-handler:4.2.17.Final)

cat >Finding.java <<'JAVA'
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.*;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.timeout.WriteTimeoutHandler;
import java.io.*;
import java.net.*;

public class Finding {
  public static void main(String[] arguments) throws Exception {
    Channel server = new ServerBootstrap().group(new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory()))
      .channel(NioServerSocketChannel.class)
      .childOption(ChannelOption.SO_SNDBUF, 65536)
      .childHandler(new ChannelInitializer<SocketChannel>() {
        @Override protected void initChannel(SocketChannel channel) {
          channel.pipeline().addLast(new WriteTimeoutHandler(4), new ChannelInboundHandlerAdapter() {
            @Override public void channelActive(ChannelHandlerContext context) {
              context.writeAndFlush(Unpooled.wrappedBuffer(new byte[32 << 20]));
            }
            @Override public void exceptionCaught(ChannelHandlerContext context, Throwable ex) {
              System.out.println("server: " + ex.getClass().getSimpleName());
            }
          });
        }
      })
      .bind(InetAddress.getLoopbackAddress(), 0).sync().channel();
    Socket client = new Socket();
    client.setReceiveBufferSize(65536);
    client.connect(server.localAddress());
    InputStream in = client.getInputStream();
    byte[] some = new byte[65536];
    long received = 0;
    long longestPause = 0;
    long last = System.nanoTime();
    try {
      for (int n = in.read(some); n > 0; n = in.read(some)) {
        received += n;
        longestPause = Math.max(longestPause, System.nanoTime() - last);
        last = System.nanoTime();
        Thread.sleep(50);
      }
    }
    catch (SocketException ex) {
      // a reset, which is how it may end
    }
    System.out.println(received / 1000 + " of 33554 kB received, longest wait between two reads " + longestPause / 1_000_000
        + " ms, timeout 4000 ms");
    System.out.println("cut off while bytes were flowing: " + (received < 33_554_432 && longestPause < 2_500_000_000L));
    System.exit(0);
  }
}
JAVA
echo "netty-handler 4.2.17, NIO"
java -cp "$cp" Finding.java 2>log | tee seen
expect seen "server: WriteTimeoutException" "cut off while bytes were flowing: true"
