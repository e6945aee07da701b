/**
 * The client library: a connection to a target that is kept up, over TCP or TLS.
 */
@NullMarked
package io.github.metricstcp.client;

import org.jspecify.annotations.NullMarked;
