/**
 * The cost of the live page.
 */
@NullMarked
package io.github.metricstcp.benchmarks.page;

import org.jspecify.annotations.NullMarked;
