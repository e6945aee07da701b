/**
 * The program: its command line, and what it does with the stream.
 */
@NullMarked
package io.github.metricstcp.observer;

import org.jspecify.annotations.NullMarked;
