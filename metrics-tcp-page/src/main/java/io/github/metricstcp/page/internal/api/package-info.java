/**
 * What a model of metrics knows, as JSON documents for programs: the requests, their
 * parameters and answers, and the description of all of it. It knows neither HTTP nor
 * MCP.
 */
@NullMarked
package io.github.metricstcp.page.internal.api;

import org.jspecify.annotations.NullMarked;
