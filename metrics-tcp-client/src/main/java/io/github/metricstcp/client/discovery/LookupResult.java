package io.github.metricstcp.client.discovery;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The result of looking for targets once.
 *
 * @param found the addresses that there are; with a failure, those that count all the
 * same
 * @param failure the reason why it is not known which there are, as a clause behind the
 * name of the source; {@code null} if it is known
 * @param remark the reason why there are none, as such a clause; {@code null} if there is
 * no need for one
 */
record LookupResult(List<FoundAddress> found, @Nullable String failure, @Nullable String remark) {

	static LookupResult of(List<FoundAddress> found) {
		return new LookupResult(found, null, null);
	}

	static LookupResult nothing(String remark) {
		return new LookupResult(List.of(), null, remark);
	}

	/**
	 * Returns the result of looking that has failed for some of them.
	 * @param found the others, and what takes the place of those
	 */
	static LookupResult partly(List<FoundAddress> found, String failure) {
		return new LookupResult(found, failure, null);
	}

	static LookupResult failed(String failure) {
		return new LookupResult(List.of(), failure, null);
	}

	/**
	 * Returns the result of looking that has thrown what it should not.
	 */
	static LookupResult thrown(Throwable thrown) {
		return failed("can't be looked at: " + thrown);
	}

}
