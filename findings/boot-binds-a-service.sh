#!/usr/bin/env bash
# Kubernetes gives every container ORDER_CLIENT_PORT=tcp://... when there is a Service called order-client, and Spring Boot
# takes that for the property order-client.port, which then is no number. The documented form for the environment has no
# underscore in place of a dash (ORDERCLIENT_PORT); the binder knows this one as well.
. "$(dirname "$0")/lib.sh"

cp=$(class_path bom=org.springframework.boot:spring-boot-dependencies:4.1.1 org.springframework.boot:spring-boot-starter)

cat >Finding.java <<'JAVA'
import org.springframework.boot.*;
import org.springframework.boot.context.properties.*;
import org.springframework.boot.context.properties.bind.BindException;

@SpringBootConfiguration
@EnableConfigurationProperties(Finding.Properties.class)
public class Finding {
  @ConfigurationProperties("order-client")
  public record Properties(Integer port) { }

  public static void main(String[] arguments) {
    SpringApplication application = new SpringApplication(Finding.class);
    application.setBannerMode(Banner.Mode.OFF);
    try (var context = application.run("--logging.level.root=off")) {
      System.out.println(arguments[0] + ": port " + context.getBean(Properties.class).port());
    }
    catch (Exception ex) {
      System.out.println(arguments[0] + ": the application does not start");
    }
  }
}
JAVA
echo "spring-boot 4.1.1"
ORDERCLIENT_PORT=81 java -cp "$cp" Finding.java "ORDERCLIENT_PORT=81" | tee seen
ORDER_CLIENT_PORT=82 java -cp "$cp" Finding.java "ORDER_CLIENT_PORT=82" | tee -a seen
ORDER_CLIENT_PORT=tcp://10.0.0.7:80 java -cp "$cp" Finding.java "a Service called order-client" | tee -a seen
expect seen "ORDERCLIENT_PORT=81: port 81" "ORDER_CLIENT_PORT=82: port 82" \
  "a Service called order-client: the application does not start"
