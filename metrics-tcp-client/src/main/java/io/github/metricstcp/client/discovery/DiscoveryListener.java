package io.github.metricstcp.client.discovery;

import java.util.List;

import io.github.metricstcp.client.Target;

/**
 * A listener to what a {@link TargetDiscovery} finds. Called on the discovery's own
 * thread.
 *
 * @since 0.1.0
 */
public interface DiscoveryListener {

	/**
	 * Called when targets were found that were not there before, or are gone.
	 * @param found the new targets, in the order of the file or of their addresses
	 * @param gone the targets that are not found any more; each was found before
	 */
	void changed(List<Target> found, List<Target> gone);

	/**
	 * Called when looking fails, or succeeds again. What was found before is not gone by
	 * that. It is called once, however often looking fails for the same reason.
	 * @param sentence the reason, a sentence for the user that names the source
	 */
	void message(String sentence);

}
