/**
 * The stream as lines of JSON, for other programs.
 */
@NullMarked
package io.github.metricstcp.observer.pipe;

import org.jspecify.annotations.NullMarked;
