/**
 * Recordings of streams: written to files, played again at any speed, and served to other
 * clients from them.
 */
@NullMarked
package io.github.metricstcp.client.recording;

import org.jspecify.annotations.NullMarked;
