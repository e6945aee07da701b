package io.github.metricstcp.observer.internal.ui;

import java.util.Arrays;
import java.util.List;

import dev.tamboui.buffer.Buffer;
import dev.tamboui.layout.Rect;
import dev.tamboui.style.Color;
import dev.tamboui.style.Style;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LineChart}.
 */
class LineChartTests {

	private static final UnitFormat NUMBER = UnitFormat.of(null);

	private static final Style CYAN = Style.EMPTY.fg(Color.CYAN);

	private static final Style RED = Style.EMPTY.fg(Color.RED);

	@Test
	void oneLineIsFilledDownToZero() {
		assertThat(draw(14, 3, true, line(CYAN, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10)))
			.containsExactly("10/s ┤  ⣀⣴⣿⣿⣿⣿", " 0/s ┤⣠⣼⣿⣿⣿⣿⣿⣿", "      -1 m now");
	}

	@Test
	void severalLinesAreDrawnAsLinesAndTheLastOneIsOnTop() {
		Buffer buffer = buffer(14, 3, true, line(CYAN, 0, 0, 0, 0, 10, 10, 10, 10), line(RED, 10, 10, 10, 10));
		assertThat(Screens.lines(buffer)).containsExactly("10/s ┤⠉⠉⠉⠉⡏⠉⠉⠉", " 0/s ┤⣀⣀⣀⣀⡇", "      -1 m now");
		assertThat(buffer.get(13, 0).style()).isEqualTo(RED);
		assertThat(buffer.get(7, 1).style()).isEqualTo(CYAN);
	}

	@Test
	void whatIsNotKnownIsAGapAndNotZero() {
		assertThat(draw(16, 3, true, line(CYAN, 1, Double.NaN, Double.NaN, 1)).get(0)).containsPattern("┤⣿+⡇?  +⢸?⣿+$");
	}

	@Test
	void aLineGoesThroughValuesThatLieApart() {
		double[] values = new double[30];
		Arrays.fill(values, Double.NaN);
		for (int i = 0; i < values.length; i += 5) {
			values[i] = 7;
		}
		String chart = String.join("\n", draw(24, 4, false, LineChart.Line.through("a", values, CYAN)));
		assertThat(chart).containsPattern("[\u2801-\u28FF]{16}").contains(" a");
		String apart = String.join("\n", draw(24, 4, false, new LineChart.Line(values, CYAN)));
		assertThat(apart).doesNotContainPattern("[\u2801-\u28FF]{3}");
	}

	@Test
	void linesHaveTheirNamesAtTheirEndsAndNoneHidesAnother() {
		Buffer buffer = buffer(20, 6, false, LineChart.Line.through("p99", new double[] { 9, 10 }, RED),
				LineChart.Line.through("p50", new double[] { 2, 1 }, CYAN));
		assertThat(Screens.lines(buffer).get(0)).endsWith(" p99");
		assertThat(Screens.lines(buffer).get(4)).endsWith(" p50");
		assertThat(buffer.get(17, 0).style()).isEqualTo(RED);
		for (double[] both : new double[][] { { 0, 10 }, { 10, 0 }, { 3, 5 } }) {
			Buffer same = buffer(20, 6, false, LineChart.Line.through("p99", both, RED),
					LineChart.Line.through("p50", both, CYAN));
			List<String> lines = Screens.lines(same);
			int upper = lines.indexOf(lines.stream().filter((line) -> line.endsWith(" p99")).findFirst().orElseThrow());
			assertThat(lines.get(upper + 1)).endsWith(" p50");
		}
	}

	@Test
	void aLineOfWhichNothingIsKnownHasNoName() {
		assertThat(String.join("", draw(20, 4, false, LineChart.Line.through("p99", new double[] { Double.NaN }, RED))))
			.doesNotContain("p99");
	}

	@Test
	void aSpikeIsSeenHoweverManyValuesShareItsPlace() {
		double[] values = new double[1000];
		values[503] = 5;
		assertThat(draw(14, 3, true, new LineChart.Line(values, CYAN)).get(0)).containsPattern("┤ +[\u2801-\u28FF]");
	}

	@Test
	void theScaleGoesByRoundNumbersOfTheUnit() {
		Buffer buffer = Buffer.empty(Rect.of(40, 9));
		UnitFormat bytes = UnitFormat.of("bytes");
		new LineChart(List.of(line(CYAN, 0, 3_500_000)), bytes, false, "-5 m").draw(buffer, buffer.area(), Style.EMPTY);
		assertThat(Screens.lines(buffer))
			.extracting((line) -> line.replaceAll("┤.*|│.*", "").strip().replaceAll(" +now", " now"))
			.containsExactly("4 MiB", "", "3 MiB", "2 MiB", "", "1 MiB", "", "0 MiB", "-5 m now");
	}

	@Test
	void smallChangesOfALargeValueFillTheChart() {
		assertThat(draw(20, 4, false, line(CYAN, 1000, 1001, 1002)).get(0)).startsWith("1,001.5 ┤");
	}

	@Test
	void aConstantValueIsShownAgainstZero() {
		assertThat(draw(20, 4, false, line(CYAN, 7, 7))).element(2).asString().startsWith("0 ┤");
	}

	@Test
	void nothingKnownYetIsAnEmptyChart() {
		assertThat(draw(20, 4, true, line(CYAN, Double.NaN))).containsExactly("1/s ┤", "    │", "0/s ┤",
				"     -1 m        now");
	}

	@Test
	void anAreaTooSmallForAChartStaysEmpty() {
		assertThat(draw(6, 2, true, line(CYAN, 1, 2, 3))).containsExactly("", "");
	}

	private static LineChart.Line line(Style style, double... values) {
		return new LineChart.Line(values, style);
	}

	private static List<String> draw(int width, int height, boolean rate, LineChart.Line... lines) {
		return Screens.lines(buffer(width, height, rate, lines));
	}

	private static Buffer buffer(int width, int height, boolean rate, LineChart.Line... lines) {
		Buffer buffer = Buffer.empty(Rect.of(width, height));
		new LineChart(List.of(lines), NUMBER, rate, "-1 m").draw(buffer, buffer.area(), Style.EMPTY);
		return buffer;
	}

}
