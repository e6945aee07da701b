#!/usr/bin/env bash
# JLine logs a WARNING with a stack trace through java.util.logging, which writes it to the standard error, when a terminal is
# built for a type that has no terminfo entry. The terminal is built all the same. Of xterm it does not warn.
. "$(dirname "$0")/lib.sh"

cp=$(class_path org.jline:jline-terminal:4.5.0)

cat >Finding.java <<'JAVA'
import java.io.*;
import org.jline.terminal.*;

public class Finding {
  public static void main(String[] arguments) throws IOException {
    try (Terminal terminal = TerminalBuilder.builder().system(false).dumb(true).type(arguments[0])
        .streams(new ByteArrayInputStream(new byte[0]), new ByteArrayOutputStream()).build()) {
      System.out.println(arguments[0] + ": built as " + terminal.getType());
    }
  }
}
JAVA
echo "jline-terminal 4.5.0"
for type in xterm no-such-terminal; do
  java -cp "$cp" Finding.java "$type" 2>log
  cat log >&2
  echo "$type: $(grep -c '^WARNING' log || true) warnings, $(grep -c '^[[:space:]]at org.jline' log | sed 's/^[1-9].*/a/;s/^0$/no/') stack trace"
done | tee seen
expect seen "xterm: 0 warnings, no stack trace" "no-such-terminal: 1 warnings, a stack trace"
