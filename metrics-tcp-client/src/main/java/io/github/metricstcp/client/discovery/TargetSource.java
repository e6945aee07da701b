package io.github.metricstcp.client.discovery;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Pattern;

import io.github.metricstcp.client.TargetAddress;
import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/**
 * A place where targets are found: the name of a service in DNS, or a file.
 * <ul>
 * <li>{@code dns:shop.prod.svc:5000} has all addresses of the name, IPv4 and IPv6, with
 * that port; without one, {@link TargetAddress#DEFAULT_PORT}.</li>
 * <li>{@code dns:_metrics._tcp.shop.prod.svc} has the hosts and ports of its SRV records:
 * its first label begins with {@code _}.</li>
 * <li>{@code file:targets.txt} has a target on each line, and {@code file:targets.json},
 * {@code .yml} or {@code .yaml} has the form of Prometheus' {@code file_sd}.</li>
 * </ul>
 * Each may have a name before it: of {@code shop=dns:shop.prod.svc:5000} the targets are
 * {@code shop-10.0.0.3}, {@code shop-10.0.0.5} and so on, with the port behind it unless
 * that is {@link TargetAddress#DEFAULT_PORT}. With SRV records they have the first label
 * of their host in place of the address. Names in a file, and those labels, are put
 * behind the name of the source too, unless they are that name or begin with it and a
 * {@code -}: of {@code shop=dns:_metrics._tcp.shop.prod.svc} the targets are
 * {@code shop-0} and so on, and of {@code prod=dns:_metrics._tcp.shop.prod.svc}
 * {@code prod-shop-0}. If several have one name, each has its address behind it. So the
 * names depend on nothing but the source, its name and what it has, and are the same in
 * each program.
 * <p>
 * Each may have a share behind it, for several programs that have the targets of one
 * source among them: {@code dns:shop.prod.svc:5000?share=1/3} is the first of three
 * shares. Each target is in one of them.
 *
 * @since 0.1.0
 */
public final class TargetSource {

	private static final String DNS = "dns:";

	private static final String FILE = "file:";

	private static final String SHARE = "?share=";

	// Hosts may be called so, and then have a port
	private static final Pattern HOST_AND_PORT = Pattern.compile("(dns|file):[0-9]{1,5}");

	private static final Pattern BLANK = Pattern.compile("[\\s\\p{Z}\\p{Cntrl}]");

	private final @Nullable String alias;

	private final String text;

	// The text without the share
	private final String place;

	private final @Nullable TargetAddress service;

	private final TargetShare share;

	private TargetSource(@Nullable String alias, String text, String place, TargetShare share) {
		this.alias = alias;
		this.text = text;
		this.place = place;
		this.share = share;
		this.service = place.startsWith(DNS) ? service(place) : null;
	}

	/**
	 * Returns whether a text is written as a source of targets, and not as a target.
	 * @param text the text, as a user writes it
	 * @return whether it begins with {@code dns:} or {@code file:}, or does so after a
	 * name
	 */
	public static boolean isSource(String text) {
		String place = place(text.substring(beginning(text)));
		return (place.startsWith(DNS) || place.startsWith(FILE)) && !HOST_AND_PORT.matcher(place).matches();
	}

	/**
	 * Returns a text without the share behind it.
	 */
	private static String place(String text) {
		return text.contains(SHARE) ? text.substring(0, text.lastIndexOf(SHARE)) : text;
	}

	/**
	 * Returns the index behind the name and its equals sign.
	 */
	private static int beginning(String text) {
		return (text.startsWith(DNS) || text.startsWith(FILE)) ? 0 : text.indexOf('=') + 1;
	}

	/**
	 * Returns the source that a text stands for.
	 * @param text the text, as a user writes it
	 * @return the source
	 * @throws IllegalArgumentException if the text is no source, with a message that says
	 * why
	 */
	public static TargetSource parse(String text) {
		require(isSource(text), "\"%s\" is no source of targets: it is written dns:NAME:PORT or file:PATH", text);
		int beginning = beginning(text);
		String alias = (beginning > 0) ? text.substring(0, beginning - 1) : null;
		String found = text.substring(beginning);
		String place = place(found);
		require(alias == null || !alias.isEmpty(), "\"%s\" is no source of targets: there is no name before the =",
				text);
		require(alias == null || !BLANK.matcher(alias).find(),
				"\"%s\" is no source of targets: a name has no blank in it", text);
		TargetShare share = share(text, found.substring(place.length()));
		if (place.startsWith(DNS)) {
			return new TargetSource(alias, found, place, share);
		}
		require(place.length() > FILE.length(), "\"%s\" is no source of targets: there is no file behind file:", text);
		try {
			Path unused = Path.of(place.substring(FILE.length()));
		}
		catch (InvalidPathException ex) {
			throw new IllegalArgumentException(
					"\"%s\" is no source of targets: %s".formatted(text, String.valueOf(ex.getMessage())), ex);
		}
		return new TargetSource(alias, found, place, share);
	}

	private static TargetShare share(String text, String end) {
		try {
			return end.isEmpty() ? TargetShare.ALL : TargetShare.parse(end.substring(SHARE.length()));
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					"\"%s\" is no source of targets: %s".formatted(text, String.valueOf(ex.getMessage())), ex);
		}
	}

	private static TargetAddress service(String place) {
		String rest = place.substring(DNS.length());
		String name = rest.contains(":") ? rest.substring(0, rest.indexOf(':')) : rest;
		require(!name.isEmpty() && name.indexOf("..") < 0 && !name.startsWith("."),
				"\"%s\" is no source of targets: it is written dns:NAME:PORT, such as dns:shop.prod.svc:5000", place);
		require(!NetUtil.isValidIpV4Address(name) && !NetUtil.isValidIpV6Address(rest) && !rest.startsWith("["),
				"\"%s\" is no source of targets: an address is a target without dns:", place);
		require(!name.startsWith("_") || name.equals(rest),
				"\"%s\" is no source of targets: the ports of a name that begins with _ are those of its SRV records",
				place);
		TargetAddress service = TargetAddress.parse(rest);
		String fault = DnsNames.fault(name);
		if (fault != null) {
			throw new IllegalArgumentException("\"%s\" is no source of targets: %s".formatted(place, fault));
		}
		return service;
	}

	private static void require(boolean valid, String message, String text) {
		if (!valid) {
			throw new IllegalArgumentException(message.formatted(text));
		}
	}

	/**
	 * Returns the name that the user has given it, {@code null} if there is none.
	 */
	@Nullable String alias() {
		return this.alias;
	}

	/**
	 * Returns the service's name in DNS and its port, {@code null} if it is a file.
	 */
	@Nullable TargetAddress service() {
		return this.service;
	}

	/**
	 * Returns the file. Only if it is no service.
	 */
	Path file() {
		return Path.of(this.place.substring(FILE.length()));
	}

	/**
	 * Returns the share of the targets that are found.
	 */
	TargetShare share() {
		return this.share;
	}

	/**
	 * Returns the source with a name in place of the one that it has.
	 * @param name the name
	 * @return a source at the same place
	 */
	public TargetSource named(String name) {
		return parse(name + "=" + this.text);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof TargetSource source && this.text.equals(source.text)
				&& Objects.equals(this.alias, source.alias);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.text, this.alias);
	}

	/**
	 * Returns where it is, with the share, and without the name that it may have.
	 */
	@Override
	public String toString() {
		return this.text;
	}

}
