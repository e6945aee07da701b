package io.github.metricstcp.autoconfigure;

import java.util.List;

import io.github.metricstcp.MetricsTcpConfig;
import io.github.metricstcp.MetricsTcpExporter;
import io.github.metricstcp.MetricsTcpMeterRegistry;
import io.github.metricstcp.MetricsTcpMetrics;
import io.micrometer.core.instrument.Clock;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that streams the application's
 * metric events over TCP.
 * <p>
 * Refers to its neighbours by name, because Spring Boot 3.5 and 4.x have them in
 * different packages.
 *
 * @since 0.1.0
 */
@AutoConfiguration(beforeName = {
		"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
		"org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration",
		"org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration",
		"org.springframework.boot.actuate.autoconfigure.metrics.export.simple.SimpleMetricsExportAutoConfiguration" },
		afterName = { "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
				"org.springframework.boot.actuate.autoconfigure.metrics.MetricsAutoConfiguration" })
@ConditionalOnBean(Clock.class)
@Conditional(OnMetricsTcpEnabledCondition.class)
@EnableConfigurationProperties(MetricsTcpProperties.class)
public final class MetricsTcpAutoConfiguration {

	// Static, for properties are bound before the configuration is created
	@Bean
	static ServiceLinkBindHandlerAdvisor metricsTcpServiceLinkBindHandlerAdvisor(Environment environment) {
		return new ServiceLinkBindHandlerAdvisor(environment);
	}

	@Bean
	@ConditionalOnMissingBean
	MetricsTcpConfig metricsTcpConfig(MetricsTcpProperties properties) {
		return new MetricsTcpPropertiesConfigAdapter(properties);
	}

	@Bean
	@ConditionalOnMissingBean
	MetricsTcpMeterRegistry metricsTcpMeterRegistry(MetricsTcpConfig config, Clock clock) {
		return new MetricsTcpMeterRegistry(config, clock);
	}

	@Bean
	@ConditionalOnMissingBean
	MetricsTcpExporter metricsTcpExporter(MetricsTcpMeterRegistry registry, MetricsTcpProperties properties,
			ObjectProvider<SslBundles> bundles, Environment environment) {
		MetricsTcpProperties.Server server = properties.server();
		MetricsTcpExporter.Builder builder = MetricsTcpExporter.builder()
			.registry(registry)
			.address(server.address())
			.maxClients(server.maxClients())
			.stallTimeout(server.stallTimeout())
			.shutdownTimeout(server.shutdownTimeout());
		Integer port = server.port();
		if (port != null) {
			builder.port(port);
		}
		String name = environment.getProperty("spring.application.name", "");
		if (!properties.discovery().enabled()) {
			builder.announcedAs(null);
		}
		else if (!name.isBlank()) {
			builder.announcedAs(name);
		}
		if (server.allowedAddresses() != null) {
			builder.allowedAddresses(server.allowedAddresses());
		}
		String bundle = server.ssl().effectiveBundle();
		if (bundle != null) {
			builder.ssl(new BundleSslContexts(BundleSslContexts.Purpose.STREAM,
					bundles.getIfAvailable(DefaultSslBundleRegistry::new), bundle, server.ssl().clientAuth()));
		}
		return builder.build();
	}

	@Bean
	@ConditionalOnMissingBean
	MetricsTcpMetrics metricsTcpMetrics(MetricsTcpExporter exporter) {
		return new MetricsTcpMetrics(exporter);
	}

	// An application has none of its own, but its parent context may
	@Bean
	@ConditionalOnMissingBean
	MetricsTcpExporterLifecycle metricsTcpExporterLifecycle(MetricsTcpExporter exporter,
			List<MetricsTcpMeterRegistry> registries, MetricsTcpProperties properties,
			ConfigurableEnvironment environment) {
		return new MetricsTcpExporterLifecycle(exporter, registries, properties.server(), environment);
	}

}
