package io.github.metricstcp.client.discovery;

import java.util.List;

import io.github.metricstcp.client.TargetAddress;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a question about a name.
 *
 * @param addresses the addresses that it has
 * @param exists whether there is such a name at all
 * @param failure the reason why there is no answer, as a clause; {@code null} if there is
 * one
 * @param passable whether the next name of the search list is tried after that failure
 * @param alias the name that it is an alias of and whose records were not sent,
 * {@code null} if it is none
 */
record DnsAnswer(List<TargetAddress> addresses, boolean exists, @Nullable String failure, boolean passable,
		@Nullable String alias) {

	static DnsAnswer of(List<TargetAddress> addresses) {
		return new DnsAnswer(addresses, true, null, false, null);
	}

	static DnsAnswer aliasOf(String name) {
		return new DnsAnswer(List.of(), true, null, false, name);
	}

	static DnsAnswer noName() {
		return new DnsAnswer(List.of(), false, null, false, null);
	}

	static DnsAnswer failed(String failure) {
		return new DnsAnswer(List.of(), false, failure, false, null);
	}

	/**
	 * Returns a failure of this name only: the next one of the search list is tried.
	 */
	static DnsAnswer passed(String failure) {
		return new DnsAnswer(List.of(), false, failure, true, null);
	}

}
