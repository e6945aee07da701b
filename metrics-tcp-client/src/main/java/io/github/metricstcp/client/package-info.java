/**
 * A client of metrics exporters that speak the TCP protocol of metrics-rs: it keeps a
 * connection up and hands each event to a listener. A model of the series, and
 * recordings, are listeners too.
 *
 * <pre>{@code
 * ObserverModel model = new ObserverModel(TimeSource.system(), ObserverModel.DEFAULT_MAX_SERIES);
 * TargetAddress address = TargetAddress.parse("localhost:5000");
 * try (MetricsTcpClient client = MetricsTcpClient.builder(address).build(model.addTarget("shop"))) {
 *     client.start();
 *     Thread.sleep(10_000);
 *     model.series().forEach((series) -> System.out.println(series.key() + " " + series.snapshot(Window.TEN_SECONDS)));
 * }
 * }</pre>
 */
@NullMarked
package io.github.metricstcp.client;

import org.jspecify.annotations.NullMarked;
