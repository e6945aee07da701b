#!/usr/bin/env bash
# Kafka Streams: if a broker does not acknowledge a record in time (delivery.timeout.ms, two minutes by default), the task is taken
# for corrupted, to be closed and begun again, and the application goes on when the broker does. With exactly-once it ends instead:
# before it begins the task again, Streams commits what others have done in the same transaction, which that record has made one
# that can only be aborted. The log says first that the task will be created again, then that the application shuts down.
. "$(dirname "$0")/lib.sh"

broker=$(class_path org.apache.kafka:kafka_2.13:4.4.0 org.apache.kafka:kafka-streams:4.4.0)

cat >Finding.java <<'JAVA'
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import org.apache.kafka.clients.admin.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.*;
import org.apache.kafka.streams.*;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.apache.kafka.streams.processor.api.*;
import org.apache.kafka.streams.processor.api.Record;

public class Finding {
  // Counted down when the broker stands still, if an event is to be sent then
  static volatile CountDownLatch stopped = new CountDownLatch(0);

  static class Passing implements Processor<String, String, String, String> {
    ProcessorContext<String, String> context;

    @Override
    public void init(ProcessorContext<String, String> context) {
      this.context = context;
    }

    @Override
    public void process(Record<String, String> record) {
      try {
        stopped.await();
      }
      catch (InterruptedException ex) {
        throw new IllegalStateException(ex);
      }
      this.context.forward(record);
    }
  }

  public static void main(String[] arguments) throws Exception {
    String servers = "127.0.0.1:" + arguments[0];
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      admin.createTopics(List.of(new NewTopic("in", 1, (short) 1), new NewTopic("out", 1, (short) 1))).all().get();
    }
    Topology topology = new Topology();
    topology.addSource("source", new StringDeserializer(), new StringDeserializer(), "in")
      .addProcessor("passing", Passing::new, "source")
      .addSink("sink", "out", new StringSerializer(), new StringSerializer(), "passing");
    Properties config = new Properties();
    config.putAll(Map.of("bootstrap.servers", servers, "application.id", "passing", "processing.guarantee", arguments[2],
        "state.dir", Files.createTempDirectory(Path.of("."), "state").toString(), "producer.delivery.timeout.ms", "3000",
        "producer.request.timeout.ms", "2000", "producer.linger.ms", "0"));
    KafkaStreams streams = new KafkaStreams(topology, config);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    streams.setUncaughtExceptionHandler((thrown) -> {
      failure.compareAndSet(null, thrown);
      return StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    });
    streams.start();
    Producer<String, String> producer = new KafkaProducer<>(Map.of("bootstrap.servers", servers), new StringSerializer(),
        new StringSerializer());
    new Thread(() -> {
      for (int i = 0;; i++) {
        producer.send(new ProducerRecord<>("in", "event " + i));
        sleep(20);
      }
    }).start();
    until(() -> passed(servers) > 0);
    // The broker stands still for six seconds
    stopped = new CountDownLatch(1);
    sleep(500);
    new ProcessBuilder("kill", "-STOP", arguments[1]).start().waitFor();
    stopped.countDown();
    sleep(6000);
    new ProcessBuilder("kill", "-CONT", arguments[1]).start().waitFor();
    sleep(2000);
    long before = passed(servers);
    until(() -> passed(servers) > before + 10);
    System.out.println((passed(servers) > before + 10) ? "goes on" : ("has ended: " + streams.state() + ", "
        + String.valueOf(failure.get().getMessage()).replaceAll(" \\[.*", "")));
    Runtime.getRuntime().halt(0);
  }

  static long passed(String servers) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      return admin.listOffsets(Map.of(new TopicPartition("out", 0), OffsetSpec.latest())).partitionResult(new TopicPartition("out", 0))
        .get()
        .offset();
    }
  }

  static void until(Condition condition) throws Exception {
    for (int i = 0; i < 60 && !condition.holds(); i++) {
      sleep(500);
    }
  }

  interface Condition {
    boolean holds() throws Exception;
  }

  static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    }
    catch (InterruptedException ex) {
      throw new IllegalStateException(ex);
    }
  }
}
JAVA
attempt() {
  kafka_broker "$broker"
  echo "$1: $(java -cp "$broker" Finding.java "$port" "$pid" "$1" 2>log)" | tee seen-now
  cat seen-now >>seen
  kill -9 "$pid"
}
attempt at_least_once
# Once in a while the transaction was just over when the broker stood still, and it goes on
for _ in 1 2 3; do
  attempt exactly_once_v2
  ! grep -q ended seen-now || break
done
expect seen "at_least_once: goes on" "exactly_once_v2: has ended: ERROR, Error encountered trying to commit a transaction"
