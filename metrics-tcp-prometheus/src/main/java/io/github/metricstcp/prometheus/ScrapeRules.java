package io.github.metricstcp.prometheus;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.regex.Pattern;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/**
 * The rules that each request must keep. At a loopback address the {@code Host} must be
 * that or {@code localhost}: a page in a browser could make its own name mean this
 * address, and read the answer.
 */
final class ScrapeRules {

	/**
	 * The path of the metrics.
	 */
	static final String PATH = "/metrics";

	private static final Pattern PORT = Pattern.compile(":\\d{1,5}$");

	private final boolean loopback;

	private final @Nullable String token;

	/**
	 * Creates rules.
	 * @param loopback whether the address is of this machine alone
	 * @param token the token that is asked for, {@code null} for none
	 */
	ScrapeRules(boolean loopback, @Nullable String token) {
		this.loopback = loopback;
		this.token = token;
	}

	/**
	 * Checks a request.
	 * @return why it is refused, {@code null} if it is not
	 */
	@Nullable Refusal check(HttpMethod method, String path, HttpHeaders headers) {
		if (this.loopback && !isLocal(headers.get(HttpHeaderNames.HOST, ""))) {
			return new Refusal(HttpResponseStatus.MISDIRECTED_REQUEST,
					"This server is known as localhost only, or by its address");
		}
		if (!path.equals(PATH)) {
			return new Refusal(HttpResponseStatus.NOT_FOUND, "The metrics are at " + PATH);
		}
		if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
			return new Refusal(HttpResponseStatus.METHOD_NOT_ALLOWED, "Nothing can be changed here: use GET");
		}
		if (this.token != null && !isToken(headers.get(HttpHeaderNames.AUTHORIZATION, ""), this.token)) {
			return new Refusal(HttpResponseStatus.UNAUTHORIZED,
					"A bearer token is needed: 'authorization' in Prometheus' scrape_configs");
		}
		return null;
	}

	private static boolean isLocal(String host) {
		String name = PORT.matcher(host.toLowerCase(Locale.ROOT)).replaceFirst("");
		return name.equals("localhost") || NetUtil.isValidIpV4Address(name)
				|| (name.startsWith("[") && NetUtil.isValidIpV6Address(name));
	}

	private static boolean isToken(String authorization, String token) {
		return MessageDigest.isEqual(authorization.getBytes(StandardCharsets.UTF_8),
				("Bearer " + token).getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * A refusal.
	 *
	 * @param status the status of the response
	 * @param sentence the reason, for the user
	 */
	record Refusal(HttpResponseStatus status, String sentence) {

	}

}
