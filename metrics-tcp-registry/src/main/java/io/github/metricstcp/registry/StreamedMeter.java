package io.github.metricstcp.registry;

import io.github.metricstcp.stream.Series;

/**
 * A meter that streams by itself what is recorded, in contrast to one that is polled.
 */
interface StreamedMeter {

	Series series();

}
