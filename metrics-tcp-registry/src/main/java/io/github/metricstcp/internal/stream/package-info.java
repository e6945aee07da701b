/**
 * The way of an event from its meter to every client: ingress, encoder and fan-out.
 */
@NullMarked
package io.github.metricstcp.internal.stream;

import org.jspecify.annotations.NullMarked;
