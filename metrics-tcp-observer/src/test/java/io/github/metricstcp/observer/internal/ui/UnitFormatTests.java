package io.github.metricstcp.observer.internal.ui;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UnitFormat}.
 */
class UnitFormatTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			0         | 0 s
			3e-10     | 0.300 ns
			35e-9     | 35 ns
			1.5e-6    | 1.50 µs
			999.4e-6  | 999 µs
			999.6e-6  | 1.00 ms
			0.012345  | 12.3 ms
			0.9996    | 1.00 s
			1.234     | 1.23 s
			59.94     | 59.9 s
			59.96     | 1m 00s
			125       | 2m 05s
			3599.7    | 1h 00m
			11520     | 3h 12m
			86399     | 1d 00h
			183600    | 2d 03h
			1.7e9     | 19,676d
			-0.25     | -250 ms
			""")
	void durationsHaveTheUnitThatFits(double seconds, String written) {
		assertThat(UnitFormat.of("seconds").value(seconds)).isEqualTo(written);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			0           | 0 B
			512         | 512 B
			1023        | 1023 B
			1024        | 1 KiB
			1536        | 1.50 KiB
			1047962     | 1023 KiB
			1048064     | 1.00 MiB
			1048575.9   | 1.00 MiB
			123456789   | 118 MiB
			5e18        | 4.34 EiB
			1e30        | 1.00e+30 B
			-1536       | -1.50 KiB
			""")
	void bytesHaveBinaryPrefixes(double bytes, String written) {
		assertThat(UnitFormat.of("bytes").value(bytes)).isEqualTo(written);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			0            | 0
			117          | 117
			1234567      | 1,234,567
			9999999      | 9,999,999
			10000000     | 10 M
			123456789    | 123 M
			31.8         | 31.8
			0.0661       | 0.0661
			0.000012     | 1.2e-05
			1234.5       | 1.23 k
			999.6        | 1 k
			1e300        | 1.00e+300
			1.7976931348623157e308 | 1.80e+308
			4.9e-324     | 4.9e-324
			-3           | -3
			""")
	void wholeNumbersAreWrittenInFullAsLongAsTheyAreShort(double number, String written) {
		assertThat(UnitFormat.of(null).value(number)).isEqualTo(written);
		assertThat(UnitFormat.of("count").value(number)).isEqualTo(written);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			bits_per_second     | 12     | 12 bit/s
			kilobits_per_second | 1500   | 1.50 Mbit/s
			megabits_per_second | 0.5    | 500 kbit/s
			gigabits_per_second | 40     | 40 Gbit/s
			terabits_per_second | 1      | 1 Tbit/s
			kibibytes           | 2048   | 2 MiB
			mebibytes           | 1.5    | 1.50 MiB
			gibibytes           | 1      | 1 GiB
			tebibytes           | 1      | 1 TiB
			milliseconds        | 1500   | 1.50 s
			microseconds        | 20     | 20 µs
			nanoseconds         | 1e9    | 1 s
			percent             | 42.55  | 42.6%
			count_per_second    | 1500   | 1.50 k/s
			euros               | 31.8   | 31.8 euros
			""")
	void everyUnitOfTheWireIsWrittenAsPeopleWriteIt(String unit, double value, String written) {
		assertThat(UnitFormat.of(unit).value(value)).isEqualTo(written);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			count   | 12.34 | 12.3/s
			count   | 1500  | 1.50 k/s
			count   | -2    | -2/s
			bytes   | 2048  | 2 KiB/s
			seconds | 0.95  | 950 ms/s
			seconds | 125   | 125 s/s
			euros   | 31.8  | 31.8/s
			""")
	void ratesAreByTheSecond(String unit, double perSecond, String written) {
		assertThat(UnitFormat.of(unit).rate(perSecond)).isEqualTo(written);
	}

	@Test
	void whatIsNoNumberIsWrittenAsNothing() {
		assertThat(UnitFormat.of("bytes").value(Double.NaN)).isEqualTo(UnitFormat.NOTHING);
		assertThat(UnitFormat.of("bytes").rate(Double.NaN)).isEqualTo(UnitFormat.NOTHING);
	}

	@Test
	void whatIsBeyondAllBoundsIsInfinite() {
		assertThat(UnitFormat.of("seconds").value(Double.POSITIVE_INFINITY)).isEqualTo("∞");
		assertThat(UnitFormat.of("tebibytes").value(-Double.MAX_VALUE)).isEqualTo("-∞");
		assertThat(UnitFormat.of("tebibytes").rate(Double.MAX_VALUE)).isEqualTo("∞/s");
	}

	@Test
	void aUnitFromElsewhereCannotMoveTheCursor() {
		assertThat(UnitFormat.of("\033[2J").value(1)).isEqualTo("1 \uFFFD[2J");
	}

	@ParameterizedTest
	@CsvSource({ "count,0.3,0.5", "count,2,2", "count,7,10", "count,1001,2000", "seconds,0.0031,0.005",
			"seconds,61,100", "seconds,150,300", "bytes,1500,2048", "bytes,3000000,4194304", "percent,12,20" })
	void scalesGoByRoundNumbers(String unit, double value, double rounded) {
		assertThat(UnitFormat.of(unit).roundedUp(value)).isEqualTo(rounded);
	}

	@ParameterizedTest
	@CsvSource({ "count,1001.5,1002,0.5,'1,001.5'", "bytes,1048576,4194304,1048576,1 MiB",
			"seconds,0.0005,0.002,0.0005,0.5 ms", "seconds,90,300,30,1.5 min", "percent,0.5,2,0.5,0.5%",
			"bits_per_second,20000000,60000000,20000000,20 Mbit/s", "count,20000000,60000000,20000000,20 M" })
	void aScaleHasOnePrefixAndAsManyDigitsAsItsStepsNeed(String unit, double value, double largest, double step,
			String written) {
		assertThat(UnitFormat.of(unit).scaled(value, largest, step)).isEqualTo(written);
	}

	@Test
	void durationsAndPercentagesDoNotAddUp() {
		assertThat(UnitFormat.of("percent").additive()).isFalse();
		assertThat(UnitFormat.of("seconds").additive()).isFalse();
		assertThat(UnitFormat.of("bytes").additive()).isTrue();
		assertThat(UnitFormat.of(null).additive()).isTrue();
	}

}
