/**
 * What has changed: a recording against another one, or against what is received now,
 * both from their starts.
 */
@NullMarked
package io.github.metricstcp.client.comparison;

import org.jspecify.annotations.NullMarked;
