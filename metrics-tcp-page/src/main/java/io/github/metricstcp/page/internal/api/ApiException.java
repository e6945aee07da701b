package io.github.metricstcp.page.internal.api;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a request cannot be answered. Its message is a sentence for the user,
 * without a full stop.
 */
public final class ApiException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private static final int BAD_REQUEST = 400;

	private static final int NOT_FOUND = 404;

	private static final int TOO_MANY_REQUESTS = 429;

	private static final int UNAVAILABLE = 503;

	private final int status;

	private final @Nullable String parameter;

	private ApiException(int status, @Nullable String parameter, String sentence, @Nullable Throwable cause) {
		super(sentence, cause);
		this.status = status;
		this.parameter = parameter;
	}

	/**
	 * Returns the exception for a parameter that is not right.
	 * @param parameter the name of the parameter
	 * @param sentence its value, and what is allowed
	 */
	static ApiException badParameter(String parameter, String sentence) {
		return new ApiException(BAD_REQUEST, parameter, sentence, null);
	}

	/**
	 * Returns the exception for a parameter that something could not read.
	 * @param parameter the name of the parameter
	 * @param value its value
	 * @param cause says what is wrong with it
	 */
	static ApiException unreadable(String parameter, String value, IllegalArgumentException cause) {
		return new ApiException(BAD_REQUEST, parameter,
				"%s is \"%s\", which cannot be read: %s".formatted(parameter, value, cause.getMessage()), cause);
	}

	/**
	 * Returns the exception for something that is asked for and is not there.
	 * @param parameter the name of the parameter that names it, {@code null} for the path
	 * @param sentence the reason
	 */
	static ApiException notFound(@Nullable String parameter, String sentence) {
		return new ApiException(NOT_FOUND, parameter, sentence, null);
	}

	/**
	 * Returns the exception for one request too many.
	 * @param sentence the limit
	 */
	static ApiException tooMany(String sentence) {
		return new ApiException(TOO_MANY_REQUESTS, null, sentence, null);
	}

	/**
	 * Returns the exception for a request that comes while the program ends.
	 */
	static ApiException closed() {
		return new ApiException(UNAVAILABLE, null, "The program is ending, and answers no more", null);
	}

	/**
	 * Returns the status of the answer.
	 * @return one of HTTP's
	 */
	public int status() {
		return this.status;
	}

	/**
	 * Returns the name of the parameter that is not right.
	 * @return the name, {@code null} if it is none
	 */
	public @Nullable String parameter() {
		return this.parameter;
	}

	/**
	 * Returns the sentence for the user.
	 * @return the message, without a full stop
	 */
	public String sentence() {
		return String.valueOf(getMessage());
	}

}
