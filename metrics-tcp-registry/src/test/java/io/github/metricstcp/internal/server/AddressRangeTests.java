package io.github.metricstcp.internal.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

import io.netty.util.NetUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link AddressRange}.
 */
class AddressRangeTests {

	@ParameterizedTest
	@CsvSource({ "10.0.0.0/8, 10.0.0.0", "10.0.0.0/8, 10.255.255.255", "10.1.2.3/8, 10.9.9.9", "10.0.0.0/9, 10.127.0.1",
			"192.168.1.7, 192.168.1.7", "192.168.1.6/31, 192.168.1.7", "0.0.0.0/0, 203.0.113.9", "fd00::/8, fdff::1",
			"2001:db8::/33, 2001:db8:7fff::1", "::1, ::1", "::/0, 2001:db8::1", "::ffff:10.0.0.0/104, 10.1.1.1",
			"::ffff:10.0.0.1, 10.0.0.1", "0:0:0:0:0:FFFF:10.0.0.0/104, 10.1.1.1" })
	void contains(String range, String address) throws UnknownHostException {
		assertThat(AddressRange.parse(range).contains(InetAddress.getByName(address))).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "10.0.0.0/8, 11.0.0.0", "10.0.0.0/9, 10.128.0.0", "192.168.1.7, 192.168.1.6", "192.168.1.7/32, ::1",
			"0.0.0.0/0, ::1", "::/0, 10.0.0.1", "fd00::/8, fe00::1", "2001:db8::/33, 2001:db8:8000::1",
			"2001:db8::1, 2001:db8::2", "10.0.0.0/8, 2001:db8::ffff:a00:1", "2001:db8::ffff:a00:1, 10.0.0.1" })
	void doesNotContain(String range, String address) throws UnknownHostException {
		assertThat(AddressRange.parse(range).contains(InetAddress.getByName(address))).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "10.0.0.0/8, true", "11.0.0.0/8, false", "::/0, false" })
	void mappedPeerIsItsIpv4Address(String range, boolean contained) throws UnknownHostException {
		byte[] mapped = NetUtil.createByteArrayFromIpAddressString("::ffff:10.1.2.3");
		// As a dual-stack socket of a native transport may have it
		InetAddress peer = Inet6Address.getByAddress(null, mapped, -1);
		assertThat(peer).isInstanceOf(Inet6Address.class);
		assertThat(AddressRange.parse(range).contains(peer)).isEqualTo(contained);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "localhost", "example.com/24", "10.0.0", "10", "256.0.0.1", "10.0.0.0/", "10.0.0.0/33",
			"10.0.0.0/-1", "10.0.0.0/8/8", "10.0.0.0/255.0.0.0", "fd00::/129", "fd00::g", "fe80::1%eth0", " 10.0.0.1",
			"/8", "10.0.0.0/99999999999", "::10.0.0.1", "::10.0.0.0/120", "0::10.0.0.1", "64:ff9b::10.0.0.0/96" })
	void anythingElseIsNoRange(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> AddressRange.parse(text))
			.withMessageStartingWith("'" + text + "' is not a");
	}

	@Test
	void isWrittenAsItWasGiven() {
		assertThat(AddressRange.parse("10.1.2.3/8")).hasToString("10.1.2.3/8");
	}

}
