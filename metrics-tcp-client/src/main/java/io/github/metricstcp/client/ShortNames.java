package io.github.metricstcp.client;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The shortest parts of addresses that tell them apart. The names of all addresses are
 * the same part.
 */
final class ShortNames {

	private static final Pattern IPV4 = Pattern.compile("[0-9.]+");

	/**
	 * The parts of addresses whose hosts are not all the same, the shortest first.
	 */
	private static final List<Function<TargetAddress, String>> PARTS = List.of(ShortNames::firstLabel,
			TargetAddress::host, ShortNames::firstLabelAndPort);

	private ShortNames() {
	}

	/**
	 * Returns the short name of an address.
	 * @param address the address
	 * @param addresses all addresses, this one included
	 * @param taken names that are given to some of them
	 */
	static String of(TargetAddress address, Collection<TargetAddress> addresses, Set<String> taken) {
		if (addresses.stream().map(TargetAddress::host).distinct().count() == 1
				&& tellsApart(ShortNames::port, addresses, taken)) {
			return port(address);
		}
		for (Function<TargetAddress, String> part : PARTS) {
			if (tellsApart(part, addresses, taken)) {
				return part.apply(address);
			}
		}
		return address.toString();
	}

	private static boolean tellsApart(Function<TargetAddress, String> part, Collection<TargetAddress> addresses,
			Set<String> taken) {
		Set<String> names = new HashSet<>(taken);
		return addresses.stream().distinct().allMatch((each) -> names.add(part.apply(each)));
	}

	private static String port(TargetAddress address) {
		return Integer.toString(address.port());
	}

	private static String firstLabel(TargetAddress address) {
		String host = address.host();
		int dot = host.indexOf('.');
		boolean number = host.indexOf(':') >= 0 || IPV4.matcher(host).matches();
		return (number || dot <= 0) ? host : host.substring(0, dot);
	}

	private static String firstLabelAndPort(TargetAddress address) {
		return new TargetAddress(firstLabel(address), address.port()).toString();
	}

}
