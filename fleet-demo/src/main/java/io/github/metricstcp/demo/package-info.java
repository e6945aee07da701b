/**
 * A small fleet on one machine, to try out what a large one is watched with.
 */
@NullMarked
package io.github.metricstcp.demo;

import org.jspecify.annotations.NullMarked;
