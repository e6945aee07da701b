/**
 * A small application for each case of the compatibility table.
 */
package io.github.metricstcp.compatibility;
