package io.github.metricstcp.page;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.metricstcp.testing.RequiresTool;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the examples of the documentation are answered as it says.
 * {@code -Ddocumentation.update=true} writes the answers into it.
 */
class ApiDocumentationTests extends ApiFixture {

	private static final Path PAGE = Path.of("../docs/api.md");

	private static final Pattern EXAMPLE = Pattern.compile(
			"(curl -s 'http://127\\.0\\.0\\.1:5080/api/v1/([^']+)'\n```\n\n```json\n)(.*?)(\n```)", Pattern.DOTALL);

	@Test
	@RequiresTool("curl")
	void examplesAreAnsweredAsTheDocumentationSays() throws Exception {
		tenSeconds();
		pause();
		awaitComparison();
		String text = Files.readString(PAGE);
		StringBuilder updated = new StringBuilder();
		Matcher examples = EXAMPLE.matcher(text);
		int found = 0;
		for (; examples.find(); found++) {
			String answer = answer(examples.group(2));
			examples.appendReplacement(updated, Matcher.quoteReplacement(with(examples, answer)));
			if (!Boolean.getBoolean("documentation.update")) {
				assertThat(comparable(parse(examples.group(3)))).as(examples.group(2))
					.isEqualTo(comparable(parse(answer)));
			}
		}
		assertThat(found).isEqualTo(8);
		if (Boolean.getBoolean("documentation.update")) {
			Files.writeString(PAGE, examples.appendTail(updated).toString());
		}
	}

	/**
	 * Runs a command of the documentation. The recording's name stands in place of its
	 * path.
	 */
	private String answer(String path) throws Exception {
		String command = "curl -s 'http://127.0.0.1:%d/api/v1/%s'".formatted(this.address.getPort(), path);
		Process curl = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
		String answer = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(curl.waitFor()).isZero();
		return answer.replace(before().toString(), before().getFileName().toString());
	}

	private static String with(MatchResult example, String answer) throws Exception {
		return example.group(1) + new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(parse(answer))
				+ example.group(4);
	}

	/**
	 * Returns an answer without what is another one each time.
	 */
	private static JsonNode comparable(JsonNode answer) {
		((ObjectNode) answer).remove("waited");
		return answer;
	}

}
