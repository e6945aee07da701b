package io.github.metricstcp.observer.internal.pipe;

import java.io.IOException;

/**
 * The other end of what is written: told when no more is wanted. May be called by any
 * thread, and more than once.
 *
 * @since 0.1.0
 */
public interface OutputListener {

	/**
	 * Takes notice that as many objects were written as the user wants.
	 */
	void complete();

	/**
	 * Takes notice that nothing can be written any more, commonly because the reader is
	 * gone.
	 * @param failure what happened
	 */
	void broken(IOException failure);

}
