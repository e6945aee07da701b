#!/usr/bin/env bash
# Two collectors of prometheus-metrics whose names differ as names, "pool.size" and "pool_size", are both taken, and then the
# whole scrape fails, with every other metric of the application in it: the two are one name in the old format, which is
# noticed only when all is collected.
. "$(dirname "$0")/lib.sh"

cp=$(class_path io.prometheus:prometheus-metrics-core:1.10.0 io.prometheus:prometheus-metrics-exposition-formats:1.10.0)

cat >Finding.java <<'JAVA'
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.*;
import io.prometheus.metrics.model.snapshots.*;
import java.io.ByteArrayOutputStream;

public class Finding {
  public static void main(String[] arguments) throws Exception {
    PrometheusRegistry registry = new PrometheusRegistry();
    Counter.builder().name("orders").register(registry).inc();
    registry.register(gauge("pool.size"));
    scrape("with pool.size", registry);
    registry.register(gauge("pool_size"));
    System.out.println("pool_size: taken");
    scrape("with pool.size and pool_size", registry);
  }

  private static Collector gauge(String name) {
    return () -> GaugeSnapshot.builder().name(name)
      .dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder().value(1).build()).build();
  }

  private static void scrape(String name, PrometheusRegistry registry) throws Exception {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      new PrometheusTextFormatWriter(false).write(out, registry.scrape());
      System.out.println(name + ": " + out.toString().lines().filter((line) -> !line.startsWith("#")).toList());
    }
    catch (RuntimeException ex) {
      System.out.println(name + ": " + ex.getClass().getSimpleName());
    }
  }
}
JAVA
echo "prometheus-metrics 1.10.0"
java -cp "$cp" Finding.java 2>log | tee seen
expect seen "with pool.size: [orders_total 1.0, pool_size 1.0]" "pool_size: taken" \
  "with pool.size and pool_size: DuplicateLabelsException"
