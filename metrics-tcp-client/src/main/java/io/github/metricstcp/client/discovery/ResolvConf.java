package io.github.metricstcp.client.discovery;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.netty.resolver.dns.DnsServerAddressStream;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import io.netty.resolver.dns.UnixResolverDnsServerAddressStreamProvider;

/**
 * The system's settings for looking names up, as they are now: the file changes when the
 * machine goes to another network. Where there is no such file, the system is asked for
 * its name servers in other ways.
 */
final class ResolvConf {

	// Of macOS: name servers of some domains
	private static final String RESOLVER_DIRECTORY = "/etc/resolver";

	private static final String NDOTS = "ndots:";

	private static final int MOST_NDOTS = 15;

	private final Path file;

	private final List<String> search = new ArrayList<>();

	private boolean namesServers;

	private int ndots = 1;

	private ResolvConf(Path file) {
		this.file = file;
	}

	/**
	 * Reads the settings.
	 * @param file the file, usually {@code /etc/resolv.conf}
	 * @throws IOException if it is there and cannot be read
	 */
	static ResolvConf read(Path file) throws IOException {
		ResolvConf conf = new ResolvConf(file);
		if (Files.exists(file)) {
			// It may have comments in any encoding
			for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
				conf.add(List.of(line.strip().split("\\s+")));
			}
		}
		return conf;
	}

	private void add(List<String> words) {
		switch (words.get(0)) {
			case "nameserver" -> this.namesServers = true;
			case "search", "domain" -> {
				// The last one counts
				this.search.clear();
				words.subList(1, words.size()).forEach((each) -> this.search.add(withoutDotAtEnd(each)));
				this.search.removeIf(String::isEmpty);
			}
			case "options" -> words.stream()
				.filter((each) -> each.toLowerCase(Locale.ROOT).matches(NDOTS + "[0-9]{1,3}"))
				.forEach((each) -> this.ndots = Math.min(MOST_NDOTS, Integer.parseInt(each.substring(NDOTS.length()))));
			default -> {
				// Timeouts and the like are the discovery's own
			}
		}
	}

	private static String withoutDotAtEnd(String name) {
		return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
	}

	/**
	 * Returns the names that a name may stand for, in the order in which they are looked
	 * up.
	 */
	List<String> candidates(String name) {
		if (name.endsWith(".")) {
			return List.of(name);
		}
		List<String> names = new ArrayList<>(this.search.stream().map((domain) -> name + "." + domain).toList());
		boolean first = name.chars().filter((each) -> each == '.').count() >= this.ndots;
		names.add(first ? 0 : names.size(), name);
		return names;
	}

	/**
	 * Returns the name servers for a name.
	 * @throws IOException if there are none, with a clause that says why
	 */
	DnsServerAddressStream servers(String name) throws IOException {
		if (!Files.exists(this.file)) {
			return DnsServerAddressStreamProviders.platformDefault().nameServerAddressStream(name);
		}
		// Otherwise public servers would be asked
		if (!this.namesServers) {
			throw new IOException("%s names no server".formatted(this.file));
		}
		try {
			return new UnixResolverDnsServerAddressStreamProvider(this.file.toString(), RESOLVER_DIRECTORY)
				.nameServerAddressStream(name);
		}
		catch (IllegalArgumentException ex) {
			throw new IOException("%s names no server that is an address".formatted(this.file), ex);
		}
	}

}
