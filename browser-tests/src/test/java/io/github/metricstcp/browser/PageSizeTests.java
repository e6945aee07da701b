package io.github.metricstcp.browser;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.page.LivePage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of how much is transferred for the page.
 */
class PageSizeTests {

	private static final int MOST_BYTES = 150_000;

	private static final Pattern REFERENCE = Pattern.compile("(?:href|src)=\"([^\"#]+)\"");

	@Test
	void allFilesTogetherAreSmall() throws Exception {
		ObserverModel model = new ObserverModel(TimeSource.system(), 10, "maxSeries", 1 << 20);
		try (LivePage page = LivePage.builder(model).port(0).build()) {
			URI link = page.start();
			HttpClient http = HttpClient.newHttpClient();
			HttpRequest plain = HttpRequest.newBuilder(link).build();
			String index = http.send(plain, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8)).body();
			List<String> files = new ArrayList<>(List.of(""));
			REFERENCE.matcher(index).results().forEach((found) -> files.add(found.group(1)));
			assertThat(files).hasSizeGreaterThan(3).contains("page.js", "page.css");
			int bytes = 0;
			for (String file : files) {
				HttpRequest request = HttpRequest.newBuilder(link.resolve(file))
					.header("Accept-Encoding", "gzip")
					.build();
				HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
				assertThat(response.statusCode()).as(file).isEqualTo(200);
				assertThat(response.headers().firstValue("content-encoding")).as(file).hasValue("gzip");
				bytes += response.body().length;
			}
			System.out.printf("The page has %d files, %d bytes together%n", files.size(), bytes);
			assertThat(bytes).isLessThan(MOST_BYTES);
		}
	}

}
