package io.github.metricstcp.observer.internal.ui;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ErrorLabels}.
 */
class ErrorLabelsTests {

	@ParameterizedTest
	@CsvSource({ "status,500,true", "status,503,true", "status,5xx,true", "status,404,false", "status,50000,false",
			"outcome,SERVER_ERROR,true", "outcome,CLIENT_ERROR,false", "exception,IllegalStateException,true",
			"exception,none,false", "exception,None,false", "exception,'',false", "error,TimeoutException,true",
			"error,none,false", "uri,/500,false" })
	void labelsOfFailuresAreKnown(String key, String value, boolean error) {
		assertThat(ErrorLabels.isError(key, value)).isEqualTo(error);
	}

}
