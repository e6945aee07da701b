#!/usr/bin/env bash
# A counter of a composite registry answers with the count of one of its children, and which one that is depends on identity
# hash codes: with a registry that counts for ever and one that counts by steps, the same code reads a total or 0 by chance.
. "$(dirname "$0")/lib.sh"

cp=$(class_path io.micrometer:micrometer-registry-prometheus:1.17.2)

cat >Finding.java <<'JAVA'
import io.micrometer.core.instrument.*;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.logging.*;
import io.micrometer.prometheusmetrics.*;
import java.util.TreeMap;

public class Finding {
  public static void main(String[] arguments) {
    LoggingRegistryConfig byStep = new LoggingRegistryConfig() {
      @Override public String get(String key) { return null; }
      @Override public boolean enabled() { return false; }
    };
    TreeMap<Double, Integer> answers = new TreeMap<>();
    for (int i = 0; i < 500; i++) {
      CompositeMeterRegistry composite = new CompositeMeterRegistry();
      composite.add(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
      composite.add(new LoggingMeterRegistry(byStep, Clock.SYSTEM));
      Counter orders = composite.counter("orders");
      orders.increment(7);
      answers.merge(orders.count(), 1, Integer::sum);
    }
    answers.forEach((count, times) -> System.out.println(times + " of 500 composites: count() is " + count));
    System.out.println("both answers: " + (answers.keySet().equals(new java.util.TreeSet<>(java.util.List.of(0.0, 7.0)))));
  }
}
JAVA
echo "micrometer-core 1.17.2. Each composite: Prometheus first, then a step registry; one counter, incremented by 7."
java -cp "$cp" Finding.java 2>log | tee seen
expect seen "both answers: true"
