/**
 * The program: its command line, and the runs that it starts.
 */
@NullMarked
package io.github.metricstcp.observer;

import org.jspecify.annotations.NullMarked;
