#!/usr/bin/env bash
# A oneof of messages whose members come as first, second, first on the wire: the language guide has only the last member that
# comes count, and DynamicMessage reads it so. The generated Java code still knows the first one, and merges it into the third.
# Two parsers of one library differ on the same bytes.
. "$(dirname "$0")/lib.sh"

cp=$(class_path com.google.protobuf:protobuf-java:4.35.1)

cat >Finding.java <<'JAVA'
import com.google.protobuf.*;

public class Finding {
  public static void main(String[] arguments) throws Exception {
    // google.protobuf.Value has a oneof with the messages Struct and ListValue
    Value a = Value.newBuilder().setStructValue(Struct.newBuilder().putFields("a", Value.getDefaultInstance())).build();
    Value list = Value.newBuilder().setListValue(ListValue.getDefaultInstance()).build();
    Value b = Value.newBuilder().setStructValue(Struct.newBuilder().putFields("b", Value.getDefaultInstance())).build();
    byte[] bytes = a.toByteString().concat(list.toByteString()).concat(b.toByteString()).toByteArray();
    System.out.println("generated: " + Value.parseFrom(bytes).getStructValue().getFieldsMap().keySet());
    Message dynamic = DynamicMessage.parseFrom(Value.getDescriptor(), bytes);
    System.out.println("dynamic: " + Value.parseFrom(dynamic.toByteArray()).getStructValue().getFieldsMap().keySet());
  }
}
JAVA
echo "protobuf-java 4.35.1: a struct with a, then a list, then a struct with b"
java -cp "$cp" Finding.java | tee seen
expect seen "generated: [a, b]" "dynamic: [b]"
