import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The live page of the application, as a browser asks for it.
 */
final class LivePage {

	private static final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

	private final URI address;

	/**
	 * Creates the view of a page.
	 * @param address the address that the log has
	 */
	LivePage(String address) {
		this.address = URI.create(address);
	}

	int status() throws IOException, InterruptedException {
		return http.send(request(""), HttpResponse.BodyHandlers.ofString()).statusCode();
	}

	/**
	 * Returns the value of a metric, -1 if it has none.
	 * @param name the name of the metric
	 */
	@SuppressWarnings("unchecked")
	long value(String name) throws IOException, InterruptedException {
		HttpResponse<InputStream> response = http.send(request("api/v1/live?view=overview&filter=name=" + name),
				HttpResponse.BodyHandlers.ofInputStream());
		try (BufferedReader events = new BufferedReader(
				new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
			String document = events.readLine().substring("data: ".length());
			for (Object metric : (List<Object>) ((Map<String, Object>) Json.parse(document)).get("metrics")) {
				if (((Map<String, Object>) metric).get("value") instanceof Number value) {
					return value.longValue();
				}
			}
		}
		return -1;
	}

	private HttpRequest request(String path) {
		return HttpRequest.newBuilder(this.address.resolve(path)).timeout(Duration.ofSeconds(20)).build();
	}

}
