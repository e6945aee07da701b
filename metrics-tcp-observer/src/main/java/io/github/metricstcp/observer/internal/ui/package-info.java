/**
 * The terminal UI of the observer. It reads the model, which does not depend on it.
 */
@NullMarked
package io.github.metricstcp.observer.internal.ui;

import org.jspecify.annotations.NullMarked;
