/**
 * The stream in files: recorded, replayed, and served from them.
 */
@NullMarked
package io.github.metricstcp.client.recording;

import org.jspecify.annotations.NullMarked;
