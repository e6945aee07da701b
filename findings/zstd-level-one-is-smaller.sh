#!/usr/bin/env bash
# A producer of Kafka's with compression.type=zstd has level 3. On batches of length-delimited Protocol Buffers with a time and a
# value, as metrics and spans are, level 1 makes fewer bytes than levels 2 to 5, and than 9.
. "$(dirname "$0")/lib.sh"

cp=$(class_path org.apache.kafka:kafka-clients:4.4.0 org.slf4j:slf4j-nop:1.7.36)

cat >Finding.java <<'JAVA'
import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerConfig;

public class Finding {
  static final int BATCH = 256 << 10;

  public static void main(String[] arguments) {
    System.out.println("Kafka's default level: " + ProducerConfig.configDef().defaultValues().get("compression.zstd.level"));
    byte[] messages = messages();
    for (int level : new int[] { 2, 3, 4, 5, 9 }) {
      System.out.println("level 1 is smaller than level " + level + ": " + (bytes(messages, 1) < bytes(messages, level)));
    }
    for (int level : new int[] { 1, 2, 3, 4, 5, 6, 9 }) {
      System.err.printf("level %d: %.4f of the bytes%n", level, (double) bytes(messages, level) / messages.length);
    }
  }

  static long bytes(byte[] messages, int level) {
    long sum = 0;
    for (int i = 0; i < messages.length; i += BATCH) {
      sum += Zstd.compress(Arrays.copyOfRange(messages, i, Math.min(messages.length, i + BATCH)), level).length;
    }
    return sum;
  }

  // 100 series at random, each message with name, three labels, the time and a value
  static byte[] messages() {
    Random random = new Random(1);
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    long nanos = 1_800_000_000_000_000_000L;
    for (int i = 0; i < 100_000; i++) {
      nanos += 500 + random.nextInt(1_000);
      int series = random.nextInt(100);
      ByteArrayOutputStream message = new ByteArrayOutputStream();
      text(message, 1, "shop.orders.placed");
      text(message, 2, "channel=app");
      text(message, 2, "instance=shop-7f9c4d8b-x2lqp");
      text(message, 2, "product=roast-" + series);
      message.write(3 << 3);
      varint(message, nanos);
      message.write(4 << 3 | 1);
      long bits = Double.doubleToLongBits(Math.round(1e9 * 0.01 * Math.exp(random.nextGaussian())) / 1e9);
      for (int shift = 0; shift < 64; shift += 8) {
        message.write((int) (bits >>> shift));
      }
      varint(messages, message.size());
      messages.writeBytes(message.toByteArray());
    }
    return messages.toByteArray();
  }

  static void text(ByteArrayOutputStream message, int field, String text) {
    message.write(field << 3 | 2);
    varint(message, text.length());
    message.writeBytes(text.getBytes());
  }

  static void varint(ByteArrayOutputStream message, long value) {
    for (; (value & ~0x7FL) != 0; value >>>= 7) {
      message.write((int) value | 0x80);
    }
    message.write((int) value);
  }
}
JAVA
echo "kafka-clients 4.4.0 and its $(tr ':' '\n' <<<"$cp" | sed -n 's|.*/\(zstd-jni-[0-9.-]*\)\.jar|\1|p'): 100,000 messages in batches of 256 KiB"
java -cp "$cp" Finding.java | tee seen
expect seen "Kafka's default level: 3" "level 1 is smaller than level 2: true" "level 1 is smaller than level 3: true" \
  "level 1 is smaller than level 4: true" "level 1 is smaller than level 5: true" "level 1 is smaller than level 9: true"
