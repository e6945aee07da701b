#!/usr/bin/env bash
# A Kafka producer whose only broker has gone: with 3.9 send() returns at once and buffers, as expected of an asynchronous
# client. From 4.0 on each send() blocks for max.block.ms and fails with "not present in metadata", though the topic was known
# and the buffer is empty: the new default of metadata.recovery.strategy (rebootstrap) throws the metadata away. "none" brings
# the buffering back. A kill -9 and an orderly end of the broker (SIGTERM) come to the same.
. "$(dirname "$0")/lib.sh"

broker=$(class_path org.apache.kafka:kafka_2.13:4.4.0)
old=$(class_path org.apache.kafka:kafka-clients:3.9.1)
new=$(class_path org.apache.kafka:kafka-clients:4.4.0)

cat >Producer.java <<'JAVA'
import java.util.*;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.serialization.ByteArraySerializer;

public class Producer {
  public static void main(String[] arguments) throws Exception {
    Map<String, Object> config = new HashMap<>(Map.of("bootstrap.servers", "127.0.0.1:" + arguments[0]));
    config.put("max.block.ms", 5000);
    if (arguments.length > 3) {
      config.put("metadata.recovery.strategy", arguments[3]);
    }
    KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    ProducerRecord<byte[], byte[]> event = new ProducerRecord<>("events", new byte[100]);
    for (int sent = 0; sent < 20;) {
      try {
        producer.send(event).get();
        sent++;
      }
      catch (ExecutionException ex) {
        // the broker is slow to make the topic
      }
    }
    new ProcessBuilder("kill", arguments[2], arguments[1]).start().waitFor();
    AtomicReference<Exception> failure = new AtomicReference<>();
    long longest = 0;
    for (long end = System.nanoTime() + 10_000_000_000L; longest < 4000 && System.nanoTime() < end; Thread.sleep(100)) {
      long start = System.nanoTime();
      producer.send(event, (metadata, ex) -> failure.set(ex));
      longest = Math.max(longest, (System.nanoTime() - start) / 1_000_000);
    }
    System.out.println((longest < 4000) ? "returns at once" : ("blocks for max.block.ms and fails: "
        + String.valueOf(failure.get()).contains("not present in metadata")));
    Runtime.getRuntime().halt(0);
  }
}
JAVA
try() {
  local name=$1 clients=$2 signal=$3
  shift 3
  kafka_broker "$broker"
  echo "$name, kill $signal: $(java -cp "$clients" Producer.java "$port" "$pid" "$signal" "$@" 2>log)" | tee -a seen
  kill -9 "$pid" 2>/dev/null || true
}
try "3.9.1" "$old" -9
try "3.9.1" "$old" -15
try "4.4.0" "$new" -9
try "4.4.0" "$new" -15
try "4.4.0 with none" "$new" -9 none
expect seen "3.9.1, kill -9: returns at once" "3.9.1, kill -15: returns at once" \
  "4.4.0, kill -9: blocks for max.block.ms and fails: true" "4.4.0, kill -15: blocks for max.block.ms and fails: true" \
  "4.4.0 with none, kill -9: returns at once"
