/**
 * What the streams of exporters say, sent to an OpenTelemetry collector.
 *
 * <pre>{@code
 * OtlpExport export = OtlpExport.builder("http://localhost:4318").build();
 * StreamListener<?> listener = export.addTarget(new TargetNames("shop", "localhost:5000", "shop"));
 * MetricsTcpClient client = MetricsTcpClient.builder(TargetAddress.parse("localhost:5000")).build(listener);
 * client.start();
 * export.start();
 * }</pre>
 */
@NullMarked
package io.github.metricstcp.otlp;

import org.jspecify.annotations.NullMarked;
