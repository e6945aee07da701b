/**
 * The exporter: what an application builds, starts and closes.
 */
@NullMarked
package io.github.metricstcp;

import org.jspecify.annotations.NullMarked;
