package io.github.metricstcp.page.internal.api;

import java.util.ArrayList;
import java.util.List;

/**
 * Lists of members, one behind the other.
 */
final class Members {

	private final List<Schema.Member> members = new ArrayList<>();

	private Members() {
	}

	static Members with(Schema.Member member) {
		return new Members().and(member);
	}

	static Members with(List<Schema.Member> members) {
		return new Members().and(members);
	}

	Members and(Schema.Member member) {
		this.members.add(member);
		return this;
	}

	Members and(List<Schema.Member> members) {
		this.members.addAll(members);
		return this;
	}

	List<Schema.Member> list() {
		return List.copyOf(this.members);
	}

}
