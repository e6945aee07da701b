package io.github.metricstcp.client.model;

import io.github.metricstcp.client.wire.Metadata;
import org.jspecify.annotations.Nullable;

/**
 * What all series of one target, kind and name share.
 */
final class Family {

	private volatile @Nullable Metadata metadata;

	@Nullable Metadata metadata() {
		return this.metadata;
	}

	void metadata(Metadata metadata) {
		this.metadata = metadata;
	}

}
