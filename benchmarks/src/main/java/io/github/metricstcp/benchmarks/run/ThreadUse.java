package io.github.metricstcp.benchmarks.run;

import org.jspecify.annotations.Nullable;

/**
 * The use that a thread has made of the machine.
 *
 * @param cpuNanos its time on a processor
 * @param allocated the bytes it has allocated
 */
public record ThreadUse(long cpuNanos, long allocated) {

	/**
	 * Returns the use since an earlier time.
	 * @param before the use until then, {@code null} if there was no such thread
	 */
	public ThreadUse since(@Nullable ThreadUse before) {
		return (before == null) ? this
				: new ThreadUse(this.cpuNanos - before.cpuNanos, this.allocated - before.allocated);
	}

}
