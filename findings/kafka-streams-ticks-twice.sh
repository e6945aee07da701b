#!/usr/bin/env bash
# Kafka Streams: a task whose record the broker did not acknowledge in time (delivery.timeout.ms) is taken for corrupted. It is
# closed and begun again with the same Processor: close(), then init(). What init() scheduled the first time goes on all the
# same, beside what it schedules now: everything that is done by time is done twice. The Javadoc says that a Processor may be
# used again, and nothing of that. One that cancels its schedule in close() ticks once.
. "$(dirname "$0")/lib.sh"

broker=$(class_path org.apache.kafka:kafka_2.13:4.4.0 org.apache.kafka:kafka-streams:4.4.0)

cat >Finding.java <<'JAVA'
import java.nio.file.*;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import org.apache.kafka.clients.admin.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.serialization.*;
import org.apache.kafka.streams.*;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.*;
import org.apache.kafka.streams.processor.api.Record;

public class Finding {
  static final Map<Integer, AtomicInteger> TICKS = new ConcurrentHashMap<>();

  static final AtomicInteger BEGINNINGS = new AtomicInteger();

  // Counted down when the broker stands still, if an event is to be sent then
  static volatile CountDownLatch stopped = new CountDownLatch(0);

  static class Ticking implements Processor<String, String, String, String> {
    final boolean cancels;

    ProcessorContext<String, String> context;

    Cancellable schedule;

    Ticking(boolean cancels) {
      this.cancels = cancels;
    }

    @Override
    public void init(ProcessorContext<String, String> context) {
      this.context = context;
      int beginning = BEGINNINGS.incrementAndGet();
      this.schedule = context.schedule(Duration.ofMillis(100), PunctuationType.WALL_CLOCK_TIME,
          (time) -> TICKS.computeIfAbsent(beginning, (number) -> new AtomicInteger()).incrementAndGet());
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

    @Override
    public void close() {
      if (this.cancels) {
        this.schedule.cancel();
      }
    }
  }

  public static void main(String[] arguments) {
    try {
      run(arguments);
    }
    catch (Exception ex) {
      ex.printStackTrace();
    }
    finally {
      // Without waiting for the broker
      Runtime.getRuntime().halt(0);
    }
  }

  static void run(String[] arguments) throws Exception {
    String servers = "127.0.0.1:" + arguments[0];
    boolean cancels = arguments[2].equals("cancels");
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      admin.createTopics(List.of(new NewTopic("in", 1, (short) 1), new NewTopic("out", 1, (short) 1))).all().get();
    }
    Topology topology = new Topology();
    topology.addSource("source", new StringDeserializer(), new StringDeserializer(), "in")
      .addProcessor("ticking", () -> new Ticking(cancels), "source")
      .addSink("sink", "out", new StringSerializer(), new StringSerializer(), "ticking");
    Properties config = new Properties();
    config.putAll(Map.of("bootstrap.servers", servers, "application.id", "ticking",
        "state.dir", Files.createTempDirectory(Path.of("."), "state").toString(), "producer.delivery.timeout.ms", "3000",
        "producer.request.timeout.ms", "2000", "producer.linger.ms", "0"));
    KafkaStreams streams = new KafkaStreams(topology, config);
    streams.start();
    Producer<String, String> producer = new KafkaProducer<>(Map.of("bootstrap.servers", servers), new StringSerializer(),
        new StringSerializer());
    new Thread(() -> {
      for (int i = 0;; i++) {
        producer.send(new ProducerRecord<>("in", "event " + i));
        sleep(20);
      }
    }).start();
    until(() -> !TICKS.isEmpty());
    sleep(2000);
    // The broker stands still for six seconds
    stopped = new CountDownLatch(1);
    sleep(500);
    new ProcessBuilder("kill", "-STOP", arguments[1]).start().waitFor();
    stopped.countDown();
    sleep(6000);
    new ProcessBuilder("kill", "-CONT", arguments[1]).start().waitFor();
    until(() -> TICKS.size() > 1);
    sleep(2000);
    Map<Integer, Integer> before = new TreeMap<>();
    TICKS.forEach((beginning, ticks) -> before.put(beginning, ticks.get()));
    sleep(3000);
    long going = before.entrySet().stream().filter((each) -> TICKS.get(each.getKey()).get() > each.getValue() + 2).count();
    System.err.println(before + ", three seconds later " + TICKS);
    int tasks = streams.metadataForLocalThreads().stream().mapToInt((thread) -> thread.activeTasks().size()).sum();
    System.out.println(tasks + " task, begun "
        + ((BEGINNINGS.get() > 1) ? "again" : "once") + ", schedules that go on: " + ((going > 1) ? "several" : going));
  }

  static void until(Condition condition) throws Exception {
    for (int i = 0; i < 600 && !condition.holds(); i++) {
      sleep(100);
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
for way in forgets cancels; do
  kafka_broker "$broker"
  echo "$way: $(java -cp "$broker" Finding.java "$port" "$pid" "$way" 2>log)" | tee -a seen
  grep -v SLF4J log | tail -n 8 || true
  kill -9 "$pid" 2>/dev/null || true
done
expect seen "forgets: 1 task, begun again, schedules that go on: several" "cancels: 1 task, begun again, schedules that go on: 1"
