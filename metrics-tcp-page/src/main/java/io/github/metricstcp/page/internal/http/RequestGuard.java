package io.github.metricstcp.page.internal.http;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.cookie.Cookie;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import org.jspecify.annotations.Nullable;

/**
 * The rules that each request must keep. Any page that is open in the user's browser can
 * send requests here, and can make its own name mean this address (DNS rebinding). So the
 * {@code Host} must be a name of this server, and a request that another page caused is
 * refused.
 */
final class RequestGuard {

	private static final String BEARER = "Bearer ";

	private static final Pattern PORT = Pattern.compile(":\\d{1,5}$");

	private final Set<String> hosts;

	private final String scheme;

	private final @Nullable String token;

	/**
	 * Creates a guard.
	 * @param hosts the names of this server as they stand in addresses, without the port
	 * @param scheme {@code http} or {@code https}
	 * @param token the token that is asked for, {@code null} for none
	 */
	RequestGuard(Set<String> hosts, String scheme, @Nullable String token) {
		this.hosts = hosts;
		this.scheme = scheme;
		this.token = token;
	}

	/**
	 * Returns the name of the cookie that holds the token once it was given in the
	 * address. Servers at other ports of the same name have the same cookies, and may
	 * have other tokens.
	 * @param local the address and port of this server
	 */
	static String cookieName(InetSocketAddress local) {
		return "metrics-tcp-token-" + local.getPort();
	}

	/**
	 * Returns whether requests need a token. Where they do not, one in an address is
	 * nobody's, and is not kept.
	 */
	boolean asksForToken() {
		return this.token != null;
	}

	/**
	 * Checks a request.
	 * @param method its method
	 * @param headers its headers
	 * @param local the address and port of this server that the request was sent to
	 * @param givenToken the token in the address, {@code null} if there is none
	 * @return why it is refused, {@code null} if it is not
	 */
	@Nullable Refusal check(HttpMethod method, HttpHeaders headers, InetSocketAddress local, @Nullable String givenToken) {
		String host = headers.get(HttpHeaderNames.HOST);
		if (host == null || headers.getAll(HttpHeaderNames.HOST).size() > 1 || !isOurs(host, local)) {
			String known = local.getAddress().isLoopbackAddress() ? "localhost" : ServerNames.of(local.getAddress());
			return new Refusal(HttpResponseStatus.MISDIRECTED_REQUEST,
					"This server is not known by that name. Open it as %s://%s:%s/".formatted(this.scheme, known,
							local.getPort()));
		}
		if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
			return new Refusal(HttpResponseStatus.METHOD_NOT_ALLOWED, "Nothing can be changed here: use GET");
		}
		String origin = headers.get(HttpHeaderNames.ORIGIN);
		if (origin != null && !isOwn(origin, host)) {
			return new Refusal(HttpResponseStatus.FORBIDDEN, "Another page may not read this one");
		}
		String site = headers.get("Sec-Fetch-Site");
		if (site != null && !site.equals("same-origin") && !site.equals("none") && !isLink(headers)) {
			return new Refusal(HttpResponseStatus.FORBIDDEN, "Another page may not read this one");
		}
		if (this.token != null && !isToken(givenToken) && !isToken(bearer(headers))
				&& !isToken(cookie(headers, local))) {
			return new Refusal(HttpResponseStatus.UNAUTHORIZED,
					"A token is needed: open the address that the program has printed, or send it as a bearer token");
		}
		return null;
	}

	/**
	 * Whether the server may be called by a name. Its own address is safe: a name that is
	 * made to mean it stays another one. A tunnel or a proxy has a port of its own.
	 */
	private boolean isOurs(String host, InetSocketAddress local) {
		String name = PORT.matcher(host.toLowerCase(Locale.ROOT)).replaceFirst("");
		return this.hosts.contains(name) || name.equals(ServerNames.of(local.getAddress()));
	}

	/**
	 * Whether a page is this server's, which a proxy may have made one of the other
	 * scheme.
	 */
	private static boolean isOwn(String origin, String host) {
		return origin.equalsIgnoreCase("http://" + host) || origin.equalsIgnoreCase("https://" + host);
	}

	/**
	 * Whether the user has followed a link. What another page contains, such as a frame,
	 * is none.
	 */
	private static boolean isLink(HttpHeaders headers) {
		return "navigate".equals(headers.get("Sec-Fetch-Mode"))
				&& headers.get("Sec-Fetch-Dest", "document").equals("document");
	}

	private boolean isToken(@Nullable String given) {
		return given != null && this.token != null && MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8),
				this.token.getBytes(StandardCharsets.UTF_8));
	}

	private static @Nullable String bearer(HttpHeaders headers) {
		String authorization = headers.get(HttpHeaderNames.AUTHORIZATION);
		return (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length()))
				? authorization.substring(BEARER.length()) : null;
	}

	private static @Nullable String cookie(HttpHeaders headers, InetSocketAddress local) {
		String cookies = headers.get(HttpHeaderNames.COOKIE);
		if (cookies != null) {
			for (Cookie cookie : ServerCookieDecoder.STRICT.decode(cookies)) {
				if (cookie.name().equals(cookieName(local))) {
					return cookie.value();
				}
			}
		}
		return null;
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
