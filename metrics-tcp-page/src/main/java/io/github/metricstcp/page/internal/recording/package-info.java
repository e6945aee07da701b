/**
 * Recordings of what a model keeps.
 */
@NullMarked
package io.github.metricstcp.page.internal.recording;

import org.jspecify.annotations.NullMarked;
