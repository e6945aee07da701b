package io.github.metricstcp.page.internal.http;

import java.time.Duration;

/**
 * The limits that keep one reader from the others, and from the program's memory.
 *
 * @param connections the greatest number of connections. For one more, the one that has
 * waited for no answer the longest is closed; if all wait, the one more is
 * @param unanswered the greatest number of requests of a connection that are not
 * answered, for one may send more before it has read an answer
 * @param request the time from the first byte of a request to its last one, and from the
 * beginning of the connection to the end of its first request
 * @param stall the time in which a reader must take something of what waits for it; it is
 * closed after twice that time at the latest
 * @param idle the time that a connection is kept after its last answer
 */
record ConnectionLimits(int connections, int unanswered, Duration request, Duration stall, Duration idle) {

	static final ConnectionLimits DEFAULT = new ConnectionLimits(100, 16, Duration.ofSeconds(10),
			Duration.ofSeconds(30), Duration.ofSeconds(60));

}
