package io.github.metricstcp.page;

import java.nio.file.Path;

import io.github.metricstcp.testing.RequiresTool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of functions of the page's scripts, in a browser.
 */
@RequiresTool(Chromium.NAME)
class ScriptModuleTests {

	@TempDir
	private Path directory;

	private String evaluate(String module, String expression) throws Exception {
		return new ScriptModule(this.directory, module).evaluate(expression);
	}

	@Test
	void rateOfACounterOfTimeHasItsUnit() throws Exception {
		assertThat(evaluate("figures",
				"""
						[figures.written('counter', 'rate', 'nanoseconds', 29e6), figures.written('counter', 'rate', 'seconds', 0),
						  figures.written('counter', 'rate', 'bytes', 2048), figures.written('counter', 'rate', null, 5000),
						  figures.written('histogram', 'rate', 'seconds', 6), figures.written('histogram', 'count', 'seconds', 60),
						  figures.written('counter', 'value', 'nanoseconds', 39.5e9)].join(', ')"""))
			.isEqualTo("29 ms/s, 0 s/s, 2 KiB/s, 5 k/s, 6/s, 60, 39.5 s");
	}

	@Test
	void ratesOfDifferentThingsDoNotMix() throws Exception {
		String cards = """
				[{ name: 'cpu', kind: 'counter', unit: 'nanoseconds', figures: { rate: 29e6 } },
				  { name: 'gc', kind: 'counter', unit: 'seconds', figures: { rate: 0.5 } },
				  { name: 'sent', kind: 'counter', unit: 'bytes', figures: { rate: 1e6 } },
				  { name: 'orders', kind: 'counter', unit: null, figures: { rate: 2 } },
				  { name: 'requests', kind: 'histogram', unit: 'seconds', figures: { rate: 6 } },
				  { name: 'stock', kind: 'gauge', unit: null, figures: { value: 3 } }]
				  .sort((one, other) => overview.compareBy('%s', one, other)).map((card) => card.name).join(' ')""";
		assertThat(evaluate("overview", cards.formatted("rate"))).isEqualTo("requests orders sent gc cpu stock");
	}

	@Test
	void valuesInDifferentUnitsOfTimeAreSortedBySize() throws Exception {
		assertThat(evaluate("overview", """
				[{ name: 'a', kind: 'histogram', unit: 'nanoseconds', figures: { p99: 29e6 } },
				  { name: 'b', kind: 'histogram', unit: 'seconds', figures: { p99: 0.5 } }]
				  .sort((one, other) => overview.compareBy('p99', one, other)).map((card) => card.name).join(' ')"""))
			.isEqualTo("b a");
	}

	@Test
	void infiniteValuesAreSaid() throws Exception {
		assertThat(evaluate("figures",
				"""
						['Infinity', '-Infinity', 1, null].map((value) => figures.written('gauge', 'value', null, value)).join(' ')"""))
			.isEqualTo("∞ −∞ 1 –");
		assertThat(evaluate("overview", """
				[{ name: 'one', kind: 'gauge', unit: null, figures: { value: 1 } },
				  { name: 'least', kind: 'gauge', unit: null, figures: { value: '-Infinity' } },
				  { name: 'greatest', kind: 'gauge', unit: null, figures: { value: 'Infinity' } }]
				  .sort((one, other) => overview.compareBy('value', one, other)).map((card) => card.name).join(' ')"""))
			.isEqualTo("greatest one least");
	}

	@Test
	void chartOfTheGreatestNumbersHasALine() throws Exception {
		String path = evaluate("spark", """
				(() => {
				  const chart = new spark.Spark(document.body);
				  chart.draw([0, 1, 2], [{ label: 'a', colour: 0, sparse: false, filled: false,
				    values: [-1.7e308, 0, 1.7e308] }], 0, []);
				  return document.querySelector('path.outline').getAttribute('d');
				})()""");
		assertThat(path).matches("M0 [0-9.]+L1 32\\.0L2 [0-9.]+");
	}

	@Test
	void addressThatIsNotRightFallsBackToDefaults() throws Exception {
		assertThat(evaluate("view",
				"""
						['window=10.5', 'window=99999', 'window=60', 'end=1.5', 'end=99999999999999', 'end=1700000000', 'level=0.5']
						  .map((hash) => view.parse(hash)).map(({ window, end, level }) => [window, end, level].join(' ')).join(', ')"""))
			.isEqualTo("300 0 0, 300 0 0, 60 0 0, 300 0 0, 300 0 0, 300 1700000000 0, 300 0 0.5");
	}

	@Test
	void unitThatIsCalledAsWhatEachObjectHasIsNoUnitOfTimeOrSize() throws Exception {
		assertThat(evaluate("units",
				"[units.format(3, 'constructor'), units.formatRate(3, 'toString'), units.inBaseUnit(3, 'valueOf')].join(' ')"))
			.isEqualTo("3 3/s 3");
	}

	@Test
	void timeOfAPictureHasItsZoneAsItsAxisHas() throws Exception {
		assertThat(evaluate("units", """
				(() => {
				  const zone = Date.prototype.getTimezoneOffset;
				  const here = units.timeSpan(1700000040, 1700000100);
				  Date.prototype.getTimezoneOffset = () => 570;
				  const there = units.timeSpan(1700000040, 1700000100);
				  Date.prototype.getTimezoneOffset = zone;
				  const axis = units.clock(1700000040);
				  return [here.includes(` ${axis} to `), here.slice(0, 8), there.slice(-9)].join(' ');
				})()""")).isEqualTo("true 2023-11- UTC-09:30");
	}

}
