package io.github.metricstcp.observer.internal.mcp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.metricstcp.client.comparison.Baseline;
import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.observer.internal.pipe.OutputListener;
import io.github.metricstcp.page.internal.api.ApiException;
import io.github.metricstcp.page.internal.api.MetricsApi;
import io.github.metricstcp.page.internal.api.Operation;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator.ValidationResponse;
import io.modelcontextprotocol.server.McpAsyncServer;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.AsyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.modelcontextprotocol.spec.McpSchema.ToolAnnotations;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A server of the Model Context Protocol over the standard streams: each request of the
 * metrics' API is a tool.
 *
 * @since 0.1.0
 */
public final class McpOutput {

	private static final String INSTRUCTIONS = "Metrics of running applications, event by event: counters, gauges and "
			+ "histograms (timers among them) of Micrometer, each with labels, kept for an hour. Begin with list_metrics; "
			+ "snapshot has the figures of single series, range those of a metric over time and of groups, and wait_for "
			+ "waits until a condition holds. If something is missing, targets says why; if something jumps, marks may. "
			+ "comparison has what differs from a recording of before. Nothing can be changed.";

	private final McpJsonMapper json = new JacksonMcpJsonMapper(new ObjectMapper());

	private final MetricsApi api;

	private final LineTransport transport;

	private final McpAsyncServer server;

	/**
	 * Creates a server that does not read yet.
	 * @param model what is asked about
	 * @param baseline the recording that it is compared with, {@code null} for none
	 * @param name the name of the program
	 * @param version its version
	 * @param input where messages come from
	 * @param output where messages go, and nothing else
	 * @param end called when the input is over and all was answered, or nothing can be
	 * written any more
	 */
	public McpOutput(ObserverModel model, @Nullable Baseline baseline, String name, String version, InputStream input,
			OutputStream output, OutputListener end) {
		this.api = new MetricsApi(model, baseline);
		this.transport = new LineTransport(this.json, input, output, end);
		this.server = McpServer.async(this.transport)
			.serverInfo(name, version)
			.instructions(INSTRUCTIONS)
			.capabilities(ServerCapabilities.builder().tools(false).build())
			.jsonMapper(this.json)
			// Answers are made by their schemas, and arguments are checked with sentences
			.jsonSchemaValidator((schema, content) -> ValidationResponse.asValid(""))
			.validateToolInputs(false)
			.tools(this.api.operations().stream().map(this::tool).toList())
			.build();
	}

	/**
	 * Begins to read.
	 */
	public void start() {
		this.transport.start();
	}

	/**
	 * Ends all requests that wait.
	 */
	public void close() {
		this.api.close();
		this.server.close();
	}

	private AsyncToolSpecification tool(Operation operation) {
		Tool tool = Tool.builder(operation.tool(), this.json, operation.inputSchema())
			.title(operation.summary())
			.description(operation.description())
			.outputSchema(this.json, operation.outputSchema())
			.annotations(ToolAnnotations.builder().readOnlyHint(true).openWorldHint(false).build())
			.build();
		return AsyncToolSpecification.builder()
			.tool(tool)
			.callHandler((exchange, request) -> call(operation, request.arguments()))
			.build();
	}

	private Mono<CallToolResult> call(Operation operation, @Nullable Map<String, Object> arguments) {
		return Mono.fromFuture(() -> this.api.answer(operation.path(), parameters(arguments)))
			.map(this::result)
			.onErrorResume((failure) -> Mono.just(error(failure)));
	}

	/**
	 * Returns arguments as the texts that they are in an address.
	 */
	private static Map<String, List<String>> parameters(@Nullable Map<String, Object> arguments) {
		Map<String, List<String>> parameters = new HashMap<>();
		if (arguments != null) {
			arguments.forEach((name, value) -> {
				if (value instanceof Collection<?> several) {
					parameters.put(name, several.stream().map(String::valueOf).toList());
				}
				else if (value != null) {
					parameters.put(name, List.of(text(value)));
				}
			});
		}
		return parameters;
	}

	/**
	 * Returns a value as text. Some clients write each number with a fraction.
	 */
	private static String text(Object value) {
		return (value instanceof Double number && number == Math.rint(number) && Math.abs(number) < Integer.MAX_VALUE)
				? Long.toString(number.longValue()) : String.valueOf(value);
	}

	private CallToolResult result(byte[] answer) {
		String text = new String(answer, StandardCharsets.UTF_8);
		try {
			return CallToolResult.builder()
				.structuredContent(this.json.readValue(text, Map.class))
				.addTextContent(text)
				.build();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("An answer is JSON", ex);
		}
	}

	private static CallToolResult error(Throwable failure) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		String sentence = (cause instanceof ApiException refusal) ? refusal.sentence()
				: "The request could not be answered: %s".formatted(cause);
		return CallToolResult.builder().isError(true).addTextContent(sentence).build();
	}

}
