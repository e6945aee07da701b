#!/usr/bin/env bash
# The value of a meter in /actuator/metrics is a number, until a gauge is NaN or infinite (as it is when what it watched was
# collected): then it is a string, "NaN". A client with a typed model fails on it, one that adds up concatenates.
. "$(dirname "$0")/lib.sh"

cp=$(class_path bom=org.springframework.boot:spring-boot-dependencies:4.1.1 \
  org.springframework.boot:spring-boot-starter-actuator org.springframework.boot:spring-boot-starter-web)

cat >Finding.java <<'JAVA'
import io.micrometer.core.instrument.*;
import java.net.URI;
import java.net.http.*;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.*;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

@SpringBootConfiguration
@EnableAutoConfiguration
public class Finding {
  public static void main(String[] arguments) throws Exception {
    try (var context = SpringApplication.run(Finding.class, "--spring.main.banner-mode=off", "--logging.level.root=error",
        "--server.port=0", "--management.endpoints.web.exposure.include=metrics")) {
      MeterRegistry registry = context.getBean(MeterRegistry.class);
      AtomicInteger kept = registry.gauge("kept", new AtomicInteger(3));
      registry.gauge("collected", new AtomicInteger(3));
      while (!Double.isNaN(registry.get("collected").gauge().value())) {
        System.gc();
      }
      for (String name : new String[] { "kept", "collected" }) {
        URI uri = URI.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port")
            + "/actuator/metrics/" + name);
        String json = HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString()).body();
        System.out.println(name + " " + json.replaceAll(".*(\"value\":[^}]*)}.*", "$1"));
      }
      kept.set(0);
    }
    System.exit(0);
  }
}
JAVA
echo "spring-boot 4.1.1, spring-boot-starter-web"
java -cp "$cp" Finding.java | tee seen
expect seen 'kept "value":3.0' 'collected "value":"NaN"'
