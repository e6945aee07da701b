package io.github.metricstcp.prometheus;

/**
 * The settings of histograms.
 *
 * @param form their form
 * @param bounds the bounds of classic buckets
 */
record HistogramSettings(HistogramForm form, BucketBounds bounds) {

}
