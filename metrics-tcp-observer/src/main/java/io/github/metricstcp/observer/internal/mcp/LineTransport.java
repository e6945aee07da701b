package io.github.metricstcp.observer.internal.mcp;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.metricstcp.observer.internal.pipe.OutputListener;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpServerSession;
import io.modelcontextprotocol.spec.McpServerTransport;
import io.modelcontextprotocol.spec.McpServerTransportProvider;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Messages over two streams, one a line. The transport that the SDK has drops the answers
 * that are under way when the input ends, and stops without a word at a line that is no
 * message: this one writes all answers before the end, and refuses such a line.
 */
final class LineTransport implements McpServerTransportProvider {

	private static final int MAX_LINE = 1 << 20;

	/**
	 * The time that answers get once the input is over.
	 */
	private static final int END_SECONDS = 5;

	private final McpJsonMapper json;

	private final InputStream input;

	private final OutputStream output;

	private final OutputListener end;

	// The reader itself, and each request that is not answered
	private final Phaser unanswered = new Phaser(1);

	private @Nullable McpServerSession session;

	// Confined to the thread that reads
	private boolean initialized;

	LineTransport(McpJsonMapper json, InputStream input, OutputStream output, OutputListener end) {
		this.json = json;
		this.input = new BufferedInputStream(input);
		this.output = output;
		this.end = end;
	}

	@Override
	public void setSessionFactory(McpServerSession.Factory factory) {
		this.session = factory.create(new Lines());
	}

	@Override
	public Mono<Void> notifyClients(String method, Object params) {
		McpServerSession session = this.session;
		return (session != null) ? session.sendNotification(method, params) : Mono.empty();
	}

	@Override
	public Mono<Void> closeGracefully() {
		McpServerSession session = this.session;
		return (session != null) ? session.closeGracefully() : Mono.empty();
	}

	/**
	 * Begins to read.
	 */
	void start() {
		Thread thread = new Thread(this::read, "mcp-input");
		thread.setDaemon(true);
		thread.start();
	}

	private void read() {
		try {
			for (Line line = readLine(); line != null; line = readLine()) {
				receive(line);
			}
			this.unanswered.awaitAdvanceInterruptibly(this.unanswered.arrive(), END_SECONDS, TimeUnit.SECONDS);
		}
		catch (IOException | UncheckedIOException | TimeoutException ex) {
			// Nothing more can be read or answered: that is the end too
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.end.complete();
	}

	/**
	 * Returns the next line, {@code null} at the end.
	 */
	private @Nullable Line readLine() throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		boolean whole = true;
		int read = this.input.read();
		if (read < 0) {
			return null;
		}
		while (read >= 0 && read != '\n') {
			if (bytes.size() < MAX_LINE) {
				bytes.write(read);
			}
			else {
				whole = false;
			}
			read = this.input.read();
		}
		return new Line(bytes.toString(StandardCharsets.UTF_8).strip(), whole);
	}

	private void receive(Line line) throws IOException {
		if (!line.whole()) {
			refuse(ErrorCodes.PARSE_ERROR, "A line has at most %d bytes".formatted(MAX_LINE));
		}
		else if (!line.text().isEmpty()) {
			JSONRPCMessage message = message(line.text());
			if (message != null) {
				handle(message);
			}
		}
	}

	private @Nullable JSONRPCMessage message(String line) throws IOException {
		try {
			return McpSchema.deserializeJsonRpcMessage(this.json, line);
		}
		catch (IOException ex) {
			refuse(ErrorCodes.PARSE_ERROR, "A line is no JSON object");
		}
		catch (IllegalArgumentException ex) {
			refuse(ErrorCodes.INVALID_REQUEST, "A line is no message of JSON-RPC 2.0");
		}
		return null;
	}

	/**
	 * Refuses a line of which nobody knows which request it was.
	 */
	private void refuse(int code, String sentence) throws IOException {
		write("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":%d,\"message\":\"%s\"}}".formatted(code, sentence));
	}

	private void handle(JSONRPCMessage message) throws IOException {
		McpServerSession session = this.session;
		if (session == null) {
			throw new IllegalStateException("A transport is given to a server before it reads");
		}
		if (message instanceof JSONRPCNotification notification) {
			this.initialized |= McpSchema.METHOD_NOTIFICATION_INITIALIZED.equals(notification.method());
		}
		if (message instanceof JSONRPCRequest request && !this.initialized
				&& !McpSchema.METHOD_INITIALIZE.equals(request.method())) {
			// The session would wait without end
			send(McpSchema.JSONRPCResponse.error(request.id(), new McpSchema.JSONRPCResponse.JSONRPCError(
					ErrorCodes.INVALID_REQUEST, "Requests come after initialize and notifications/initialized")));
			return;
		}
		this.unanswered.register();
		var unused = session.handle(message)
			.onErrorComplete()
			.doFinally((signal) -> this.unanswered.arriveAndDeregister())
			.subscribe();
	}

	private void send(JSONRPCMessage message) {
		try {
			write(this.json.writeValueAsString(message));
		}
		catch (IOException ex) {
			this.end.broken(ex);
			throw new UncheckedIOException(ex);
		}
	}

	private synchronized void write(String line) throws IOException {
		this.output.write((line + "\n").getBytes(StandardCharsets.UTF_8));
		this.output.flush();
	}

	/**
	 * A line.
	 *
	 * @param text its text
	 * @param whole whether it was not too long
	 */
	private record Line(String text, boolean whole) {

	}

	/**
	 * The way of the session's messages to the output.
	 */
	private final class Lines implements McpServerTransport {

		@Override
		public Mono<Void> sendMessage(JSONRPCMessage message) {
			return Mono.fromRunnable(() -> send(message));
		}

		@Override
		public <T> T unmarshalFrom(Object data, TypeRef<T> typeRef) {
			return LineTransport.this.json.convertValue(data, typeRef);
		}

		@Override
		public Mono<Void> closeGracefully() {
			return Mono.empty();
		}

	}

}
