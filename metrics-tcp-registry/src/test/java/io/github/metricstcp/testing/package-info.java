/**
 * Tools with which the tests of all modules watch the stream.
 */
@NullMarked
package io.github.metricstcp.testing;

import org.jspecify.annotations.NullMarked;
