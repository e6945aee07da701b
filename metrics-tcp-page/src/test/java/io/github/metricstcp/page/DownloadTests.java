package io.github.metricstcp.page;

import java.nio.file.Path;

import io.github.metricstcp.testing.RequiresTool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what {@code download.js} and {@code sheets.js} write, in a browser.
 */
@RequiresTool(Chromium.NAME)
class DownloadTests {

	@TempDir
	private Path directory;

	private String evaluate(String expression) throws Exception {
		return new ScriptModule(this.directory, "download", "sheets").evaluate(expression);
	}

	@Test
	void cellsThatASpreadsheetWouldRunAreHarmless() throws Exception {
		String csv = evaluate("""
				sheets.csv({ columns: ['name', 'value'], rows: [
				  ['=1+1', 1.5], ['+1', -2], ['-1', 0], ['@SUM(A1)', null], ['\\t=1', undefined],
				  ['a "quoted", text', 1e-7], ['plain', 3], ['two\\nlines', 4]] })""");
		assertThat(csv.replace("\r\n", "\n")).isEqualTo("""
				name,value
				'=1+1,1.5
				'+1,-2
				'-1,0
				'@SUM(A1),
				'\t=1,
				"a ""quoted"", text",1e-7
				plain,3
				"two
				lines",4
				""");
	}

	@Test
	void chartBecomesAPictureWithItsTitleAndItsLegend() throws Exception {
		String png = evaluate(
				"""
						await (async () => {
						  const root = document.createElement('div');
						  root.innerHTML = '<div class="plot"><canvas width="300" height="100"></canvas></div>' +
						    '<ul><li><button aria-pressed="true"><span style="background: red"></span>/orders</button></li></ul>';
						  const metric = { root: root, legend: root.querySelector('ul'), title: root, figure: { value: 'p99' }, from: 1700000040,
						    times: { seconds: [1700000040], step: 1 } };
						  const blob = await download.png(metric, '.plot canvas', true);
						  const picture = await createImageBitmap(blob);
						  const none = await download.png(metric, '.heat', true);
						  return [blob.type, picture.width, picture.height, none].join(' ');
						})()""");
		// Margins of 12, and lines of 18: two above it and one below
		assertThat(png).isEqualTo("image/png 324 190 ");
	}

	@Test
	void allIsWhatThePageHas() throws Exception {
		String json = evaluate(
				"""
						JSON.stringify(download.everything({ times: { seconds: [1700000040, 1700000050], step: 10 },
						  cards: new Map([['c:orders', { name: 'orders', kind: 'counter', unit: null,
						    figures: { id: 'c:orders', rate: 4 }, points: { figures: new Map([['rate', [4, null]]]) } }]]) }, null))""");
		assertThat(json)
			.isEqualTo("{\"from\":1700000040,\"step\":10,\"slots\":2,\"marks\":[],\"metrics\":[{\"id\":\"c:orders\","
					+ "\"rate\":4,\"name\":\"orders\",\"kind\":\"counter\",\"unit\":null,\"points\":{\"rate\":[4,null]}}]}");
	}

	@Test
	void comparisonIsATableAndAllOfItsDocument() throws Exception {
		String comparison = """
				(() => {
				  const rows = [
				    { id: 'c:orders', name: 'orders', kind: 'counter', labels: { product: '=books', region: 'eu' },
				      figure: 'rate', before: 10, after: 30, weight: 1.5 },
				    { id: 'g:stock', name: 'stock', kind: 'gauge', unit: 'cups', labels: {}, figure: 'value',
				      before: 4, after: null, weight: 9 }];
				  return { rows: rows, comparison: { before: 'a.bin', after: 'now', rows: [], moreRows: 0 } };
				})()""";
		assertThat(evaluate("sheets.csv(sheets.changeSheet(%s))".formatted(comparison)).replace("\r\n", "\n"))
			.isEqualTo("""
					metric,kind,unit,labels,figure,before,after,difference,change
					orders,counter,,product==books region=eu,rate,10,30,20,1.5
					stock,gauge,cups,,value,4,,,9
					""");
		assertThat(evaluate("JSON.stringify(download.changes(%s))".formatted(comparison)))
			.startsWith("{\"before\":\"a.bin\",\"after\":\"now\",\"rows\":[{\"id\":\"c:orders\",")
			.contains("\"before\":10,\"after\":30,\"weight\":1.5,\"difference\":20}",
					"\"before\":4,\"after\":null,\"weight\":9,\"difference\":null}],\"moreRows\":0}");
	}

	@Test
	void reportIsAskedForWithAsManyChartsOfTheBoardAsItsAddressHasRoomFor() throws Exception {
		String few = "download.reportQuery({ page: '%s', window: 60, target: [], filter: '' }, 'c:orders~product,g:stock')";
		assertThat(evaluate(few.formatted("overview"))).isEqualTo("window=60&pin=c%3Aorders%7Eproduct&pin=g%3Astock");
		assertThat(evaluate(few.formatted("board")))
			.isEqualTo("window=60&view=board&pin=c%3Aorders%7Eproduct&pin=g%3Astock");
		String many = """
				(() => {
				  const pins = Array.from({ length: 24 }, (_, i) => 'c:' + 'x'.repeat(1200) + i).join(',');
				  const query = download.reportQuery({ page: 'overview', window: 60, target: [], filter: '' }, pins);
				  return query.replace(/x{1200}/g, 'x').replace(/.*&pin/, '&pin') + ' ' + (query.length < 15100);
				})()""";
		assertThat(evaluate(many)).isEqualTo("&pin=c%3Ax11&morePins=12 true");
	}

	@Test
	void nameOfAFileIsNoOption() throws Exception {
		assertThat(evaluate("download.fileName('=cmd|calc-2026') + ' ' + download.fileName('../a b')"))
			.isEqualTo("cmd-calc-2026 a-b");
	}

	@Test
	void sheetsHaveTheNumbersThatAreShown() throws Exception {
		String csv = evaluate(
				"""
						sheets.csv(sheets.metricSheet({ cards: new Map([['c:orders', { name: 'orders', kind: 'counter', unit: null,
						  figures: { series: 2, rate: 4, value: 240 } }], ['h:requests', { name: 'requests', kind: 'histogram', unit: 'seconds',
						  figures: { series: 1, count: 20, rate: 2, p50: 0.5 } }]]) })) +
						sheets.csv(sheets.seriesSheet({ unit: 'cups', table: { rows: [
						  { target: 'shop', labels: { product: '=books' }, rate: 3, value: 180 },
						  { target: 'shop', labels: { region: 'eu' }, rate: 1, value: 60 }] } })) +
						sheets.csv(sheets.pointSheet('line', [1700000040, 1700000050], [
						  { key: '/orders', unit: 'seconds', points: new Map([['rate', [1, null]], ['p99', [2.5, 3]]]) }]))""");
		assertThat(csv.replace("\r\n", "\n")).isEqualTo("""
				name,kind,unit,series,count,rate,value,mean,p50,p90,p99,max
				orders,counter,,2,,4,240,,,,,
				requests,histogram,seconds,1,20,2,,,0.5,,,
				target,product,region,unit,count,rate,value,mean,p50,p90,p99,max
				shop,'=books,,cups,,3,180,,,,,
				shop,,eu,cups,,1,60,,,,,
				time,line,unit,rate,value,mean,p50,p90,p99,max
				2023-11-14T22:14:00Z,/orders,seconds,1,,,,,2.5,
				2023-11-14T22:14:10Z,/orders,seconds,,,,,,3,
				""");
	}

	@Test
	void targetsSideBySideAreInEachFile() throws Exception {
		String cards = """
				{ times: { seconds: [1700000040, 1700000050], step: 10 }, cards: new Map([['c:orders', {
				  name: 'orders', kind: 'counter', unit: null,
				  figures: { id: 'c:orders', series: 2, rate: 4, targets: [{ name: 'north', points: { rate: [3] } }] },
				  points: { figures: new Map([['rate', [4, 5]]]) },
				  targets: [
				    { name: 'north', figures: { name: 'north', rate: 3 }, points: { figures: new Map([['rate', [1, 3]]]) } },
				    { name: 'south', figures: { name: 'south', rate: 1 }, points: { figures: new Map([['rate', [3, 2]]]) } }]
				}]]) }""";
		String csv = evaluate(
				"sheets.csv(sheets.metricSheet(%1$s)) + sheets.csv(sheets.points(%1$s, null))".formatted(cards));
		assertThat(csv.replace("\r\n", "\n")).isEqualTo("""
				name,target,kind,unit,series,count,rate,value,mean,p50,p90,p99,max
				orders,north,counter,,,,3,,,,,,
				orders,south,counter,,,,1,,,,,,
				time,metric,target,unit,rate,value,mean,p50,p90,p99,max
				2023-11-14T22:14:00Z,orders,north,,1,,,,,,
				2023-11-14T22:14:10Z,orders,north,,3,,,,,,
				2023-11-14T22:14:00Z,orders,south,,3,,,,,,
				2023-11-14T22:14:10Z,orders,south,,2,,,,,,
				""");
		assertThat(evaluate("JSON.stringify(download.everything(%s, null).metrics[0].targets)".formatted(cards)))
			.isEqualTo("[{\"name\":\"north\",\"rate\":3,\"points\":{\"rate\":[1,3]}},"
					+ "{\"name\":\"south\",\"rate\":1,\"points\":{\"rate\":[3,2]}}]");
	}

	@Test
	void labelThatEachObjectHasIsEmptyWhereASeriesLacksIt() throws Exception {
		String csv = evaluate(
				"""
						sheets.csv(sheets.seriesSheet({ unit: null, table: { rows: [
						  { target: 'shop', labels: { constructor: 'x' } }, { target: 'shop', labels: { region: 'eu' } }] } }))""");
		assertThat(csv.replace("\r\n", "\n")).isEqualTo("""
				target,constructor,region,unit,count,rate,value,mean,p50,p90,p99,max
				shop,x,,,,,,,,,,
				shop,,eu,,,,,,,,,
				""");
	}

}
