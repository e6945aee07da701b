#!/usr/bin/env bash
# MultiGauge.register(rows), called again with new numbers for the same tags, keeps showing the first ones: rows that are
# known are left as they are unless overwrite is asked for. Rows that are new appear, so that it looks alive.
. "$(dirname "$0")/lib.sh"

cp=$(class_path io.micrometer:micrometer-core:1.17.2)

cat >Finding.java <<'JAVA'
import io.micrometer.core.instrument.*;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;

public class Finding {
  public static void main(String[] arguments) {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    MultiGauge jobs = MultiGauge.builder("jobs").register(registry);
    jobs.register(List.of(Row.of(Tags.of("state", "waiting"), 1)));
    jobs.register(List.of(Row.of(Tags.of("state", "waiting"), 2), Row.of(Tags.of("state", "failed"), 5)));
    print("register(rows)", registry);
    jobs.register(List.of(Row.of(Tags.of("state", "waiting"), 3)), true);
    print("register(rows, true)", registry);
  }

  private static void print(String call, MeterRegistry registry) {
    registry.find("jobs").gauges().stream().sorted((a, b) -> b.getId().getTag("state").compareTo(a.getId().getTag("state")))
      .forEach((gauge) -> System.out.println(call + ": " + gauge.getId().getTag("state") + " " + gauge.value()));
  }
}
JAVA
echo "micrometer-core 1.17.2. Waiting jobs: 1, then 2, then 3."
java -cp "$cp" Finding.java | tee seen
expect seen "register(rows): waiting 1.0" "register(rows): failed 5.0" "register(rows, true): waiting 3.0"
