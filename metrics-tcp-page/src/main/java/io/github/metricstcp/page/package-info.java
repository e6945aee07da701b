/**
 * The live page: what a model of metrics knows, in a browser.
 *
 * <pre>{@code
 * ObserverModel model = new ObserverModel(TimeSource.system(), 10_000, "maxSeries", 128 << 20);
 * MetricsTcpClient client = MetricsTcpClient.builder(TargetAddress.parse("localhost:5000")).build(model.addTarget("shop"));
 * client.start();
 * LivePage page = LivePage.builder(model).build();
 * System.out.println("Live metrics: " + page.start());
 * }</pre>
 */
@NullMarked
package io.github.metricstcp.page;

import org.jspecify.annotations.NullMarked;
