#!/usr/bin/env bash
# A condition annotation that Spring Boot moved to another package between 3.5 and 4.0 is no condition at all on the other line:
# the JVM drops annotations whose type it cannot load. A starter compiled against 4.1 that runs on 3.5 makes its beans though
# the user has switched them off, without an error, where a class that is missing elsewhere would end the start.
. "$(dirname "$0")/lib.sh"

new=$(class_path bom=org.springframework.boot:spring-boot-dependencies:4.1.1 org.springframework.boot:spring-boot-starter-actuator)
old=$(class_path bom=org.springframework.boot:spring-boot-dependencies:3.5.16 org.springframework.boot:spring-boot-starter-actuator)

cat >Finding.java <<'JAVA'
import org.springframework.boot.*;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.ConditionalOnEnabledMetricsExport;
import org.springframework.context.annotation.*;

@SpringBootConfiguration
public class Finding {
  @Configuration
  @ConditionalOnEnabledMetricsExport("orders")
  static class Exporter { }

  public static void main(String[] arguments) {
    SpringApplication application = new SpringApplication(Finding.class, Exporter.class);
    application.setBannerMode(Banner.Mode.OFF);
    try (var context = application.run("--logging.level.root=error", "--management.orders.metrics.export.enabled=false")) {
      System.out.println("on " + SpringBootVersion.getVersion() + ": switched off, and "
          + (context.getBeansOfType(Exporter.class).isEmpty() ? "off" : "on"));
    }
  }
}
JAVA
mkdir classes
javac -cp "$new" -d classes Finding.java
java -cp "classes:$new" Finding | tee seen
java -cp "classes:$old" Finding | tee -a seen
expect seen "on 4.1.1: switched off, and off" "on 3.5.16: switched off, and on"
