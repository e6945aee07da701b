#!/usr/bin/env bash
# A broker of Kafka 4 refuses a record whose time is more than an hour ahead (message.timestamp.after.max.ms). With it go all
# others of its batch, whose times are right: each fails with a plain KafkaException, which is no RetriableException and no
# ApiException. Only its text says that it is the fault of another record. Sent again alone they are taken. With two such records
# in a batch, those two fail with InvalidRecordException instead of InvalidTimestampException.
. "$(dirname "$0")/lib.sh"

broker=$(class_path org.apache.kafka:kafka_2.13:4.4.0)

cat >Finding.java <<'JAVA'
import java.util.*;
import java.util.concurrent.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.errors.*;
import org.apache.kafka.common.serialization.StringSerializer;

public class Finding {
  static final long HOUR = 3_600_000;

  public static void main(String[] arguments) throws Exception {
    // All records that are sent together are in one batch
    Map<String, Object> config = Map.of("bootstrap.servers", "127.0.0.1:" + arguments[0], "linger.ms", 500);
    try (Producer<String, String> producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
      send(producer, "to make the topic", 0);
      send(producer, "one of three is ahead", 0, 2, 0);
      send(producer, "two of four are ahead", 0, 2, 0, 2);
      send(producer, "the others of them again", 0, 0);
    }
  }

  static void send(Producer<String, String> producer, String name, int... hours) throws Exception {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (int ahead : hours) {
      sent.add(producer.send(new ProducerRecord<>("events", 0, System.currentTimeMillis() + ahead * HOUR, "key", "value")));
    }
    List<String> results = new ArrayList<>();
    for (int i = 0; i < hours.length; i++) {
      String result = (hours[i] > 0) ? "ahead: " : "right: ";
      try {
        sent.get(i).get();
        results.add(result + "taken");
      }
      catch (ExecutionException ex) {
        results.add(result + ex.getCause().getClass().getSimpleName()
            + ((ex.getCause() instanceof RetriableException) ? ", retriable" : ""));
        System.err.println(ex.getCause().getMessage());
      }
    }
    System.out.println(name + ": " + String.join("; ", results));
  }
}
JAVA
kafka_broker "$broker"
java -cp "$broker" Finding.java "$port" 2>log | tee seen
grep -v SLF4J log | sort -u
expect seen "one of three is ahead: right: KafkaException; ahead: InvalidTimestampException; right: KafkaException" \
  "two of four are ahead: right: KafkaException; ahead: InvalidRecordException; right: KafkaException; ahead: InvalidRecordException" \
  "the others of them again: right: taken; right: taken"
