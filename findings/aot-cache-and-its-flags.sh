#!/usr/bin/env bash
# A JDK's AOT cache holds an application's own classes and is refused as a whole for a flag that has nothing to do with them:
# --enable-native-access or --add-opens that the training run lacked, a debugger's port (JDWP), compact object headers, the Z
# collector. The application starts all the same, as slowly as before, and -XX:AOTMode=on makes of it that it does not start.
# Another collector of the G1, Serial, Parallel kind is no hindrance, and neither is a library more at the end of the class path.
. "$(dirname "$0")/lib.sh"

jdk=$(jdk 25)
if [ -z "$jdk" ]; then echo "skipped: needs a JDK of 25 or newer"; exit 0; fi
libraries=$(class_path io.micrometer:micrometer-core:1.17.2)
more=$(class_path org.jspecify:jspecify:1.0.0)

mkdir classes
cat >Finding.java <<'JAVA'
public class Finding {
  public static void main(String[] arguments) {
    io.micrometer.core.instrument.Tags.of("key", "value");
  }
}
JAVA
"$jdk/bin/javac" -cp "$libraries" -d classes Finding.java
"$jdk/bin/jar" cf finding.jar -C classes .
path=finding.jar:$libraries
"$jdk/bin/java" -XX:AOTCacheOutput=finding.aot -cp "$path" Finding >log 2>&1

try() {
  local name=$1
  shift
  "$jdk/bin/java" -XX:AOTCache=finding.aot -Xlog:class+load:file=loaded.log "$@" Finding >log 2>&1
  if grep -q "micrometer.core.instrument.Tags source: shared objects file" loaded.log; then
    echo "$name: used"
  else
    echo "$name: refused"
  fi
}
"$jdk/bin/java" -version 2>&1 | head -1
{
  try "as trained" -cp "$path"
  try "-XX:+UseSerialGC" -cp "$path" -XX:+UseSerialGC
  try "one library more at the end" -cp "$path:$more"
  try "--enable-native-access" -cp "$path" --enable-native-access=ALL-UNNAMED
  try "--add-opens" -cp "$path" --add-opens=java.base/java.lang=ALL-UNNAMED
  try "JDWP" -cp "$path" -agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0
  try "-XX:+UseCompactObjectHeaders" -cp "$path" -XX:+UseCompactObjectHeaders
  try "-XX:+UseZGC" -cp "$path" -XX:+UseZGC
} | tee seen
expect seen "as trained: used" "-XX:+UseSerialGC: used" "one library more at the end: used" "--enable-native-access: refused" \
  "--add-opens: refused" "JDWP: refused" "-XX:+UseCompactObjectHeaders: refused" "-XX:+UseZGC: refused"
