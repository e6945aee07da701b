package io.github.metricstcp.page.internal.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.page.internal.api.MetricsApi;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the OpenAPI document has all that the server answers.
 */
class DescribedRequestsTests {

	@Test
	void eachResourceOfTheServerIsDescribedAndNoOther() throws Exception {
		ObserverModel model = new ObserverModel(TimeSource.system(), 10, "the limit", 1 << 20);
		PageServer server = new PageServer(model, null, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
				Set.of("localhost"), null, null);
		MetricsApi api = new MetricsApi(model, null);
		try {
			Set<String> served = new TreeSet<>(server.resources());
			api.operations().forEach((operation) -> served.add(ApiRoutes.FOLDER + operation.path()));
			served.add(ApiRoutes.FOLDER + "openapi.json");
			JsonNode document = new ObjectMapper().readTree(api.description());
			String folder = document.at("/servers/0/url").asText();
			Set<String> described = new HashSet<>();
			document.get("paths").fieldNames().forEachRemaining((path) -> described.add(folder + path));
			assertThat(described).isEqualTo(served);
		}
		finally {
			api.close();
			server.stop();
		}
	}

}
