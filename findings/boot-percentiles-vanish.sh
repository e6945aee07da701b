#!/usr/bin/env bash
# Adding a metrics exporter to a Spring Boot application takes meters away: the percentiles that an application has configured
# are in /actuator/metrics only while there is no exporter. Boot makes the simple registry, which registers them as gauges,
# only when there is no other, and another need not register them.
. "$(dirname "$0")/lib.sh"

boot=(bom=org.springframework.boot:spring-boot-dependencies:4.1.1 org.springframework.boot:spring-boot-starter-actuator)
without=$(class_path "${boot[@]}")
with=$(class_path "${boot[@]}" io.micrometer:micrometer-registry-prometheus)

cat >Finding.java <<'JAVA'
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.springframework.boot.*;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.micrometer.metrics.actuate.endpoint.MetricsEndpoint;

@SpringBootConfiguration
@EnableAutoConfiguration
public class Finding {
  public static void main(String[] arguments) {
    try (var context = SpringApplication.run(Finding.class, "--spring.main.banner-mode=off", "--logging.level.root=error",
        "--management.metrics.distribution.percentiles.orders=0.5,0.99")) {
      MeterRegistry registry = context.getBean(MeterRegistry.class);
      registry.timer("orders").record(Duration.ofMillis(10));
      new MetricsEndpoint(registry).listNames().getNames().stream().filter((name) -> name.startsWith("orders"))
        .forEach((name) -> System.out.println(arguments[0] + ": " + name));
    }
  }
}
JAVA
echo "spring-boot 4.1.1: names that the metrics endpoint lists"
java -cp "$without" Finding.java "without an exporter" | tee seen
java -cp "$with" Finding.java "with Prometheus" | tee -a seen
expect seen "without an exporter: orders" "without an exporter: orders.percentile" "with Prometheus: orders"
if grep -qxF "with Prometheus: orders.percentile" seen; then echo "CHANGED: it lists them"; exit 1; fi
