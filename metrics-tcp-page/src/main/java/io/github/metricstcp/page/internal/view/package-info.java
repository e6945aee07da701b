/**
 * What is shown: each view reads the model, and writes documents for the page.
 */
@NullMarked
package io.github.metricstcp.page.internal.view;

import org.jspecify.annotations.NullMarked;
