package io.github.metricstcp.autoconfigure;

import io.github.metricstcp.MetricsTcpExporter;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the {@link MetricsTcpEndpoint}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = MetricsTcpAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(MetricsTcpExporter.class)
@ConditionalOnAvailableEndpoint(MetricsTcpEndpoint.class)
public final class MetricsTcpEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	MetricsTcpEndpoint metricsTcpEndpoint(MetricsTcpExporter exporter) {
		return new MetricsTcpEndpoint(exporter);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(MetricsTcpEndpoint.class)
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	MetricsTcpEndpointWebExtension metricsTcpEndpointWebExtension(MetricsTcpEndpoint endpoint) {
		return new MetricsTcpEndpointWebExtension(endpoint);
	}

}
