package io.github.metricstcp.internal.server;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.regex.Pattern;

import io.netty.util.NetUtil;

/**
 * A range of IP addresses in CIDR notation, {@code 10.0.0.0/8} or {@code fd00::/8}, or a
 * single address. An IPv4 address that is mapped into IPv6 is the IPv4 address.
 *
 * @since 0.1.0
 */
public final class AddressRange {

	private static final int MAPPED_PREFIX_LENGTH = 96;

	private static final Pattern MAPPED = Pattern.compile(".*:ffff:[\\d.]+", Pattern.CASE_INSENSITIVE);

	private final String text;

	private final byte[] network;

	private final int prefixLength;

	private AddressRange(String text, byte[] network, int prefixLength) {
		this.text = text;
		this.network = network;
		this.prefixLength = prefixLength;
	}

	/**
	 * Parses a range. Looks up no name.
	 * @param text an address, or an address, a slash and the length of its prefix in bits
	 * @return the range
	 * @throws IllegalArgumentException if the text is anything else; its message says why
	 */
	public static AddressRange parse(String text) {
		int slash = text.indexOf('/');
		byte[] address = address(text, (slash >= 0) ? text.substring(0, slash) : text);
		int bits = address.length * Byte.SIZE;
		int prefixLength = (slash >= 0) ? prefixLength(text, text.substring(slash + 1), bits) : bits;
		if (isMapped(address) && prefixLength >= MAPPED_PREFIX_LENGTH) {
			return new AddressRange(text, unmapped(address), prefixLength - MAPPED_PREFIX_LENGTH);
		}
		return new AddressRange(text, address, prefixLength);
	}

	private static byte[] address(String text, String address) {
		byte[] bytes = (address.indexOf('%') < 0) ? NetUtil.createByteArrayFromIpAddressString(address) : null;
		if (bytes == null) {
			throw new IllegalArgumentException(
					"'%s' is not an IP address, or a range such as 10.0.0.0/8 or fd00::/8; host names are not supported"
						.formatted(text));
		}
		// Netty's parser takes any other with dots for a mapped one as well
		if (address.indexOf(':') >= 0 && address.indexOf('.') >= 0 && !MAPPED.matcher(address).matches()) {
			throw new IllegalArgumentException(
					"'%s' is not a supported IPv6 address: only IPv4-mapped ones such as ::ffff:10.0.0.1 have dots"
						.formatted(text));
		}
		return bytes;
	}

	private static int prefixLength(String text, String prefix, int bits) {
		if (prefix.matches("\\d{1,3}") && Integer.parseInt(prefix) <= bits) {
			return Integer.parseInt(prefix);
		}
		throw new IllegalArgumentException(
				"'%s' is not an address range: the prefix length must be 0 to %s".formatted(text, bits));
	}

	/**
	 * Whether an address is in this range.
	 */
	boolean contains(InetAddress address) {
		byte[] bytes = address.getAddress();
		if (isMapped(bytes)) {
			bytes = unmapped(bytes);
		}
		if (bytes.length != this.network.length) {
			return false;
		}
		int whole = this.prefixLength / Byte.SIZE;
		int mask = 0xFF00 >> (this.prefixLength % Byte.SIZE) & 0xFF;
		return Arrays.equals(bytes, 0, whole, this.network, 0, whole)
				&& (mask == 0 || ((bytes[whole] ^ this.network[whole]) & mask) == 0);
	}

	private static boolean isMapped(byte[] address) {
		if (address.length != 16 || address[10] != (byte) 0xFF || address[11] != (byte) 0xFF) {
			return false;
		}
		for (int i = 0; i < 10; i++) {
			if (address[i] != 0) {
				return false;
			}
		}
		return true;
	}

	private static byte[] unmapped(byte[] address) {
		return Arrays.copyOfRange(address, MAPPED_PREFIX_LENGTH / Byte.SIZE, address.length);
	}

	@Override
	public String toString() {
		return this.text;
	}

}
