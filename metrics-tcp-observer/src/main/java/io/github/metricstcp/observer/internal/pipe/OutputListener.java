package io.github.metricstcp.observer.internal.pipe;

import java.io.IOException;

/**
 * A listener for the end of an output. May be called by any thread, and more than once.
 *
 * @since 0.1.0
 */
public interface OutputListener {

	/**
	 * Called when as many objects were written as the user wants.
	 */
	void complete();

	/**
	 * Called when nothing can be written any more, usually because the reader is gone.
	 * @param failure the reason
	 */
	void broken(IOException failure);

}
