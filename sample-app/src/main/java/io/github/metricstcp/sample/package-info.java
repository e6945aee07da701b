/**
 * A small shop whose metric events can be watched live.
 */
@NullMarked
package io.github.metricstcp.sample;

import org.jspecify.annotations.NullMarked;
