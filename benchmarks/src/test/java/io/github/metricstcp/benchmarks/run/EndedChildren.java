package io.github.metricstcp.benchmarks.run;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * An extension that destroys the processes which a test has started and not ended. A
 * thread that reads from one of them, and that a timeout does not interrupt, ends with
 * it.
 */
public class EndedChildren implements AfterEachCallback {

	@Override
	public void afterEach(ExtensionContext context) {
		ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
	}

}
