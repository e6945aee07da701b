package io.github.metricstcp.autoconfigure;

import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * The web extension of {@link MetricsTcpEndpoint}: a client that was disconnected has no
 * content.
 */
@EndpointWebExtension(endpoint = MetricsTcpEndpoint.class)
final class MetricsTcpEndpointWebExtension {

	private final MetricsTcpEndpoint endpoint;

	MetricsTcpEndpointWebExtension(MetricsTcpEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	@DeleteOperation
	WebEndpointResponse<Void> disconnect(@Selector String id) {
		return new WebEndpointResponse<>((this.endpoint.disconnect(id) != null) ? WebEndpointResponse.STATUS_NO_CONTENT
				: WebEndpointResponse.STATUS_NOT_FOUND);
	}

}
