/**
 * The stream as bytes: a decoder that splits it into frames and hands each event to a
 * listener, and an encoder of frames. The rest of the library stands on it.
 */
@NullMarked
package io.github.metricstcp.client.wire;

import org.jspecify.annotations.NullMarked;
