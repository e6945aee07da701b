package io.github.metricstcp.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * The condition behind {@link RequiresTool}.
 */
class RequiresToolCondition implements ExecutionCondition {

	static final String REQUIRE_PROPERTY = "requireTools";

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		return AnnotationSupport.findAnnotation(context.getElement(), RequiresTool.class)
			.map((annotation) -> evaluate(annotation.value()))
			.orElseGet(() -> ConditionEvaluationResult.enabled("No tool is needed"));
	}

	private static ConditionEvaluationResult evaluate(String... tools) {
		List<String> missing = Arrays.stream(tools).filter((tool) -> !isPresent(tool)).toList();
		if (missing.isEmpty()) {
			return ConditionEvaluationResult.enabled("All tools are there");
		}
		String reason = "This test needs %s, which this machine does not have: install it"
			.formatted(String.join(" and ", missing));
		if (Boolean.getBoolean(REQUIRE_PROPERTY)) {
			throw new IllegalStateException(reason);
		}
		return ConditionEvaluationResult.disabled(reason);
	}

	private static boolean isPresent(String tool) {
		return Stream.of(System.getenv().getOrDefault("PATH", "").split(Pattern.quote(File.pathSeparator)))
			.map((directory) -> Path.of(directory, tool))
			.anyMatch(Files::isExecutable);
	}

}
