/**
 * The stream as bytes: frames split, decoded into events, and encoded.
 */
@NullMarked
package io.github.metricstcp.client.wire;

import org.jspecify.annotations.NullMarked;
