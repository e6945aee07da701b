/**
 * The Micrometer registry whose meters turn what they record into events.
 */
@NullMarked
package io.github.metricstcp.registry;

import org.jspecify.annotations.NullMarked;
