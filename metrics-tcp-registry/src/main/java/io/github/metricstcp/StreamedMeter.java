package io.github.metricstcp;

import io.github.metricstcp.internal.stream.Series;

/**
 * A meter that streams by itself what is recorded, in contrast to one that is polled.
 */
interface StreamedMeter {

	Series series();

}
