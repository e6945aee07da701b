/**
 * The TCP server and the connections of its clients.
 */
@NullMarked
package io.github.metricstcp.internal.server;

import org.jspecify.annotations.NullMarked;
