#!/usr/bin/env bash
# One tiny first value ruins the percentiles of a Micrometer summary: after 0.1 + 0.2 - 0.3 (5.6e-17, a rounding residue) the
# histogram behind them has no room for ordinary numbers and leaves them out, while count, sum and maximum stay right.
# HdrHistogram itself, "auto-resizing", throws at that point.
. "$(dirname "$0")/lib.sh"

cp=$(class_path io.micrometer:micrometer-core:1.17.2)

cat >Finding.java <<'JAVA'
import io.micrometer.core.instrument.*;
import io.micrometer.core.instrument.distribution.*;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.HdrHistogram.DoubleHistogram;

public class Finding {
  public static void main(String[] arguments) {
    for (double first : new double[] { 0, 0.1 + 0.2 - 0.3 }) {
      DistributionSummary amounts = DistributionSummary.builder("amounts").publishPercentiles(0.5, 0.99)
        .register(new SimpleMeterRegistry());
      amounts.record(first);
      for (int i = 0; i < 1000; i++) {
        amounts.record(i);
      }
      HistogramSnapshot seen = amounts.takeSnapshot();
      System.out.println(first + ", then 0 to 999: count " + seen.count() + ", maximum " + seen.max() + ", p50 "
          + Math.round(seen.percentileValues()[0].value()) + ", p99 " + Math.round(seen.percentileValues()[1].value()));
    }
    DoubleHistogram histogram = new DoubleHistogram(3);
    try {
      histogram.recordValue(0.1 + 0.2 - 0.3);
      histogram.recordValue(1000);
      System.out.println("DoubleHistogram(3): " + histogram.getTotalCount() + " values");
    }
    catch (ArrayIndexOutOfBoundsException ex) {
      System.out.println("DoubleHistogram(3): " + ex.getClass().getSimpleName());
    }
  }
}
JAVA
echo "micrometer-core 1.17.2, HdrHistogram 2.2.2"
java -cp "$cp" Finding.java | tee seen
expect seen "0.0, then 0 to 999: count 1001, maximum 999.0, p50 512, p99 992" \
  "5.551115123125783E-17, then 0 to 999: count 1001, maximum 999.0, p50 16, p99 32" \
  "DoubleHistogram(3): ArrayIndexOutOfBoundsException"
