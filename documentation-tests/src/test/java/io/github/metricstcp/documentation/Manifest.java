package io.github.metricstcp.documentation;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.yaml.snakeyaml.Yaml;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A manifest of Kubernetes or a file of Docker Compose, whose fields are checked.
 */
final class Manifest {

	private static final Set<String> VERSIONS = Set.of("v1 Pod", "networking.k8s.io/v1 NetworkPolicy",
			"rbac.authorization.k8s.io/v1 Role");

	private static final Map<String, Set<String>> FIELDS = Map.of("Pod", Set.of("containers"), "NetworkPolicy",
			Set.of("podSelector", "policyTypes", "ingress"), "container",
			Set.of("name", "image", "args", "resources", "env"), "service",
			Set.of("image", "environment", "ports", "network_mode", "depends_on"), "rule",
			Set.of("apiGroups", "resources", "verbs"), "ingress", Set.of("from", "ports"), "port",
			Set.of("protocol", "port"));

	private final Map<String, Object> content;

	Manifest(String text) {
		this.content = map(new Yaml().load(text));
	}

	/**
	 * Whether YAML is one, and no configuration of an application.
	 */
	static boolean isOne(String text) {
		return text.startsWith("apiVersion: ") || text.startsWith("services:");
	}

	/**
	 * Checks that all fields are known, and lead to the port of the exporter.
	 */
	void check() {
		if (this.content.containsKey("services")) {
			map(this.content.get("services")).values().forEach((service) -> checkService(map(service)));
			return;
		}
		String kind = String.valueOf(this.content.get("kind"));
		assertThat(VERSIONS).contains(this.content.get("apiVersion") + " " + kind);
		assertThat(String.valueOf(map(this.content.get("metadata")).get("name"))).matches("[a-z][a-z0-9-]*");
		switch (kind) {
			case "Pod" -> containers().forEach((container) -> known("container", container));
			case "NetworkPolicy" -> checkPolicy(map(this.content.get("spec")));
			default -> list(this.content.get("rules")).forEach((rule) -> {
				assertThat(map(rule)).containsOnlyKeys(FIELDS.get("rule"));
			});
		}
	}

	/**
	 * Returns the containers of a pod.
	 */
	List<Map<String, Object>> containers() {
		if (!"Pod".equals(this.content.get("kind"))) {
			return List.of();
		}
		Map<String, Object> spec = map(this.content.get("spec"));
		known("Pod", spec);
		return list(spec.get("containers")).stream().map(Manifest::map).toList();
	}

	private void checkPolicy(Map<String, Object> spec) {
		known("NetworkPolicy", spec);
		assertThat(map(map(spec.get("podSelector")).get("matchLabels"))).isNotEmpty();
		assertThat(list(spec.get("policyTypes"))).isEqualTo(List.of("Ingress"));
		boolean restricted = false;
		for (Object each : list(spec.get("ingress"))) {
			Map<String, Object> ingress = map(each);
			known("ingress", ingress);
			for (Object port : list(ingress.get("ports"))) {
				known("port", map(port));
				assertThat(map(port)).containsEntry("protocol", "TCP");
				if (map(port).get("port").equals(5000)) {
					assertThat(ingress).as("who may read the stream").containsKey("from");
					restricted = true;
				}
			}
		}
		assertThat(restricted).as("the port of the stream is in it").isTrue();
	}

	private static void checkService(Map<String, Object> service) {
		known("service", service);
		map(service.getOrDefault("environment", Map.of()))
			.forEach((name, value) -> checkVariable(name, String.valueOf(value)));
		for (Object port : list(service.getOrDefault("ports", List.of()))) {
			assertThat(String.valueOf(port)).matches("127\\.0\\.0\\.1:\\d+:5000");
		}
	}

	/**
	 * Checks that a variable of the environment is a property of the exporter, as Spring
	 * Boot binds it.
	 */
	static void checkVariable(String name, String value) {
		Iterable<ConfigurationPropertySource> sources = ConfigurationPropertySources
			.from(new SystemEnvironmentPropertySource("systemEnvironment", Map.of(name, value)));
		Binder binder = new Binder(sources);
		assertThat(Metadata.read().exporter()).as(name)
			.anyMatch((property) -> value.equals(binder.bind(property.name(), String.class).orElse(null)));
	}

	private static void known(String what, Map<String, Object> fields) {
		assertThat(FIELDS.get(what)).as(what).containsAll(fields.keySet());
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> map(Object value) {
		assertThat(value).isInstanceOf(Map.class);
		return (Map<String, Object>) value;
	}

	private static List<?> list(Object value) {
		assertThat(value).isInstanceOf(List.class);
		return (List<?>) value;
	}

}
