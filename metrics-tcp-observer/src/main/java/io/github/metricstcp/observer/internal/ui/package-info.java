/**
 * The terminal UI of the observer. It reads the model; the model knows nothing of it.
 */
@NullMarked
package io.github.metricstcp.observer.internal.ui;

import org.jspecify.annotations.NullMarked;
