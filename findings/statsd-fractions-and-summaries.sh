#!/usr/bin/env bash
# Micrometer's StatsD registry cuts the fraction off each increment, so ten times 0.5 is nothing at all; and its Etsy flavour
# sends a distribution summary as "|h", a type that the server of Etsy's own protocol does not have and adds up as a counter.
. "$(dirname "$0")/lib.sh"

cp=$(class_path io.micrometer:micrometer-registry-statsd:1.17.2)
npm install --silent --no-audit --no-fund statsd@0.9.0 >&2

cat >backend.js <<'JS'
exports.init = (startup, config, events) => {
  events.on('flush', (time, metrics) => {
    if ('sizes' in metrics.counters || 'sizes' in metrics.timers) {
      console.log('revenue, ten times 0.5: ' + metrics.counters['revenue.statistic.count']);
      console.log('sizes, 100 and 300, a counter: ' + metrics.counters.sizes);
      console.log('sizes, a distribution: ' + metrics.timers.sizes);
      console.log('lines refused: ' + metrics.counters['statsd.bad_lines_seen']);
    }
  });
  return true;
};
JS
port=$((20000 + RANDOM % 10000))
cat >config.js <<JS
{ address: '127.0.0.1', port: $port, mgmt_address: '127.0.0.1', mgmt_port: $((port + 1)), flushInterval: 4000, dumpMessages: true,
  backends: ['$work/backend.js'] }
JS
node node_modules/statsd/stats.js config.js >server.log 2>&1 &
children+=($!)
until grep -q "server is up" server.log; do sleep 0.2; done

cat >Finding.java <<'JAVA'
import io.micrometer.core.instrument.*;
import io.micrometer.statsd.*;

public class Finding {
  public static void main(String[] arguments) throws Exception {
    StatsdConfig config = new StatsdConfig() {
      @Override public String get(String key) { return null; }
      @Override public StatsdFlavor flavor() { return StatsdFlavor.ETSY; }
      @Override public int port() { return Integer.parseInt(arguments[0]); }
    };
    StatsdMeterRegistry registry = new StatsdMeterRegistry(config, Clock.SYSTEM);
    Thread.sleep(2000); // what comes before it is connected is lost
    Counter revenue = registry.counter("revenue");
    for (int i = 0; i < 10; i++) {
      revenue.increment(0.5);
    }
    DistributionSummary sizes = registry.summary("sizes");
    sizes.record(100);
    sizes.record(300);
    Thread.sleep(1000);
    registry.close();
    System.exit(0);
  }
}
JAVA
echo "micrometer-registry-statsd 1.17.2 (Etsy flavour, UDP), statsd 0.9.0 of npm"
java -cp "$cp" Finding.java "$port"
until grep -q "lines refused" server.log; do sleep 0.2; done
grep -v DEBUG server.log | tail -n +3 | tee seen
expect seen "revenue, ten times 0.5: 0" "sizes, 100 and 300, a counter: 400" "sizes, a distribution: undefined" \
  "lines refused: 0"
