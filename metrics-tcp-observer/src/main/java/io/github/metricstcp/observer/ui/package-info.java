/**
 * The terminal user interface.
 */
@NullMarked
package io.github.metricstcp.observer.ui;

import org.jspecify.annotations.NullMarked;
