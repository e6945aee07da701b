package io.github.metricstcp.rollup;

import java.util.Map;
import java.util.Objects;

import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a partition, in a form in which two processors of one task can have
 * it. Nothing of it is kept: at each commit it is empty but for what the instances' own
 * store has.
 */
final class LiveStore implements StateStore {

	private final String name;

	private @Nullable SourcePartition partition;

	private boolean open;

	LiveStore(String name) {
		this.name = name;
	}

	SourcePartition partition() {
		return Objects.requireNonNull(this.partition);
	}

	void begin(SourcePartition partition) {
		this.partition = partition;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public void init(StateStoreContext context, StateStore root) {
		context.register(root, (key, value) -> {
		});
		this.open = true;
	}

	@Override
	public void close() {
		this.open = false;
		this.partition = null;
	}

	@Override
	public boolean persistent() {
		return false;
	}

	@Override
	public boolean isOpen() {
		return this.open;
	}

	/**
	 * A builder of such stores, which has nothing to be set.
	 *
	 * @param name the name of the store
	 */
	record Builder(String name) implements StoreBuilder<LiveStore> {

		@Override
		public StoreBuilder<LiveStore> withCachingEnabled() {
			return this;
		}

		@Override
		public StoreBuilder<LiveStore> withCachingDisabled() {
			return this;
		}

		@Override
		public StoreBuilder<LiveStore> withLoggingEnabled(Map<String, String> config) {
			return this;
		}

		@Override
		public StoreBuilder<LiveStore> withLoggingDisabled() {
			return this;
		}

		@Override
		public LiveStore build() {
			return new LiveStore(this.name);
		}

		@Override
		public Map<String, String> logConfig() {
			return Map.of();
		}

		@Override
		public boolean loggingEnabled() {
			return false;
		}

	}

}
