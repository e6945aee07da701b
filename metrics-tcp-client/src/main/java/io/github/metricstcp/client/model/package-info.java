/**
 * A model of targets and their series: totals, rates, quantiles and the last five minutes
 * of each, in bounded memory. It listens to streams, and any thread may read it at any
 * time.
 */
@NullMarked
package io.github.metricstcp.client.model;

import org.jspecify.annotations.NullMarked;
