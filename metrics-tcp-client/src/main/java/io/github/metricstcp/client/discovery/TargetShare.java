package io.github.metricstcp.client.discovery;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

import io.github.metricstcp.client.TargetAddress;

/**
 * A share of the targets that a source has: each address is in one of several shares,
 * which depends on nothing but its text. It is the same in each program and version, for
 * relays of two versions may have one source among them.
 *
 * @param part the number of the share, 1 for the first
 * @param parts the number of shares
 */
record TargetShare(int part, int parts) {

	/**
	 * All targets.
	 */
	static final TargetShare ALL = new TargetShare(1, 1);

	private static final Pattern TEXT = Pattern.compile("([0-9]{1,4})/([0-9]{1,4})");

	/**
	 * Returns the share that a text stands for.
	 * @param text the text, such as {@code 1/3}
	 * @throws IllegalArgumentException if it is none
	 */
	static TargetShare parse(String text) {
		Matcher matcher = TEXT.matcher(text);
		if (matcher.matches()) {
			TargetShare share = new TargetShare(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
			if (1 <= share.part && share.part <= share.parts) {
				return share;
			}
		}
		throw new IllegalArgumentException("the shares of three are ?share=1/3, ?share=2/3 and ?share=3/3");
	}

	/**
	 * Whether an address is in this share.
	 */
	boolean has(TargetAddress address) {
		CRC32 hash = new CRC32();
		hash.update(address.toString().getBytes(StandardCharsets.UTF_8));
		return Integer.remainderUnsigned(mixed((int) hash.getValue()), this.parts) == this.part - 1;
	}

	/**
	 * Returns the hash as {@code fmix32} changes it, the finaliser of MurmurHash3. A CRC
	 * alone is linear: of names that differ in a digit it would put many in one share,
	 * and none in another.
	 */
	private static int mixed(int hash) {
		int mixed = (hash ^ (hash >>> 16)) * 0x85ebca6b;
		mixed = (mixed ^ (mixed >>> 13)) * 0xc2b2ae35;
		return mixed ^ (mixed >>> 16);
	}

}
