/**
 * The cost of exporting to a service under load, beside other exporters.
 */
@NullMarked
package io.github.metricstcp.benchmarks.service;

import org.jspecify.annotations.NullMarked;
