package io.github.metricstcp.autoconfigure;

import java.util.function.Supplier;

import io.github.metricstcp.MetricsTcpExporter;
import io.github.metricstcp.page.LivePage;
import io.netty.handler.ssl.SslContext;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of a web page that shows the
 * application's metrics, live.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = MetricsTcpAutoConfiguration.class)
@ConditionalOnClass(LivePage.class)
@ConditionalOnBean(MetricsTcpExporterLifecycle.class)
@ConditionalOnBooleanProperty(name = "metrics-tcp.page.enabled", matchIfMissing = true)
@EnableConfigurationProperties(MetricsTcpPageProperties.class)
@ImportRuntimeHints(LivePageRuntimeHints.class)
public final class MetricsTcpPageAutoConfiguration {

	// An application has none of its own, but its parent context may. For another page
	// this one is disabled, and a LivePage is built
	@Bean
	@ConditionalOnMissingBean
	LivePageLifecycle metricsTcpLivePageLifecycle(MetricsTcpExporter exporter, MetricsTcpProperties exporterProperties,
			MetricsTcpPageProperties properties, ObjectProvider<SslBundles> bundles,
			ConfigurableEnvironment environment) {
		OwnStream stream = new OwnStream(exporter, exporterProperties.server().ssl(), bundles.getIfAvailable());
		MetricsTcpPageProperties.Ssl ssl = properties.ssl();
		String bundle = ssl.settings().effectiveBundle();
		Supplier<SslContext> contexts = (bundle != null) ? new BundleSslContexts(BundleSslContexts.Purpose.PAGE,
				bundles.getIfAvailable(DefaultSslBundleRegistry::new), bundle, ssl.clientAuth()) : null;
		return new LivePageLifecycle(stream, properties, contexts, environment);
	}

}
