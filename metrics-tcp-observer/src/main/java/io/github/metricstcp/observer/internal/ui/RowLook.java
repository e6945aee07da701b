package io.github.metricstcp.observer.internal.ui;

import dev.tamboui.style.Style;

/**
 * The look of a row's name and labels.
 *
 * @param text the style of the name or, of a series below its metric, of the labels
 * @param happened whether something has happened in the window, so that labels of
 * failures are marked
 * @param beyond whether it is beyond a level
 * @param count the number of series behind the name, empty if it stands for one
 */
record RowLook(Style text, boolean happened, boolean beyond, String count) {
}
