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
 */
record DnsAnswer(List<TargetAddress> addresses, boolean exists, @Nullable String failure) {

	static DnsAnswer of(List<TargetAddress> addresses) {
		return new DnsAnswer(addresses, true, null);
	}

	static DnsAnswer noName() {
		return new DnsAnswer(List.of(), false, null);
	}

	static DnsAnswer failed(String failure) {
		return new DnsAnswer(List.of(), false, failure);
	}

}
