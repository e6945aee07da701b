#!/usr/bin/env bash
# A gauge below zero, sent by Micrometer's StatsD registry, sinks further with every poll at a StatsD server: the protocol
# reads a value with a sign as a change ("-5|g" is "five less"), and the registry sends the value as it is.
. "$(dirname "$0")/lib.sh"

cp=$(class_path io.micrometer:micrometer-registry-statsd:1.17.2)
npm install --silent --no-audit --no-fund statsd@0.9.0 >&2

cat >backend.js <<'JS'
exports.init = (startup, config, events) => {
  events.on('flush', (time, metrics) => {
    const value = metrics.gauges['temperature.statistic.value'];
    if (value !== undefined) console.log(value);
  });
  return true;
};
JS
port=$((20000 + RANDOM % 10000))
cat >config.js <<JS
{ address: '127.0.0.1', port: $port, mgmt_address: '127.0.0.1', mgmt_port: $((port + 1)), flushInterval: 1000,
  dumpMessages: true, backends: ['$work/backend.js'] }
JS
node node_modules/statsd/stats.js config.js >server.log 2>&1 &
children+=($!)
until grep -q "server is up" server.log; do sleep 0.2; done

cat >Finding.java <<'JAVA'
import io.micrometer.core.instrument.Clock;
import io.micrometer.statsd.*;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

public class Finding {
  public static void main(String[] arguments) throws Exception {
    StatsdConfig config = new StatsdConfig() {
      @Override public String get(String key) { return null; }
      @Override public StatsdFlavor flavor() { return StatsdFlavor.ETSY; }
      @Override public int port() { return Integer.parseInt(arguments[0]); }
      @Override public Duration pollingFrequency() { return Duration.ofMillis(500); }
    };
    StatsdMeterRegistry registry = new StatsdMeterRegistry(config, Clock.SYSTEM);
    registry.gauge("temperature", new AtomicInteger(-5));
    Thread.sleep(8000);
    System.exit(0);
  }
}
JAVA
java -cp "$cp" Finding.java "$port"

echo "micrometer-registry-statsd 1.17.2 (Etsy flavour, UDP), statsd 0.9.0 of npm. The gauge is -5 all the time."
echo "sent, the last three lines:"
grep -o 'temperature.*' server.log | tail -3
echo "the server's value, second by second: $(grep -xE -- '-?[0-9.]+' server.log | tr '\n' ' ')"
lowest=$(grep -xE -- '-?[0-9.]+' server.log | sort -n | head -1)
if [ "$lowest" -lt -20 ]; then echo "further and further below -5" >seen; fi
expect seen "further and further below -5"
