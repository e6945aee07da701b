/**
 * A real broker for tests.
 */
@NullMarked
package io.github.metricstcp.kafka.testing;

import org.jspecify.annotations.NullMarked;
