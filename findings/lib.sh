# What the scripts share: a temporary folder, class paths, a verdict. Sourced, not run.

set -euo pipefail

work=$(mktemp -d)
children=()
leave() {
  local child
  for child in "${children[@]}"; do
    kill -9 "$child" 2>/dev/null || true
    while kill -0 "$child" 2>/dev/null; do sleep 0.1; done
  done
  rm -rf "$work" || true
}
trap leave EXIT
trap 'exit 1' INT TERM
cd "$work"

# Prints the class path of the artifacts named, with all that they need: class_path GROUP:ARTIFACT:VERSION ...
# An argument "bom=GROUP:ARTIFACT:VERSION" manages versions; an artifact it manages is named without one.
class_path() {
  local folder coordinate group artifact version managed="" wanted="" element
  folder=$(mktemp -d "$work/pom.XXXX")
  for coordinate in "$@"; do
    IFS=: read -r group artifact version <<<"${coordinate#bom=}"
    element="<groupId>$group</groupId><artifactId>$artifact</artifactId>"
    [ -z "$version" ] || element+="<version>$version</version>"
    if [[ $coordinate == bom=* ]]; then
      managed+="<dependency>$element<type>pom</type><scope>import</scope></dependency>"
    else
      wanted+="<dependency>$element</dependency>"
    fi
  done
  cat >"$folder/pom.xml" <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencyManagement><dependencies>$managed</dependencies></dependencyManagement>
  <dependencies>$wanted</dependencies>
</project>
POM
  mvn -B -ntp -q -f "$folder/pom.xml" dependency:build-classpath -Dmdep.outputFile="$folder/class-path" >&2
  cat "$folder/class-path"
}

# Prints the home of a JDK of at least the version named: JAVA_HOME, the one on the path, or one that is installed beside
# them. Nothing when there is none.
jdk() {
  local candidate version
  for candidate in "${JAVA_HOME:-}" "$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")" /usr/lib/jvm/*; do
    [ -x "$candidate/bin/javac" ] || continue
    version=$("$candidate/bin/java" -XshowSettings:properties -version 2>&1 | sed -n 's/.*java.specification.version = //p')
    if [ "${version%%.*}" -ge "$1" ]; then
      echo "$candidate"
      return
    fi
  done
}

# Starts a broker of Kafka's in a process of its own, and waits until it can be used: kafka_broker CLASS_PATH. The class path
# is that of kafka_2.13. Then "port" is its port at 127.0.0.1, and "pid" its process.
kafka_broker() {
  local folder i
  folder=$(mktemp -d "$work/broker.XXXX")
  port=$((20000 + RANDOM % 10000))
  cat >"$work/Broker.java" <<'JAVA'
import java.util.HashMap;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

public class Broker {
  public static void main(String[] arguments) throws Exception {
    String folder = arguments[0];
    Map<String, String> properties = new HashMap<>(Map.of("process.roles", "broker,controller", "node.id", "1",
        "controller.quorum.voters", "1@127.0.0.1:" + arguments[2], "controller.listener.names", "CONTROLLER",
        "listeners", "PLAINTEXT://127.0.0.1:" + arguments[1] + ",CONTROLLER://127.0.0.1:" + arguments[2],
        "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT", "log.dirs", folder,
        "log.cleaner.dedupe.buffer.size", "2097152", "group.initial.rebalance.delay.ms", "0"));
    // One broker has one copy of each
    for (String number : new String[] { "offsets.topic.replication.factor", "transaction.state.log.replication.factor",
        "transaction.state.log.min.isr", "offsets.topic.num.partitions", "transaction.state.log.num.partitions" }) {
      properties.put(number, "1");
    }
    Formatter formatter = new Formatter().setClusterId("AAAAAAAAAAAAAAAAAAAAAA").setNodeId(1)
      .setControllerListenerName("CONTROLLER").setMetadataLogDirectory(folder)
      .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION);
    formatter.addDirectory(folder);
    formatter.run();
    KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties), Time.SYSTEM);
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown));
    server.startup();
    System.out.println("started");
    server.awaitShutdown();
  }
}
JAVA
  mkdir "$folder/data"
  java -Xmx256m -cp "$1" "$work/Broker.java" "$folder/data" "$port" "$((port + 1))" >"$folder/log" 2>&1 &
  pid=$!
  children+=("$pid")
  disown
  for ((i = 0; i < 240; i++)); do
    ! grep -qx started "$folder/log" || return 0
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.5
  done
  echo "The broker does not start:" >&2
  tail -n 20 "$folder/log" >&2
  exit 1
}

# Ends the script with 1 unless the file holds each of the lines: expect FILE LINE ...
expect() {
  local file=$1 line
  shift
  for line in "$@"; do
    if ! grep -qxF -- "$line" "$file"; then
      echo "CHANGED: no longer seen: $line"
      exit 1
    fi
  done
  echo "as found"
}
