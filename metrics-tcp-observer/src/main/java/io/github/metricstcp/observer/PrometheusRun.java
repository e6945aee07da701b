package io.github.metricstcp.observer;

import java.io.IOException;

import io.github.metricstcp.client.model.TargetNames;
import io.github.metricstcp.client.wire.StreamListener;
import io.github.metricstcp.prometheus.EndpointBindException;
import io.github.metricstcp.prometheus.PrometheusEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * The target for Prometheus of a run, if it has one.
 */
final class PrometheusRun {

	private final @Nullable PrometheusEndpoint endpoint;

	private final Session session;

	/**
	 * Creates a target that does not listen yet.
	 * @param endpoint the target, {@code null} for none
	 * @param session where its address is said
	 */
	PrometheusRun(@Nullable PrometheusEndpoint endpoint, Session session) {
		this.endpoint = endpoint;
		this.session = session;
	}

	/**
	 * Begins to listen, and says where.
	 * @throws IOException if its address cannot be listened on
	 */
	void start() throws IOException {
		if (this.endpoint == null) {
			return;
		}
		try {
			this.session.say("For Prometheus: " + this.endpoint.start());
		}
		catch (EndpointBindException ex) {
			throw new IOException(ex.getMessage()
					+ ". Choose another with --prometheus=[HOST:]PORT, or any port that is free with --prometheus=0",
					ex);
		}
	}

	/**
	 * Returns a listener by whose events the metrics of a target are offered.
	 * @param target the names of the target
	 * @param listener the listener that has them too, {@code null} for none
	 */
	@Nullable StreamListener<?> listener(TargetNames target, @Nullable StreamListener<?> listener) {
		if (this.endpoint == null) {
			return listener;
		}
		StreamListener<?> offered = this.endpoint.addTarget(target);
		return (listener != null) ? Listeners.both(listener, offered) : offered;
	}

	/**
	 * Forgets a target.
	 */
	void letGo(String target) {
		if (this.endpoint != null) {
			this.endpoint.removeTarget(target);
		}
	}

	/**
	 * Listens no more.
	 */
	void close() {
		if (this.endpoint != null) {
			this.endpoint.close();
		}
	}

}
