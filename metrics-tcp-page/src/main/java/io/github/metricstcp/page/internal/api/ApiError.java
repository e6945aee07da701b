package io.github.metricstcp.page.internal.api;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The answer to a request that cannot be answered.
 */
public final class ApiError {

	static final Schema SCHEMA = Schema
		.object(List.of(Schema.Member.of("error", Schema.text("a sentence for the user")), Schema.Member.of("parameter",
				Schema.textOrNull("the name of the parameter that is not right, null if it is none"))));

	private ApiError() {
	}

	/**
	 * Returns the answer.
	 * @param sentence the sentence for the user
	 * @param parameter the name of the parameter that is not right, {@code null} if it is
	 * none
	 * @return a JSON object in UTF-8
	 */
	public static byte[] bytes(String sentence, @Nullable String parameter) {
		Document document = (json) -> {
			json.writeStringField("error", sentence);
			json.writeStringField("parameter", parameter);
		};
		return document.bytes();
	}

}
