#!/usr/bin/env bash
# From Micrometer 1.16 to 1.17 logback.events went from a Counter to a FunctionCounter: counter() on a search no longer finds it
# (an exception, no null, no deprecation), and exporters that push each increment see it only when they poll.
. "$(dirname "$0")/lib.sh"

cat >Finding.java <<'JAVA'
import io.micrometer.core.instrument.binder.logging.LogbackMetrics;
import io.micrometer.core.instrument.search.MeterNotFoundException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

public class Finding {
  public static void main(String[] arguments) {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    new LogbackMetrics().bindTo(registry);
    try {
      registry.get("logback.events").tag("level", "error").counter();
      System.out.println(arguments[0] + ": counter() finds it");
    }
    catch (MeterNotFoundException ex) {
      System.out.println(arguments[0] + ": counter() throws, functionCounter() finds "
          + registry.get("logback.events").tag("level", "error").functionCounter().getId().getName());
    }
  }
}
JAVA
for version in 1.16.0 1.17.2; do
  cp=$(class_path "io.micrometer:micrometer-core:$version" ch.qos.logback:logback-classic:1.5.18)
  java -cp "$cp" Finding.java "micrometer-core $version" | grep -v DEBUG | tee -a seen
done
expect seen "micrometer-core 1.16.0: counter() finds it" \
  "micrometer-core 1.17.2: counter() throws, functionCounter() finds logback.events"
