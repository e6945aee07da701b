#!/usr/bin/env bash
# A topic is deleted and created again while a consumer of it is busy with something else. The consumer's next poll() goes on at
# the position that it had in the topic before: the records below it are left out, with no exception and no reset, though fetches
# name topics by their identifiers. Only where the new topic is still shorter than that position is there a reset or, with
# auto.offset.reset=none, an OffsetOutOfRangeException.
. "$(dirname "$0")/lib.sh"

broker=$(class_path org.apache.kafka:kafka_2.13:4.4.0)

cat >Finding.java <<'JAVA'
import java.time.Duration;
import java.util.*;
import org.apache.kafka.clients.admin.*;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.*;
import org.apache.kafka.common.serialization.*;

public class Finding {
  static final String TOPIC = "events";

  static String servers;

  public static void main(String[] arguments) throws Exception {
    servers = "127.0.0.1:" + arguments[0];
    for (String reset : new String[] { "none", "earliest" }) {
      System.out.println(reset + ", nine records in the new topic: " + readAfter(9, reset));
      System.out.println(reset + ", three records in the new topic: " + readAfter(3, reset));
    }
  }

  static String readAfter(int records, String reset) throws Exception {
    create();
    send("old", 5);
    Map<String, Object> config = Map.of("bootstrap.servers", servers, "auto.offset.reset", reset);
    TopicPartition partition = new TopicPartition(TOPIC, 0);
    try (Consumer<String, String> consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, 0);
      poll(consumer, 5);
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
        admin.deleteTopics(List.of(TOPIC)).all().get();
      }
      create();
      send("new", records);
      return poll(consumer, (records > 5) ? records - 5 : records).toString();
    }
    catch (org.apache.kafka.clients.consumer.OffsetOutOfRangeException ex) {
      return ex.getClass().getSimpleName();
    }
    finally {
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
        admin.deleteTopics(List.of(TOPIC)).all().get();
      }
    }
  }

  static void create() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      for (;;) {
        try {
          admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
          return;
        }
        catch (java.util.concurrent.ExecutionException ex) {
          if (!(ex.getCause() instanceof TopicExistsException)) {
            throw ex;
          }
          Thread.sleep(100);
        }
      }
    }
  }

  static void send(String name, int records) throws Exception {
    try (Producer<String, String> producer = new KafkaProducer<>(Map.of("bootstrap.servers", servers), new StringSerializer(),
        new StringSerializer())) {
      for (int i = 0; i < records; i++) {
        producer.send(new ProducerRecord<>(TOPIC, name + " " + i)).get();
      }
    }
  }

  // Half a minute at the most
  static List<String> poll(Consumer<String, String> consumer, int records) {
    List<String> read = new ArrayList<>();
    for (int i = 0; i < 60 && read.size() < records; i++) {
      consumer.poll(Duration.ofMillis(500)).forEach((record) -> read.add(record.value()));
    }
    return read;
  }
}
JAVA
kafka_broker "$broker"
java -cp "$broker" Finding.java "$port" 2>log | tee seen
expect seen "none, nine records in the new topic: [new 5, new 6, new 7, new 8]" \
  "none, three records in the new topic: OffsetOutOfRangeException" \
  "earliest, nine records in the new topic: [new 5, new 6, new 7, new 8]" \
  "earliest, three records in the new topic: [new 0, new 1, new 2]"
