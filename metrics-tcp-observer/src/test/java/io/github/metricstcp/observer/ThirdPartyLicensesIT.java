package io.github.metricstcp.observer;

import java.io.IOException;

import io.github.metricstcp.testing.ExecutableJar;
import org.junit.jupiter.api.Test;

/**
 * Tests that the executable jar has the license of each library in it.
 */
class ThirdPartyLicensesIT {

	// Which the jar is packaged without
	private static final String LEFT_OUT = "io\\.netty:netty-(resolver-dns-.*-macos|transport-.*-epoll)";

	@Test
	void eachLibraryIsListedAndNoOther() throws IOException {
		// A file of the page, and no library of the program
		ExecutableJar.checkLicenses("metrics-tcp-observer", LEFT_OUT, "org.webjars.npm:uplot");
	}

}
