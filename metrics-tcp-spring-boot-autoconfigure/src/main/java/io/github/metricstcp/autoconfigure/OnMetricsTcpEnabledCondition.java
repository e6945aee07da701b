package io.github.metricstcp.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * A condition that the exporter is enabled. Our own: Spring Boot's for registries has
 * another name, and no effect, on another line.
 */
class OnMetricsTcpEnabledCondition extends SpringBootCondition {

	private static final String PROPERTY = "metrics-tcp.enabled";

	private static final String DEFAULT_PROPERTY = "management.defaults.metrics.export.enabled";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		Environment environment = context.getEnvironment();
		String decisive = environment.containsProperty(PROPERTY) ? PROPERTY : DEFAULT_PROPERTY;
		boolean enabled = environment.getProperty(decisive, Boolean.class, true);
		ConditionMessage message = environment.containsProperty(decisive)
				? ConditionMessage.of("%s is %s", decisive, enabled)
				: ConditionMessage.of("neither %s nor %s is set", PROPERTY, DEFAULT_PROPERTY);
		return new ConditionOutcome(enabled, message);
	}

}
