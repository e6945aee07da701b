/**
 * The Micrometer registry whose meters turn what they record into events.
 */
@NullMarked
package io.github.metricstcp.internal.polling;

import org.jspecify.annotations.NullMarked;
