/**
 * The Model Context Protocol over the standard streams.
 */
@NullMarked
package io.github.metricstcp.observer.internal.mcp;

import org.jspecify.annotations.NullMarked;
