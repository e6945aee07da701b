#!/usr/bin/env bash
# Reactor's "safe" sinks do not queue up threads that emit together: all but one are answered FAIL_NON_SERIALIZED at once, and
# their events are gone unless the caller tries again: from four threads a large part of them, whatever the sink.
# And an event that onBackpressureBuffer drops goes both to its callback and to the discard hook: counted twice, released twice.
. "$(dirname "$0")/lib.sh"

cp=$(class_path io.projectreactor:reactor-core:3.8.7)

cat >Finding.java <<'JAVA'
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import org.reactivestreams.Subscription;
import reactor.core.publisher.*;

public class Finding {
  public static void main(String[] arguments) throws Exception {
    lost("multicast().directBestEffort()", Sinks.many().multicast().directBestEffort());
    lost("multicast().onBackpressureBuffer(1048576)", Sinks.many().multicast().onBackpressureBuffer(1 << 20));
    lost("unicast().onBackpressureBuffer()", Sinks.many().unicast().onBackpressureBuffer());

    AtomicInteger callback = new AtomicInteger();
    AtomicInteger discarded = new AtomicInteger();
    Flux.range(0, 100)
      .onBackpressureBuffer(10, (dropped) -> callback.incrementAndGet(), BufferOverflowStrategy.DROP_OLDEST)
      .doOnDiscard(Integer.class, (dropped) -> discarded.incrementAndGet())
      .subscribe(new BaseSubscriber<>() {
        @Override protected void hookOnSubscribe(Subscription subscription) { }
      });
    System.out.println("100 events into a buffer of 10: callback " + callback + ", discard hook " + discarded);
  }

  private static void lost(String name, Sinks.Many<Integer> sink) throws Exception {
    AtomicInteger received = new AtomicInteger();
    sink.asFlux().subscribe((event) -> received.incrementAndGet());
    ConcurrentHashMap<Sinks.EmitResult, Integer> results = new ConcurrentHashMap<>();
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    for (int thread = 0; thread < 4; thread++) {
      threads.submit(() -> {
        start.await();
        for (int i = 0; i < 100_000; i++) {
          results.merge(sink.tryEmitNext(i), 1, Integer::sum);
        }
        return null;
      });
    }
    start.countDown();
    threads.shutdown();
    threads.awaitTermination(1, TimeUnit.MINUTES);
    System.out.println(name + ": " + received + " of 400000 received, " + results);
    System.out.println(name + " loses events: " + results.containsKey(Sinks.EmitResult.FAIL_NON_SERIALIZED));
  }
}
JAVA
echo "reactor-core 3.8.7, four threads, 100,000 events each"
java -cp "$cp" Finding.java 2>log | tee seen
expect seen "multicast().directBestEffort() loses events: true" "multicast().onBackpressureBuffer(1048576) loses events: true" \
  "unicast().onBackpressureBuffer() loses events: true" "100 events into a buffer of 10: callback 90, discard hook 90"
