/**
 * What the streams of exporters say, as a target that Prometheus scrapes.
 *
 * <pre>{@code
 * PrometheusEndpoint endpoint = PrometheusEndpoint.builder().build();
 * StreamListener<?> listener = endpoint.addTarget(new TargetNames("shop", "localhost:5000", "shop"));
 * MetricsTcpClient client = MetricsTcpClient.builder(TargetAddress.parse("localhost:5000")).build(listener);
 * client.start();
 * endpoint.start();
 * }</pre>
 */
@NullMarked
package io.github.metricstcp.prometheus;

import org.jspecify.annotations.NullMarked;
