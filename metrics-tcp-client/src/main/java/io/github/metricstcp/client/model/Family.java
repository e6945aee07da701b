package io.github.metricstcp.client.model;

import io.github.metricstcp.client.wire.Metadata;
import org.jspecify.annotations.Nullable;

/**
 * The metadata that all series of one target, kind and name share. Written by the thread
 * that reads the stream, read by any.
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
