package io.github.metricstcp.observer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.metricstcp.client.wire.FrameEncoder;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.testing.ExecutableJar;
import io.github.metricstcp.testing.RunningExporter;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.jackson2.DefaultJsonSchemaValidator;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@code --mcp}: the executable jar, asked by the SDK's own client.
 */
class McpIT {

	private static final ObjectMapper JSON = new ObjectMapper();

	private static final long BEGINNING = 1_700_000_040;

	private final List<String> errors = new ArrayList<>();

	private final List<McpSyncClient> clients = new ArrayList<>();

	@TempDir
	private Path directory;

	@AfterEach
	void close() {
		this.clients.forEach(McpSyncClient::close);
	}

	private McpSyncClient client(String... arguments) {
		List<String> command = ExecutableJar.command(arguments);
		StdioClientTransport transport = new StdioClientTransport(
				ServerParameters.builder(command.get(0)).args(command.subList(1, command.size())).build(),
				new JacksonMcpJsonMapper(new ObjectMapper()));
		transport.setStdErrorHandler((line) -> {
			synchronized (this.errors) {
				this.errors.add(line);
			}
		});
		McpSyncClient client = McpClient.sync(transport).requestTimeout(Duration.ofSeconds(60)).build();
		this.clients.add(client);
		client.initialize();
		return client;
	}

	/**
	 * Calls a tool, whose answer must be as its schema says.
	 */
	private static JsonNode call(McpSyncClient client, String name, Map<String, Object> arguments) {
		CallToolResult result = client.callTool(CallToolRequest.builder(name).arguments(arguments).build());
		assertThat(result.isError()).as(String.valueOf(result.content())).isNotEqualTo(true);
		Tool tool = client.listTools()
			.tools()
			.stream()
			.filter((each) -> each.name().equals(name))
			.findFirst()
			.orElseThrow();
		assertThat(new DefaultJsonSchemaValidator().validate(tool.outputSchema(), result.structuredContent())
			.errorMessage()).isNull();
		JsonNode content = JSON.valueToTree(result.structuredContent());
		assertThat(result.content()).singleElement()
			.isInstanceOfSatisfying(TextContent.class, (text) -> assertThat(parse(text.text())).isEqualTo(content));
		return content;
	}

	private static JsonNode parse(String text) {
		try {
			return JSON.readTree(text);
		}
		catch (java.io.IOException ex) {
			throw new AssertionError(text, ex);
		}
	}

	private static String target(RunningExporter exporter) {
		return "127.0.0.1:" + exporter.address().getPort();
	}

	/**
	 * Returns a recording in which 3 orders come a second, for half a minute.
	 */
	private Path recording() throws Exception {
		SeriesKey orders = new SeriesKey(Kind.COUNTER, "orders", Map.of("product", "tea"));
		ByteArrayOutputStream frames = new ByteArrayOutputStream();
		for (int second = 0; second <= 30; second++) {
			frames.writeBytes(FrameEncoder.encode(orders, Operation.INCREMENT_COUNTER, 3, BEGINNING + second, 0));
		}
		return Files.write(this.directory.resolve("run.bin"), frames.toByteArray());
	}

	@Test
	void toolsHaveSchemasAndDescriptions() throws Exception {
		McpSyncClient client = client("--mcp", "--replay", recording() + ",max");
		assertThat(client.getServerInfo().name()).isEqualTo("metrics-tcp-observer");
		assertThat(client.getServerInstructions()).contains("Begin with list_metrics");
		List<Tool> tools = client.listTools().tools();
		assertThat(tools).extracting(Tool::name)
			.containsExactly("list_metrics", "snapshot", "range", "wait_for", "comparison", "marks", "targets");
		DefaultJsonSchemaValidator validator = new DefaultJsonSchemaValidator();
		assertThat(tools).allSatisfy((tool) -> {
			validator.assertConforms("input", tool.inputSchema());
			validator.assertConforms("output", tool.outputSchema());
			assertThat(tool.description()).hasSizeGreaterThan(50);
			assertThat(tool.annotations().readOnlyHint()).isTrue();
			JsonNode properties = JSON.valueToTree(tool.inputSchema()).get("properties");
			assertThat(properties).allMatch((property) -> property.get("description").asText().length() > 20);
		});
	}

	@Test
	void recordingIsAskedAbout() throws Exception {
		McpSyncClient client = client("--mcp", "--replay", recording() + ",max");
		RunningExporter.await()
			.until(() -> call(client, "targets", Map.of()).at("/targets/0/state").asText().equals("ended"));
		JsonNode metrics = call(client, "list_metrics", Map.of("filter", "ord*"));
		assertThat(metrics.at("/metrics/0/name").asText()).isEqualTo("orders");
		JsonNode range = call(client, "range", Map.of("metric", "orders", "window", 20, "step", 10, "figures",
				List.of("rate", "count"), "end", "2023-11-14T22:14:30Z"));
		assertThat(range.at("/lines/0/points/rate").toString()).isEqualTo("[3,3]");
		assertThat(range.at("/lines/0/points/count").toString()).isEqualTo("[30,30]");
		assertThat(call(client, "snapshot", Map.of("window", 10.0)).at("/series/0/count").asInt()).isEqualTo(30);
		assertThat(call(client, "wait_for", Map.of("condition", "orders rate > 2/s")).get("held").asBoolean()).isTrue();
	}

	@Test
	void applicationsAreAskedAboutAndMessagesGoToTheStandardError() throws Exception {
		try (RunningExporter one = RunningExporter.start(); RunningExporter two = RunningExporter.start()) {
			one.registry().counter("orders").increment(5);
			two.registry().counter("orders").increment(7);
			McpSyncClient client = client("--mcp", "one=" + target(one), "two=" + target(two));
			JsonNode held = call(client, "wait_for", Map.of("condition", "orders value > 6", "timeout", 30));
			assertThat(held.get("held").asBoolean()).isTrue();
			assertThat(held.at("/metrics/0/target").asText()).isEqualTo("two");
			assertThat(call(client, "targets", Map.of()).get("targets").findValuesAsText("name")).containsExactly("one",
					"two");
			JsonNode snapshot = call(client, "snapshot", Map.of("filter", "orders target=one"));
			assertThat(snapshot.get("series").findValuesAsText("value")).containsExactly("5");
			RunningExporter.await().until(() -> {
				synchronized (this.errors) {
					return this.errors.stream().filter((line) -> line.contains(" is connected")).count() == 2;
				}
			});
		}
	}

	@Test
	void whatIsWrongIsAnErrorOfTheToolWithASentence() throws Exception {
		McpSyncClient client = client("--mcp", "--replay", recording() + ",max");
		assertThat(error(client, "range", Map.of("metric", "none"))).isEqualTo("There is no metric \"none\"");
		assertThat(error(client, "snapshot", Map.of("window", 0)))
			.isEqualTo("window is a whole number from 1 to 3600, but is \"0\"");
		assertThat(error(client, "wait_for", Map.of())).startsWith("condition is missing: ");
	}

	private static String error(McpSyncClient client, String name, Map<String, Object> arguments) {
		CallToolResult result = client.callTool(CallToolRequest.builder(name).arguments(arguments).build());
		assertThat(result.isError()).isTrue();
		return ((TextContent) result.content().get(0)).text();
	}

	@Test
	void allIsAnsweredBeforeTheEndOfTheInputEndsIt() throws Exception {
		Process process = ExecutableJar.process(ExecutableJar.command("--mcp", "--replay", recording() + ",max"))
			.start();
		String messages = """
				{"jsonrpc":"2.0","id":1,"method":"tools/list"}
				{"jsonrpc":"2.0","id":2,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},\
				"clientInfo":{"name":"test","version":"1"}}}
				{"jsonrpc":"2.0","method":"notifications/initialized"}
				no message
				{"jsonrpc":"2.0","id":3,"method":"tools/list"}
				{"jsonrpc":"2.0","id":4,"method":"tools/call","params":{"name":"wait_for","arguments":\
				{"condition":"none value > 1","timeout":2}}}
				{"jsonrpc":"2.0","id":5,"method":"tools/call","params":{"name":"targets"}}
				{"jsonrpc":"2.0","id":6,"method":"none"}
				""";
		process.getOutputStream().write(messages.getBytes(StandardCharsets.UTF_8));
		process.getOutputStream().close();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
		assertThat(process.exitValue()).isZero();
		assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8)).isEmpty();
		List<JsonNode> answers = output.lines().map(McpIT::parse).toList();
		assertThat(answers).hasSize(7).allMatch((answer) -> answer.get("jsonrpc").asText().equals("2.0"));
		assertThat(answers).filteredOn((answer) -> answer.has("error"))
			.extracting((answer) -> answer.get("id").asText() + " " + answer.at("/error/code").asInt())
			.containsExactly("1 -32600", "null -32700", "6 -32601");
		// It waits to its own end although others are answered meanwhile
		JsonNode last = answers.get(6);
		assertThat(last.get("id").asInt()).isEqualTo(4);
		assertThat(last.at("/result/structuredContent/held").asBoolean()).isFalse();
		assertThat(answers.get(1).at("/result/protocolVersion").asText()).isEqualTo("2025-06-18");
	}

	@Test
	void whatElseTakesTheStandardStreamsIsRefused() throws Exception {
		for (List<String> options : List.of(List.of("--json"), List.of("--summary=1s"), List.of("--once"),
				List.of("--record", "-"), List.of("--replay", "-"), List.of("--filter", "orders"),
				List.of("--fail-if", "orders rate > 1/s"), List.of("--tls", "--trust", "none.p12", "--tls-password"))) {
			List<String> arguments = new ArrayList<>(List.of("--mcp"));
			arguments.addAll(options);
			if (!options.contains("--replay")) {
				arguments.add("127.0.0.1:1");
			}
			Process process = ExecutableJar.process(ExecutableJar.command(arguments.toArray(String[]::new))).start();
			process.getOutputStream().close();
			assertThat(process.waitFor(30, TimeUnit.SECONDS)).as(options.toString()).isTrue();
			assertThat(process.exitValue()).as(options.toString()).isEqualTo(2);
			assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8)).contains("--mcp");
		}
	}

}
