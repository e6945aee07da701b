/**
 * Targets that are found by the name of a service or in a file, while they come and go.
 */
@NullMarked
package io.github.metricstcp.client.discovery;

import org.jspecify.annotations.NullMarked;
