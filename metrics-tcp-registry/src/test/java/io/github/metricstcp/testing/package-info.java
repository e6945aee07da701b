/**
 * What tests of all modules need to watch the stream.
 */
@NullMarked
package io.github.metricstcp.testing;

import org.jspecify.annotations.NullMarked;
