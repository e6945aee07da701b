package io.github.metricstcp.observer;

import java.util.LinkedHashSet;
import java.util.Set;

import io.github.metricstcp.client.MetricsTcpClient;
import io.github.metricstcp.client.Target;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.model.TargetState;
import io.github.metricstcp.client.wire.StreamListener;
import org.jspecify.annotations.Nullable;

/**
 * A target that is watched: its connection, and by which sources it is found. Not
 * thread-safe.
 */
final class WatchedTarget {

	private final Target target;

	private final StreamListener<?> listener;

	private final ConnectionMessages messages;

	private final @Nullable TargetModel model;

	// The one that has had it for longest is the first
	private final Set<String> sources = new LinkedHashSet<>();

	// Null while it is not connected to, because it is gone or not begun
	private @Nullable MetricsTcpClient client;

	private long goneSince;

	/**
	 * Creates a target that is not connected to.
	 * @param target its name and address
	 * @param listener the listener to its streams
	 * @param messages the messages about its connection, which that listener calls
	 * @param model what is kept of it, {@code null} if nothing is
	 */
	WatchedTarget(Target target, StreamListener<?> listener, ConnectionMessages messages, @Nullable TargetModel model) {
		this.target = target;
		this.listener = listener;
		this.messages = messages;
		this.model = model;
	}

	Target target() {
		return this.target;
	}

	String name() {
		return this.target.name();
	}

	StreamListener<?> listener() {
		return this.listener;
	}

	ConnectionMessages messages() {
		return this.messages;
	}

	@Nullable TargetModel model() {
		return this.model;
	}

	@Nullable MetricsTcpClient client() {
		return this.client;
	}

	void client(@Nullable MetricsTcpClient client) {
		this.client = client;
	}

	/**
	 * Called when a source has it.
	 * @return whether no other one had it
	 */
	boolean foundBy(String source) {
		boolean first = this.sources.isEmpty();
		this.sources.add(source);
		return first;
	}

	/**
	 * Called when a source has it no more.
	 * @return whether none has it now, and that one had it
	 */
	boolean goneFrom(String source, long now) {
		this.goneSince = now;
		return this.sources.remove(source) && this.sources.isEmpty();
	}

	boolean isFoundBy(String source) {
		return this.sources.contains(source);
	}

	/**
	 * Returns the source that has had it for longest. Only if it is not gone.
	 */
	String source() {
		return this.sources.iterator().next();
	}

	/**
	 * Whether its stream is open.
	 */
	boolean isConnected() {
		TargetModel model = this.model;
		return (model != null) ? model.snapshot().state() == TargetState.CONNECTED : this.messages.isOpen();
	}

	boolean isGone() {
		return this.sources.isEmpty();
	}

	/**
	 * Returns the time since which no source has it.
	 */
	long goneSince() {
		return this.goneSince;
	}

	/**
	 * Connects again when the user asks for it.
	 */
	void reconnect() {
		MetricsTcpClient client = this.client;
		if (client != null) {
			client.reconnect();
		}
	}

}
