/**
 * The rollup as a program: its command line and its messages.
 */
@NullMarked
package io.github.metricstcp.rollup.internal.command;

import org.jspecify.annotations.NullMarked;
