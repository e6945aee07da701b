/**
 * What is known of each target and each series, to be read by any thread at any time.
 */
@NullMarked
package io.github.metricstcp.client.model;

import org.jspecify.annotations.NullMarked;
