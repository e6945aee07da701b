#!/usr/bin/env bash
# BlockHound, which finds blocking calls on threads that must not block, sees an uncontended LockSupport.parkNanos(1000) and
# lets pass what blocks most: waiting a second for a monitor (synchronized), Files.readString, FileChannel.force, a blocking
# SocketChannel, a look-up of a host name. It knows a list of methods of the older APIs, not whether a thread blocks.
. "$(dirname "$0")/lib.sh"

cp=$(class_path io.projectreactor.tools:blockhound:1.0.13.RELEASE io.projectreactor:reactor-core:3.8.7)

cat >Finding.java <<'JAVA'
import java.io.FileInputStream;
import java.net.*;
import java.nio.ByteBuffer;
import java.nio.channels.*;
import java.nio.file.*;
import java.util.concurrent.*;
import java.util.concurrent.locks.LockSupport;
import reactor.blockhound.*;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

public class Finding {
  public static void main(String[] arguments) throws Exception {
    BlockHound.install();
    System.out.println("JDK " + System.getProperty("java.version"));
    Path file = Files.writeString(Files.createTempFile(Path.of("."), "some", "file"), "some");
    Object monitor = new Object();
    CountDownLatch held = new CountDownLatch(1);
    new Thread(() -> {
      synchronized (monitor) {
        held.countDown();
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
      }
    }).start();
    held.await();
    check("synchronized, held by another for a second", () -> {
      synchronized (monitor) {
        return null;
      }
    });
    check("LockSupport.parkNanos(1000)", () -> {
      LockSupport.parkNanos(1000);
      return null;
    });
    check("FileInputStream.read", () -> new FileInputStream(file.toFile()).read());
    check("Files.readString", () -> Files.readString(file));
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      check("FileChannel.force", () -> {
        channel.force(true);
        return null;
      });
    }
    ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    try (SocketChannel client = SocketChannel.open(server.getLocalSocketAddress()); Socket accepted = server.accept()) {
      CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS).execute(() -> {
        try {
          accepted.getOutputStream().write(1);
        }
        catch (Exception ex) {
          throw new IllegalStateException(ex);
        }
      });
      check("SocketChannel.read, half a second", () -> client.read(ByteBuffer.allocate(1)));
    }
    check("InetAddress.getByName", () -> InetAddress.getByName("localhost"));
    System.exit(0);
  }

  private static void check(String name, Callable<?> call) {
    try {
      Mono.fromCallable(call).subscribeOn(Schedulers.parallel()).block();
      System.out.println(name + ": passes");
    }
    catch (Exception ex) {
      System.out.println(name + ": " + ((ex.getCause() instanceof BlockingOperationError) ? "found" : ex));
    }
  }
}
JAVA
echo "blockhound 1.0.13, reactor-core 3.8.7"
java -XX:+AllowRedefinitionToAddDeleteMethods -cp "$cp" Finding.java 2>log | tee seen
expect seen "LockSupport.parkNanos(1000): found" "FileInputStream.read: found" \
  "synchronized, held by another for a second: passes" "Files.readString: passes" "FileChannel.force: passes" \
  "SocketChannel.read, half a second: passes" "InetAddress.getByName: passes"
