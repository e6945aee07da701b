#!/usr/bin/env bash
# DDSketch for Java refuses an infinite value with an exception, and takes NaN for a zero: count, minimum and all quantiles are
# those of data that had zeros in it, where the plain sum of the same values would at least be NaN.
. "$(dirname "$0")/lib.sh"

cp=$(class_path com.datadoghq:sketches-java:0.8.3)

cat >Finding.java <<'JAVA'
import com.datadoghq.sketch.ddsketch.*;

public class Finding {
  public static void main(String[] arguments) {
    DDSketch sketch = DDSketches.unboundedDense(0.01);
    for (int i = 0; i < 10; i++) {
      sketch.accept(100);
    }
    for (int i = 0; i < 30; i++) {
      sketch.accept(Double.NaN);
    }
    System.out.println("count " + sketch.getCount() + ", min " + sketch.getMinValue() + ", p50 "
        + sketch.getValueAtQuantile(0.5) + ", sum about 1000: " + (Math.abs(sketch.getSum() - 1000) < 10));
    try {
      sketch.accept(Double.POSITIVE_INFINITY);
      System.out.println("infinity: taken");
    }
    catch (IllegalArgumentException ex) {
      System.out.println("infinity: refused");
    }
  }
}
JAVA
echo "sketches-java 0.8.3: ten times 100, thirty times NaN"
java -cp "$cp" Finding.java | tee seen
expect seen "count 40.0, min 0.0, p50 0.0, sum about 1000: true" "infinity: refused"
