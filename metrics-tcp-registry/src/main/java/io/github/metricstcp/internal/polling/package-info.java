/**
 * The regular reading of gauges, functions and custom meters.
 */
@NullMarked
package io.github.metricstcp.internal.polling;

import org.jspecify.annotations.NullMarked;
