/**
 * Benchmarks of recording, beside Micrometer's other registries.
 */
@NullMarked
package io.github.metricstcp.benchmarks.registry;

import org.jspecify.annotations.NullMarked;
