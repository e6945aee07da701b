#!/usr/bin/env bash
# Spring Boot closes the meter registries as the first thing of a shutdown, before any life cycle stops and before the web
# server's graceful shutdown: a meter that exists goes on counting, one that is first used from then on is a no-op. The same
# line of code counts or not by whether it ran before.
. "$(dirname "$0")/lib.sh"

cp=$(class_path bom=org.springframework.boot:spring-boot-dependencies:4.1.1 org.springframework.boot:spring-boot-starter-actuator)

cat >Finding.java <<'JAVA'
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.*;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;

@SpringBootConfiguration
@EnableAutoConfiguration
public class Finding {
  public static void main(String[] arguments) {
    SpringApplication.run(Finding.class, "--spring.main.banner-mode=off", "--logging.level.root=error").close();
  }

  @Bean
  SmartLifecycle worker(MeterRegistry registry) {
    return new SmartLifecycle() {
      private boolean running;

      @Override public void start() {
        this.running = true;
        registry.counter("jobs", "outcome", "done").increment();
      }

      @Override public void stop() { // the highest phase: nothing stops earlier
        this.running = false;
        for (String outcome : new String[] { "done", "cancelled" }) {
          registry.counter("jobs", "outcome", outcome).increment();
          System.out.println(outcome + ": " + registry.counter("jobs", "outcome", outcome).count());
        }
      }

      @Override public boolean isRunning() {
        return this.running;
      }
    };
  }
}
JAVA
echo "spring-boot 4.1.1: jobs done before and during stop(), jobs cancelled during stop()"
java -cp "$cp" Finding.java | tee seen
expect seen "done: 2.0" "cancelled: 0.0"
