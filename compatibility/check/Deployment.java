import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

import javax.management.ObjectName;

/**
 * One application in the JVM under test, by its MBeans and, if it has a web server, by
 * HTTP.
 */
final class Deployment {

	private static final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

	private final Program program;

	private final String domain;

	private final String url;

	/**
	 * Creates the view of one application.
	 * @param program the JVM
	 * @param domain the JMX domain of its MBeans
	 * @param url where it answers, {@code null} if it does not
	 */
	Deployment(Program program, String domain, String url) {
		this.program = program;
		this.domain = domain;
		this.url = url;
	}

	String domain() {
		return this.domain;
	}

	boolean isWeb() {
		return this.url != null;
	}

	int port(String attribute) throws Exception {
		return (int) this.program.mbeans().getAttribute(workload(), attribute);
	}

	void work(int events) throws Exception {
		this.program.mbeans().invoke(workload(), "work", new Object[] { events }, new String[] { int.class.getName() });
	}

	@SuppressWarnings("unchecked")
	Map<String, Long> totals() throws Exception {
		return (Map<String, Long>) this.program.mbeans().invoke(workload(), "totals", null, null);
	}

	@SuppressWarnings("unchecked")
	Map<String, Object> endpoint(String name, String operation) throws Exception {
		ObjectName endpoint = new ObjectName(this.domain + ":type=Endpoint,name=" + name);
		return (Map<String, Object>) this.program.mbeans().invoke(endpoint, operation, null, null);
	}

	HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return http.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofString());
	}

	HttpResponse<String> post(String path) throws IOException, InterruptedException {
		return http.send(request(path).POST(HttpRequest.BodyPublishers.noBody()).build(),
				HttpResponse.BodyHandlers.ofString());
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create(this.url + path)).timeout(Duration.ofSeconds(20));
	}

	private ObjectName workload() throws Exception {
		return new ObjectName(this.domain + ":type=Workload,name=workload");
	}

}
