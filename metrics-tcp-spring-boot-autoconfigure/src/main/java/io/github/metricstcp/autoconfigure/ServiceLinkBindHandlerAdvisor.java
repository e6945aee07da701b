package io.github.metricstcp.autoconfigure;

import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.SystemEnvironmentOrigin;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * An advisor of property binding that ignores what Kubernetes puts into the environment
 * for a Service: for one that is called {@code metrics-tcp-server} or
 * {@code metricstcp-server}, a variable that looks like the exporter's port, with a value
 * such as {@code tcp://10.0.0.1:5000}.
 */
class ServiceLinkBindHandlerAdvisor implements ConfigurationPropertiesBindHandlerAdvisor {

	static final ConfigurationPropertyName PORT = ConfigurationPropertyName.of("metrics-tcp.server.port");

	private static final Logger logger = LoggerFactory.getLogger(ServiceLinkBindHandlerAdvisor.class);

	private static final String SUFFIX = "_PORT";

	private final Environment environment;

	/**
	 * Creates an advisor.
	 * @param environment resolves the placeholders of a port that is set elsewhere
	 */
	ServiceLinkBindHandlerAdvisor(Environment environment) {
		this.environment = environment;
	}

	@Override
	public BindHandler apply(BindHandler bindHandler) {
		return new ServiceLinkBindHandler(bindHandler);
	}

	/**
	 * Returns the variable that Kubernetes has set a property with, {@code null} if it
	 * was not Kubernetes.
	 */
	private static @Nullable String serviceLink(ConfigurationProperty property) {
		String variable = variable(property.getOrigin());
		boolean link = variable != null && variable.endsWith(SUFFIX)
				&& property.getValue().toString().matches("(tcp|udp|sctp)://.*");
		return link ? variable : null;
	}

	private static @Nullable String variable(@Nullable Origin origin) {
		if (origin instanceof SystemEnvironmentOrigin variable) {
			return variable.getProperty();
		}
		if (origin instanceof PropertySourceOrigin property) {
			return (property.getPropertySource() instanceof SystemEnvironmentPropertySource)
					? property.getPropertyName() : variable(property.getOrigin());
		}
		return null;
	}

	private static String service(String variable) {
		return variable.substring(0, variable.length() - SUFFIX.length()).toLowerCase(Locale.ROOT).replace('_', '-');
	}

	private final class ServiceLinkBindHandler extends AbstractBindHandler {

		ServiceLinkBindHandler(BindHandler parent) {
			super(parent);
		}

		@Override
		public @Nullable Object onFailure(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
				Exception error) throws Exception {
			boolean ignored = false;
			if (name.equals(PORT)) {
				for (ConfigurationPropertySource source : context.getSources()) {
					ConfigurationProperty property = source.getConfigurationProperty(PORT);
					String variable = (property != null) ? serviceLink(property) : null;
					if (variable != null) {
						ignored = true;
						logger.warn(
								"Ignoring the environment variable {}: it is that of the Kubernetes Service '{}', and "
										+ "not a port for {}. Rename the Service, or set enableServiceLinks to false.",
								variable, service(variable), PORT);
					}
					else if (property != null) {
						return ignored ? set(property) : super.onFailure(name, target, context, error);
					}
				}
			}
			return ignored ? null : super.onFailure(name, target, context, error);
		}

		private Object set(ConfigurationProperty property) {
			return (property.getValue() instanceof String text)
					? ServiceLinkBindHandlerAdvisor.this.environment.resolvePlaceholders(text) : property.getValue();
		}

	}

}
