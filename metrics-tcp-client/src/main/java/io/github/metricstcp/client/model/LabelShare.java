package io.github.metricstcp.client.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often one value of a label is among the samples of a region of a {@link HeatMap},
 * and among all others. A great difference hints at a cause: if 90 % of the slow requests
 * are of one instance, and 10 % of the others, look there.
 *
 * @param label the name of the label
 * @param value one of its values, empty for series without that label
 * @param inside the number of samples in the region that have it
 * @param outside the number of samples outside of the region that have it
 * @param insideShare the share of the samples in the region that have it, 0 to 1
 * @param outsideShare the share of the other samples that have it, 0 to 1
 * @since 0.1.0
 */
public record LabelShare(String label, String value, long inside, long outside, double insideShare,
		double outsideShare) {

	/**
	 * The name under which the target is counted as a label.
	 */
	public static final String TARGET = "target";

	/**
	 * Returns the shares of all label values of some histograms.
	 * @param series the histograms
	 * @param range the time that is looked at as a whole
	 * @param region the part of the map that is compared with the rest
	 * @return the shares, those first that are over-represented most; labels with the
	 * same value everywhere are left out
	 */
	public static List<LabelShare> of(Collection<Series> series, TimeRange range, Region region) {
		Map<String, Map<String, long[]>> counts = new TreeMap<>();
		series.forEach((each) -> each.labels()
			.keySet()
			.forEach((label) -> counts.computeIfAbsent(label, (absent) -> new TreeMap<>())));
		counts.put(TARGET, new TreeMap<>());
		long inside = 0;
		long outside = 0;
		for (Series each : series) {
			Timeline timeline = new Timeline(range);
			each.addTo(timeline);
			long in = timeline.count(region.from(), region.to(), region.above(), region.upTo());
			long out = timeline.count(range.from(), range.to(), Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)
					- in;
			inside += in;
			outside += out;
			counts.forEach((label, values) -> {
				String value = label.equals(TARGET) ? each.target() : each.labels().getOrDefault(label, "");
				long[] sums = values.computeIfAbsent(value, (absent) -> new long[2]);
				sums[0] += in;
				sums[1] += out;
			});
		}
		return shares(counts, inside, outside);
	}

	private static List<LabelShare> shares(Map<String, Map<String, long[]>> counts, long inside, long outside) {
		List<LabelShare> shares = new ArrayList<>();
		counts.forEach((label, values) -> {
			if (values.size() > 1) {
				values.forEach((value, sums) -> shares.add(new LabelShare(label, value, sums[0], sums[1],
						share(sums[0], inside), share(sums[1], outside))));
			}
		});
		shares.sort(Comparator.comparingDouble(LabelShare::difference).reversed());
		return shares;
	}

	private static double share(long part, long whole) {
		return (whole > 0) ? (double) part / whole : 0;
	}

	/**
	 * Returns by how much the share in the region is greater.
	 * @return the difference of the shares, -1 to 1
	 */
	public double difference() {
		return this.insideShare - this.outsideShare;
	}

	/**
	 * A region of a heat map.
	 *
	 * @param from its first second, since the epoch
	 * @param to the second behind its last one
	 * @param above its samples are above this value, to the bounds of bins
	 * @param upTo and not above this one
	 */
	public record Region(long from, long to, double above, double upTo) {

	}

}
