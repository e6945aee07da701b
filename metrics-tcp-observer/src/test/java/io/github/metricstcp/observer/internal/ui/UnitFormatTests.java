package io.github.metricstcp.observer.internal.ui;

import java.time.LocalDateTime;
import java.time.ZoneId;

import io.github.metricstcp.client.wire.Kind;
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

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			seconds | 0.95    | 1.2      | 0.950 s   | 1.20 s
			seconds | 0.0205  | 0.281    | 20.5 ms   | 281 ms
			seconds | 0.0008  | 5.3      | 0.800 ms  | 5,300 ms
			seconds | 3e-6    | 0.281    | 0.00300 ms | 281 ms
			seconds | 0.5     | 105      | 0.500 s   | 105 s
			seconds | 65      | 3900     | 1m 05s    | 1h 05m
			seconds | 0       | 0.5      | 0 ms      | 500 ms
			milliseconds | 950 | 1200    | 0.950 s   | 1.20 s
			bytes   | 1048576 | 1.5e9    | 1 MiB     | 1,431 MiB
			bytes   | 700e6   | 1.5e9    | 0.652 GiB | 1.40 GiB
			kilobits_per_second | 900 | 1500 | 0.900 Mbit/s | 1.50 Mbit/s
			count   | 24.5    | 1234.5   | 24.5      | 1,234
			count   | 5       | 12e6     | 5         | 12 M
			euros   | 31.8    | 1500     | 31.8 euros | 1,500 euros
			percent | 0.5     | 80       | 0.500%    | 80%
			""")
	void valuesBesideEachOtherHaveOneUnit(String unit, double smaller, double larger, String one, String other) {
		UnitFormat alike = UnitFormat.of(unit).alike(smaller, larger, Double.NaN);
		assertThat(alike.value(smaller)).isEqualTo(one);
		assertThat(alike.value(larger)).isEqualTo(other);
		assertThat(alike.value(Double.NaN)).isEqualTo(UnitFormat.NOTHING);
		assertThat(alike.value(-larger)).isEqualTo("-" + other);
	}

	@Test
	void withoutAValueNoUnitIsChosen() {
		assertThat(UnitFormat.SECONDS.alike(Double.NaN, Double.POSITIVE_INFINITY, 0).value(0.5)).isEqualTo("500 ms");
	}

	@ParameterizedTest
	@CsvSource({ "process.cpu.usage,,0.0385,false,3.85%", "process.cpu.usage,,1.5,true,150%",
			"jvm.gc.overhead,percent,0.02,false,2%", "disk.usage,,0.5,false,50%", "disk.usage,,0.5,true,0.500",
			"battery.level,percent,42.5,true,42.5%", "process.uptime,seconds,3900,true,1h 05m" })
	void theNamesOfSomeSayMoreThanTheirUnits(String name, String unit, double value, boolean falseRatio,
			String written) {
		assertThat(UnitFormat.of(Kind.GAUGE, name, unit, falseRatio).value(value)).isEqualTo(written);
	}

	@Test
	void theStartOfAProcessIsADateInTheUsersZone() {
		UnitFormat format = UnitFormat.of(Kind.GAUGE, "process.start.time", "milliseconds", false);
		LocalDateTime date = LocalDateTime.of(2026, 3, 4, 5, 6, 7);
		double millis = (double) date.atZone(ZoneId.systemDefault()).toInstant().toEpochMilli();
		assertThat(format.value(millis)).isEqualTo("2026-03-04 05:06:07");
		assertThat(format.fitting(millis, 19)).isEqualTo("2026-03-04 05:06:07");
		assertThat(format.fitting(millis, 11)).isEqualTo("03-04 05:06");
		assertThat(format.fitting(millis, 10)).isEqualTo("03-04");
		assertThat(format.value(Double.NaN)).isEqualTo(UnitFormat.NOTHING);
		assertThat(format.bare(Double.NaN)).isEqualTo(UnitFormat.NOTHING);
		assertThat(format.value(1e300)).isNotEmpty();
		assertThat(format.isDate()).isTrue();
		assertThat(format.additive()).isFalse();
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
