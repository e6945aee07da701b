package io.github.metricstcp.rollup.internal.command;

import java.io.IOException;

import io.github.metricstcp.testing.ExecutableJar;
import org.junit.jupiter.api.Test;

/**
 * Tests that the executable jar has the license of each library in it.
 */
class ThirdPartyLicensesIT {

	// Which the jar is packaged without
	private static final String LEFT_OUT = "(io\\.netty|io\\.projectreactor(\\.netty)?|org\\.reactivestreams):.*";

	@Test
	void eachLibraryIsListedAndNoOther() throws IOException {
		ExecutableJar.checkLicenses("metrics-tcp-rollup", LEFT_OUT);
	}

}
