#!/usr/bin/env bash
# Reactor's multicast().onBackpressureBuffer() sink is over once its last subscriber has left, and says so only if nothing was
# sent before: else tryEmitNext goes on answering OK, then FAIL_OVERFLOW for ever, for events that nobody will get, while a new
# subscriber is completed at once. Its size is rounded up to a power of two of at least 8.
. "$(dirname "$0")/lib.sh"

cp=$(class_path io.projectreactor:reactor-core:3.8.7)

cat >Finding.java <<'JAVA'
import java.util.*;
import reactor.core.Disposable;
import reactor.core.publisher.Sinks;

public class Finding {
  public static void main(String[] arguments) {
    for (boolean sentBefore : new boolean[] { false, true }) {
      Sinks.Many<Integer> sink = Sinks.many().multicast().onBackpressureBuffer(5);
      Disposable first = sink.asFlux().subscribe();
      if (sentBefore) {
        sink.tryEmitNext(0);
      }
      first.dispose();
      Map<Sinks.EmitResult, Integer> results = new LinkedHashMap<>();
      for (int i = 0; i < 100; i++) {
        results.merge(sink.tryEmitNext(i), 1, Integer::sum);
      }
      List<Object> second = new ArrayList<>();
      sink.asFlux().subscribe(second::add, second::add, () -> second.add("complete"));
      System.out.println((sentBefore ? "one event before: " : "no event before: ") + results + ", the next subscriber gets "
          + second);
    }
  }
}
JAVA
echo "reactor-core 3.8.7. onBackpressureBuffer(5), a subscriber comes and leaves, then 100 events."
java -cp "$cp" Finding.java 2>log | tee seen
expect seen "no event before: {FAIL_CANCELLED=100}, the next subscriber gets [complete]" \
  "one event before: {OK=8, FAIL_OVERFLOW=92}, the next subscriber gets [complete]"
