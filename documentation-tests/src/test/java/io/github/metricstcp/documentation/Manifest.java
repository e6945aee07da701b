package io.github.metricstcp.documentation;

import java.util.ArrayList;
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

	private static final Set<String> VERSIONS = Set.of("v1 Pod", "v1 Service", "apps/v1 Deployment",
			"networking.k8s.io/v1 NetworkPolicy", "rbac.authorization.k8s.io/v1 Role");

	private static final Map<String, Set<String>> FIELDS = Map.ofEntries(
			Map.entry("Pod", Set.of("containers", "volumes")),
			Map.entry("Service", Set.of("clusterIP", "selector", "publishNotReadyAddresses", "ports")),
			Map.entry("Deployment", Set.of("replicas", "minReadySeconds", "selector", "template")),
			Map.entry("NetworkPolicy", Set.of("podSelector", "policyTypes", "ingress")),
			Map.entry("container",
					Set.of("name", "image", "command", "args", "resources", "env", "securityContext", "volumeMounts")),
			Map.entry("resources", Set.of("requests", "limits")),
			Map.entry("securityContext",
					Set.of("runAsNonRoot", "runAsUser", "allowPrivilegeEscalation", "readOnlyRootFilesystem",
							"capabilities")),
			Map.entry("volumeMount", Set.of("name", "mountPath", "readOnly")),
			Map.entry("volume", Set.of("name", "secret", "emptyDir")),
			Map.entry("service", Set.of("image", "environment", "ports", "network_mode", "depends_on")),
			Map.entry("rule", Set.of("apiGroups", "resources", "verbs")), Map.entry("ingress", Set.of("from", "ports")),
			Map.entry("port", Set.of("name", "protocol", "port")));

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
			case "Pod" -> checkPod(map(this.content.get("spec")));
			case "Service" -> checkNetworkService(map(this.content.get("spec")));
			case "Deployment" -> checkDeployment(map(this.content.get("spec")));
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
		return is("Pod") ? containersOf(this.content) : List.of();
	}

	/**
	 * Returns the containers of each pod of a deployment.
	 */
	List<Map<String, Object>> deployedContainers() {
		return is("Deployment") ? containersOf(map(map(this.content.get("spec")).get("template"))) : List.of();
	}

	private boolean is(String kind) {
		return kind.equals(this.content.get("kind"));
	}

	private static List<Map<String, Object>> containersOf(Map<String, Object> pod) {
		return list(map(pod.get("spec")).get("containers")).stream().map(Manifest::map).toList();
	}

	private static void checkPod(Map<String, Object> spec) {
		known("Pod", spec);
		List<Object> volumes = new ArrayList<>();
		for (Object each : list(spec.getOrDefault("volumes", List.of()))) {
			known("volume", map(each));
			volumes.add(map(each).get("name"));
		}
		for (Object each : list(spec.get("containers"))) {
			Map<String, Object> container = map(each);
			known("container", container);
			known("resources", map(container.getOrDefault("resources", Map.of())));
			known("securityContext", map(container.getOrDefault("securityContext", Map.of())));
			List<Object> mounted = new ArrayList<>();
			for (Object mount : list(container.getOrDefault("volumeMounts", List.of()))) {
				known("volumeMount", map(mount));
				mounted.add(map(mount).get("name"));
			}
			assertThat(mounted).containsExactlyInAnyOrderElementsOf(volumes);
		}
	}

	private static void checkDeployment(Map<String, Object> spec) {
		known("Deployment", spec);
		Map<String, Object> template = map(spec.get("template"));
		Map<String, Object> labels = map(map(template.get("metadata")).get("labels"));
		assertThat(labels).containsAllEntriesOf(map(map(spec.get("selector")).get("matchLabels")));
		checkPod(map(template.get("spec")));
	}

	private static void checkNetworkService(Map<String, Object> spec) {
		known("Service", spec);
		assertThat(map(spec.get("selector"))).isNotEmpty();
		assertThat(list(spec.get("ports"))).hasSize(1).allSatisfy((port) -> {
			known("port", map(port));
			assertThat(map(port)).containsEntry("protocol", "TCP").containsEntry("port", 5000);
		});
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
