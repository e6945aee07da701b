import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The checks of one case: starts the application that was built for it, compares what it
 * streams with what it counts itself, and stops it.
 */
public final class Check {

	private static final int REQUESTS = 20;

	private static final int EVENTS = 20_000;

	private static final String SAMPLES = "compat.work{}";

	private static final int MAX_LINE = 200;

	private static final int MAX_REMAINS = 5;

	private static final int BUFFER_SIZE = 65536;

	private static final Pattern PAGE = Pattern.compile("Live metrics: (http://127\\.0\\.0\\.1:\\d+/)$");

	private final Path target;

	private final String stack;

	private final Set<String> extras;

	private final Set<String> failures = new LinkedHashSet<>();

	private final Launch launch;

	private Check(Path target, Path jdk, String stack, Set<String> extras) {
		this.target = target;
		this.launch = new Launch(target, jdk, stack, extras);
		this.stack = stack;
		this.extras = extras;
	}

	/**
	 * Checks one case. Prints its failures, one a line, and exits with 1 if there are
	 * any.
	 * @param args the folder with what was built, the JDK's, the stack, and the extras
	 */
	public static void main(String[] args) {
		Check check = new Check(Path.of(args[0]), Path.of(args[1]), args[2],
				Set.copyOf(Arrays.asList(args).subList(3, args.length)));
		try {
			check.run();
		}
		catch (Exception ex) {
			check.fail((ex.getMessage() != null) ? ex.getMessage() : ex.toString());
			ex.printStackTrace();
		}
		check.failures.forEach(System.out::println);
		System.exit(check.failures.isEmpty() ? 0 : 1);
	}

	private void run() throws Exception {
		try (Backends backends = new Backends();
				Program program = new Program(this.launch.command(backends), this.launch.environment(),
						this.target.resolve("run.log"))) {
			List<Deployment> deployments = start(program);
			List<StreamReader> streams = new ArrayList<>();
			for (Deployment deployment : deployments) {
				StreamReader stream = connect(deployment);
				streams.add(stream);
				request(deployment);
				deployment.work(EVENTS);
				compare(deployment, stream, "");
				if (deployment.isWeb()) {
					awaitTrue("the stream has " + REQUESTS + " samples of http.server.requests",
							() -> stream.samples("http.server.requests", "uri=/hello") == REQUESTS);
				}
				late(deployment);
				endpoint(deployment);
				names(deployment);
				if (this.extras.contains("page")) {
					page(program, deployment);
				}
			}
			if (this.extras.contains("registries")) {
				registries(deployments.get(0), backends);
			}
			if (this.extras.contains("cloud")) {
				streams.set(0, cloud(program, deployments.get(0), streams.get(0)));
			}
			stop(program, deployments, streams);
			Set<String> remains = remains(program);
			if (!remains.isEmpty()) {
				remains.removeAll(control());
				remains.stream().limit(MAX_REMAINS).forEach(this::fail);
			}
			if (this.extras.contains("registries") && backends.exports() == 0) {
				fail("nothing was exported by OTLP");
			}
		}
	}

	private List<Deployment> start(Program program) throws Exception {
		if (this.stack.equals("war")) {
			program.await("compat.ready", 2, 120);
			awaitTrue("the container has started", () -> !program.after("compat.web ").isEmpty());
			String url = "http://127.0.0.1:" + program.after("compat.web ").get(0);
			return List.of(new Deployment(program, "one", url + "/one"), new Deployment(program, "two", url + "/two"));
		}
		program.await("compat.ready", 1, 120);
		return List.of(deployment(program));
	}

	private Deployment deployment(Program program) throws Exception {
		int port = new Deployment(program, "compat", null).port("WebPort");
		return new Deployment(program, "compat", (port != 0) ? "http://127.0.0.1:" + port : null);
	}

	/**
	 * Connects a client. Samples are only for those who are clients already, and being
	 * connected is a little less than that: what a newcomer is sent shows that it is one.
	 */
	private StreamReader connect(Deployment deployment) throws Exception {
		StreamReader stream = new StreamReader(deployment.port("StreamPort"));
		awaitTrue("a client that connects gets the present values", () -> stream.totals()
			.keySet()
			.containsAll(deployment.totals().keySet().stream().filter((series) -> !series.equals(SAMPLES)).toList()));
		return stream;
	}

	private void request(Deployment deployment) throws Exception {
		for (int i = 0; deployment.isWeb() && i < REQUESTS; i++) {
			if (deployment.get("/hello").statusCode() != 200) {
				fail("GET /hello: " + deployment.get("/hello").statusCode());
			}
		}
	}

	/**
	 * Each total is the application's own, and each sample was sent or is accounted for.
	 */
	private void compare(Deployment deployment, StreamReader stream, String when) throws Exception {
		Map<String, Long> expected = deployment.totals();
		awaitTrue("the stream's totals are the application's" + when, () -> matches(expected, stream));
	}

	private static boolean matches(Map<String, Long> expected, StreamReader stream) {
		return expected.entrySet()
			.stream()
			.allMatch((entry) -> entry.getValue()
				.equals(entry.getKey().equals(SAMPLES) ? stream.samples(SAMPLES)
						: stream.totals().getOrDefault(entry.getKey(), 0L)));
	}

	/**
	 * A client that comes later has the same totals, but none of the samples before it.
	 */
	private void late(Deployment deployment) throws Exception {
		Map<String, Long> expected = new HashMap<>(deployment.totals());
		expected.put(SAMPLES, 0L);
		try (StreamReader stream = new StreamReader(deployment.port("StreamPort"))) {
			awaitTrue("a client that connects later has the application's totals", () -> matches(expected, stream));
		}
	}

	@SuppressWarnings("unchecked")
	private void endpoint(Deployment deployment) throws Exception {
		String address = "127.0.0.1:" + deployment.port("StreamPort");
		endpoint("JMX", deployment.endpoint("Metricstcp", "exporter"), address);
		if (deployment.isWeb()) {
			HttpResponse<String> response = deployment.get("/actuator/metricstcp");
			if (response.statusCode() != 200) {
				fail("GET /actuator/metricstcp: " + response.statusCode());
				return;
			}
			Map<String, Object> exporter = (Map<String, Object>) Json.parse(response.body());
			endpoint("HTTP", exporter, address);
			Map<String, Object> client = ((List<Map<String, Object>>) exporter.get("clients")).get(0);
			response = deployment.get("/actuator/metricstcp/" + client.get("id"));
			expect("the status of one client", 200, response.statusCode());
			expect("the address of one client", client.get("remoteAddress"),
					((Map<String, Object>) Json.parse(response.body())).get("remoteAddress"));
			expect("the status of a client that is not there", 404,
					deployment.get("/actuator/metricstcp/nobody").statusCode());
		}
	}

	@SuppressWarnings("unchecked")
	private void endpoint(String by, Map<String, Object> exporter, String address) {
		expect("listening by " + by, true, exporter.get("listening"));
		expect("address by " + by, address, exporter.get("address"));
		expect("ssl by " + by, false, exporter.get("ssl"));
		expect("bufferSize by " + by, (long) BUFFER_SIZE, number(exporter, "bufferSize"));
		Map<String, Object> events = (Map<String, Object>) exporter.get("events");
		if (number(events, "accepted") + number(events, "coalesced") < 2 * EVENTS) {
			fail("events by " + by + ": " + events);
		}
		expect("events.dropped by " + by, 0L, number(events, "dropped"));
		List<Map<String, Object>> clients = (List<Map<String, Object>>) exporter.get("clients");
		if (clients.isEmpty()) {
			fail("no client by " + by);
		}
		for (Map<String, Object> client : clients) {
			expect("offered by " + by, number(client, "offered"),
					Stream.of("sent", "coalesced", "dropped", "waiting")
						.mapToLong((count) -> number(client, count))
						.sum());
		}
	}

	private static long number(Map<String, Object> map, String key) {
		return ((Number) map.get(key)).longValue();
	}

	@SuppressWarnings("unchecked")
	private void names(Deployment deployment) throws Exception {
		names("JMX", deployment, (Collection<String>) deployment.endpoint("Metrics", "listNames").get("names"));
		if (deployment.isWeb()) {
			names("HTTP", deployment,
					((Map<String, Collection<String>>) Json.parse(deployment.get("/actuator/metrics").body()))
						.get("names"));
		}
	}

	private void names(String by, Deployment deployment, Collection<String> names) {
		List<String> expected = new ArrayList<>(
				List.of("compat.orders", "compat.work", "compat.work.percentile", "metrics.tcp.clients"));
		if (deployment.isWeb()) {
			expected.addAll(List.of("http.server.requests", "http.server.requests.percentile"));
		}
		expected.removeAll(Set.copyOf(names));
		if (!expected.isEmpty()) {
			fail("metrics by " + by + " lack " + String.join(", ", expected));
		}
	}

	/**
	 * The page is served, and has the total of all counters of a name.
	 */
	private void page(Program program, Deployment deployment) throws Exception {
		String address = program.find(PAGE);
		if (address == null) {
			fail("the log does not say where the live page is");
			return;
		}
		long total = deployment.totals()
			.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().startsWith("compat.orders{"))
			.mapToLong(Map.Entry::getValue)
			.sum();
		LivePage page = new LivePage(address);
		expect("the status of the live page", 200, page.status());
		awaitTrue("the live page has the application's total", () -> page.value("compat.orders") == total);
	}

	private void registries(Deployment deployment, Backends backends) throws Exception {
		String scrape = deployment.get("/actuator/prometheus").body();
		for (Map.Entry<String, Long> entry : deployment.totals().entrySet()) {
			String series = entry.getKey().equals(SAMPLES) ? "compat_work_seconds_count"
					: entry.getKey()
						.replace("compat.orders{thread=", "compat_orders_total{thread=\"")
						.replace("}", "\"}");
			if (scrape.lines()
				.noneMatch((line) -> line.matches("\\Q" + series + "\\E " + entry.getValue() + "(\\.0)?"))) {
				fail("Prometheus lacks " + series + " " + entry.getValue());
			}
		}
		awaitTrue("StatsD has received something", () -> backends.lines() > 0);
	}

	/**
	 * A refresh leaves the stream alone, a restart ends it and begins another.
	 */
	private StreamReader cloud(Program program, Deployment deployment, StreamReader stream) throws Exception {
		expect("the status of a refresh", 200, deployment.post("/actuator/refresh").statusCode());
		deployment.work(EVENTS);
		compare(deployment, stream, " after a refresh");
		int port = deployment.port("StreamPort");
		expect("the status of a restart", 200, deployment.post("/actuator/restart").statusCode());
		expect("the stream ends with a restart", true, stream.awaitEnd(20));
		program.await("compat.ready", 2, 60);
		Deployment restarted = deployment(program);
		StreamReader another = connect(restarted);
		expect("the old port is free after a restart", true, port == restarted.port("StreamPort") || isFree(port));
		restarted.work(EVENTS);
		compare(restarted, another, " after a restart");
		return another;
	}

	private void stop(Program program, List<Deployment> deployments, List<StreamReader> streams) throws Exception {
		List<Integer> ports = new ArrayList<>();
		for (Deployment deployment : deployments) {
			ports.add(new Deployment(program, deployment.domain(), null).port("StreamPort"));
		}
		for (int i = 0; i < deployments.size(); i++) {
			Deployment deployment = deployments.get(i);
			deployment.work(EVENTS);
			Map<String, Long> expected = deployment.totals();
			program.enter();
			StreamReader stream = streams.get(i);
			// The web server is given 30 s for its requests first
			if (!stream.awaitEnd(60)) {
				fail("the stream does not end in order: " + stream.failure());
			}
			if (!matches(expected, stream)) {
				fail("the totals when the stream ended are not the application's");
			}
			boolean last = i == deployments.size() - 1;
			program.await(last ? "compat.stopped" : "compat.undeployed", 1, 30);
			expect("the port is free", true, isFree(ports.get(i)));
			if (!last) {
				expect("the other application's stream goes on", false, streams.get(i + 1).isEnded());
			}
		}
		program.disconnect();
		program.enter();
		if (!program.awaitExit(20)) {
			fail("the JVM does not end");
		}
		else {
			expect("the exit code", 0, program.exitValue());
		}
	}

	/**
	 * Returns the threads that are left, and the warnings that were logged.
	 */
	private static Set<String> remains(Program program) {
		Set<String> remains = new LinkedHashSet<>();
		program.after("compat.thread ")
			.stream()
			.filter((thread) -> thread.startsWith("metrics-tcp") || thread.startsWith("parallel-"))
			.sorted()
			.forEach((thread) -> remains.add("a thread is left: " + thread));
		program.warnings()
			.stream()
			.map((line) -> line.replaceFirst("^\\d+-\\S+\\s+", "").replaceFirst(" \\d+ --- ", " "))
			.forEach((line) -> remains.add("logged: " + line.substring(0, Math.min(line.length(), MAX_LINE))));
		return remains;
	}

	/**
	 * Returns what remains of the application when the exporter is switched off: others
	 * use Reactor's schedulers as well, and have warnings of their own. Not as processed
	 * ahead of time, for that has it switched on.
	 */
	private Set<String> control() throws Exception {
		try (Backends backends = new Backends();
				Program program = new Program(
						this.launch.command(backends, "-Dmetrics-tcp.enabled=false", "-Dspring.aot.enabled=false"),
						this.launch.environment(), this.target.resolve("control.log"))) {
			List<Deployment> deployments = start(program);
			for (Deployment deployment : deployments) {
				request(deployment);
				deployment.work(EVENTS);
			}
			program.disconnect();
			for (int i = 0; i < deployments.size(); i++) {
				program.enter();
			}
			program.await("compat.stopped", 1, 60);
			return remains(program);
		}
	}

	private static boolean isFree(int port) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			return false;
		}
		catch (ConnectException ex) {
			return true;
		}
	}

	private void awaitTrue(String expectation, Condition condition) throws Exception {
		long deadline = System.nanoTime() + 20_000_000_000L;
		while (!condition.isMet()) {
			if (System.nanoTime() - deadline > 0) {
				fail("not so: " + expectation);
				return;
			}
			Thread.sleep(50);
		}
	}

	private void expect(String subject, Object expected, Object actual) {
		if (!expected.equals(actual)) {
			fail(subject + ": " + actual + ", not " + expected);
		}
	}

	private void fail(String failure) {
		this.failures.add(failure);
	}

	/**
	 * A condition that is waited for.
	 */
	private interface Condition {

		boolean isMet() throws Exception;

	}

}
