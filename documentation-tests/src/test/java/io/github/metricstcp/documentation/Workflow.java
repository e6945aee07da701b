package io.github.metricstcp.documentation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.yaml.snakeyaml.Yaml;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The steps of a workflow, whose scripts are run.
 *
 * @param scripts the scripts of the steps
 */
record Workflow(List<String> scripts) {

	/**
	 * Whether YAML is one, and no configuration of an application.
	 */
	static boolean isOne(String text) {
		return text.startsWith("steps:");
	}

	/**
	 * Returns the steps of a text.
	 */
	static Workflow of(String text) {
		Map<String, List<Map<String, String>>> content = new Yaml().load(text);
		assertThat(content).containsOnlyKeys("steps");
		List<String> scripts = new ArrayList<>();
		content.values().forEach((steps) -> steps.forEach((step) -> {
			assertThat(step).containsOnlyKeys("name", "run");
			scripts.add(String.valueOf(step.get("run")));
		}));
		return new Workflow(scripts);
	}

}
