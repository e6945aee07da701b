/**
 * A real broker for tests, and viewers of its topics.
 */
@NullMarked
package io.github.metricstcp.kafka.testing;

import org.jspecify.annotations.NullMarked;
