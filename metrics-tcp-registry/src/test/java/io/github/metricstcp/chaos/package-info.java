/**
 * Everything at once, at random: load, clients of all kinds, restarts.
 */
@NullMarked
package io.github.metricstcp.chaos;

import org.jspecify.annotations.NullMarked;
