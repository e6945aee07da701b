/**
 * Auto-configuration of the exporter in a Spring Boot application.
 */
@NullMarked
package io.github.metricstcp.autoconfigure;

import org.jspecify.annotations.NullMarked;
