/**
 * Reports: what is shown, in one file that needs no server.
 */
@NullMarked
package io.github.metricstcp.page.internal.report;

import org.jspecify.annotations.NullMarked;
