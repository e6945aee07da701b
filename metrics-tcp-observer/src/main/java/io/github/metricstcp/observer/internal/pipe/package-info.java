/**
 * The stream as lines of JSON, for other programs.
 */
@NullMarked
package io.github.metricstcp.observer.internal.pipe;

import org.jspecify.annotations.NullMarked;
