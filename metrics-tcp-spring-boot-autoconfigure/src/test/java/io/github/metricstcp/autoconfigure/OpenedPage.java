package io.github.metricstcp.autoconfigure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The live page of an application, as a browser asks for it.
 *
 * @param address its address
 * @param token the token to send, {@code null} for none
 */
record OpenedPage(URI address, @Nullable String token) {

	private static final HttpClient HTTP = HttpClient.newHttpClient();

	/**
	 * Returns the page of an application that has one.
	 * @param environment the application's environment
	 */
	static OpenedPage of(Environment environment) {
		return of(environment, null);
	}

	static OpenedPage of(Environment environment, @Nullable String token) {
		int port = environment.getRequiredProperty("local.metrics-tcp.page.port", Integer.class);
		return new OpenedPage(URI.create("http://127.0.0.1:" + port + "/"), token);
	}

	HttpResponse<String> get(String path) {
		return send(path, HttpResponse.BodyHandlers.ofString());
	}

	/**
	 * Reads documents of the live stream until one has a text.
	 * @param filter the filter of metrics
	 * @param text the text to wait for
	 */
	void awaitDocument(String filter, String text) {
		try (BufferedReader documents = live(filter)) {
			for (String line = documents.readLine(); line != null; line = documents.readLine()) {
				if (line.startsWith("data: ") && line.contains(text)) {
					return;
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		throw new AssertionError("The stream ended without " + text);
	}

	/**
	 * Opens the live stream.
	 * @param filter the filter of metrics
	 * @return a reader of its lines, without end
	 */
	BufferedReader live(String filter) {
		HttpResponse<InputStream> response = send("api/v1/live?view=overview&filter=" + filter,
				HttpResponse.BodyHandlers.ofInputStream());
		assertThat(response.statusCode()).isEqualTo(200);
		return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
	}

	private <T> HttpResponse<T> send(String path, HttpResponse.BodyHandler<T> handler) {
		HttpRequest.Builder request = HttpRequest.newBuilder(this.address.resolve(path));
		if (this.token != null) {
			request.header("Authorization", "Bearer " + this.token);
		}
		try {
			return HTTP.send(request.build(), handler);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
