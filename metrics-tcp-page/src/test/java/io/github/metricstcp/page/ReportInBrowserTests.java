package io.github.metricstcp.page;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import io.github.metricstcp.client.model.SeriesFilter;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.page.internal.report.ReportHtml;
import io.github.metricstcp.page.internal.view.ReportBoard;
import io.github.metricstcp.page.internal.view.ReportDocuments;
import io.github.metricstcp.page.internal.view.ViewSettings;
import io.github.metricstcp.testing.RequiresTool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of a report as a browser opens it: from disk, without a network.
 */
@RequiresTool(Chromium.NAME)
class ReportInBrowserTests {

	@TempDir
	private Path directory;

	private Path file = Path.of("");

	@BeforeEach
	void write() throws Exception {
		this.file = this.directory.resolve("run.html");
		write(new ReportedShop());
	}

	private void write(ReportedShop shop) throws Exception {
		Files.deleteIfExists(this.file);
		new MetricsReport(shop.model(), SeriesFilter.parse(""), Duration.ofMinutes(1), List.of(), "a program 1.0")
			.write(this.file);
	}

	/**
	 * Writes the report that the page offers for download while its board is shown.
	 */
	private void writeWithBoard(String... pins) throws Exception {
		ViewSettings settings = new ViewSettings(SeriesFilter.parse(""), 60, 0, true);
		ReportBoard board = ReportBoard.of(Map.of("view", List.of("board"), "pin", List.of(pins)), settings);
		ReportDocuments documents = new ReportDocuments(new ReportedShop().model(), settings, board,
				ReportDocuments.MAX_BYTES);
		try (OutputStream out = Files.newOutputStream(this.file)) {
			new ReportHtml(documents, "a program 1.0", ZoneOffset.UTC).write(out);
		}
	}

	private Chromium.Opened open(String hash) throws Exception {
		Path profile = Files.createDirectories(this.directory.resolve("browser"));
		Chromium.Opened opened = new Chromium(profile).open(this.file.toUri() + hash);
		assertThat(opened.console()).isEmpty();
		// Without the documents and the script, whose text is part of the page
		return new Chromium.Opened(opened.page().replaceAll("(?s)<script.*?</script>", ""), opened.console());
	}

	@Test
	void overviewShowsItsNumbersWithoutAnErrorOrAViolation() throws Exception {
		String page = open("").page();
		assertThat(page).contains(">orders</a></h3>", ">stock</a></h3>", ">http.server.requests</a></h3>");
		assertThat(page).contains("<dd>4/s</dd>", "<dd>240</dd>", "<dd>41</dd>", "<dd>3/s</dd>");
		assertThat(page).contains("<title>shop · Report</title>");
		assertThat(page).contains("<span id=\"count\">3 metrics</span>");
		assertThat(page).contains("aria-label=\"Download the table as CSV\"").doesNotContain("Download a report");
		assertThat(page).containsPattern("<button [^>]*id=\"pause\"[^>]*hidden")
			.contains("<h1 id=\"name\">Report</h1>");
	}

	@Test
	void metricShowsItsSplitAndItsSeries() throws Exception {
		String page = open("#page=metric&id=h%3Ahttp.server.requests&by=uri").page();
		assertThat(page).contains("<h2 class=\"title\">http.server.requests</h2>",
				"Requests · histogram of seconds, 2 series", "<canvas class=\"heat\"", "class=\"uplot");
		assertThat(page).containsPattern("<span>/items</span><b>2[45]\\d ms</b>");
		assertThat(page).contains("<td class=\"number\">1/s</td>", "<td class=\"number\">2/s</td>");
	}

	@Test
	void boardIsWhatTheReportOpensWithIfItWasShown() throws Exception {
		writeWithBoard("c:orders~~product%3Dbooks", "h:http.server.requests~uri~~p99");
		String page = open("").page();
		assertThat(page).contains("<section class=\"board\"", "Board (2)</a>", ">orders</a></h3>",
				"rate · product=books", "p99 by uri");
		assertThat(page).containsPattern("<span>all series</span><b>3/s</b>")
			.containsPattern("<span>/items</span><b>2[45]\\d ms</b>");
		// A report stays as it is
		assertThat(page).doesNotContain("class=\"handle\"", "from the board");
	}

	@Test
	void metricWithAnEmptyNameHasACard() throws Exception {
		ReportedShop shop = new ReportedShop();
		shop.model().addTarget("other").series(new SeriesKey(Kind.GAUGE, "", Map.of()));
		write(shop);
		assertThat(open("").page()).contains(">(no name)</a></h3>");
		assertThat(open("#page=metric&id=g%3A").page()).contains(">(no name)</h2>");
	}

	@Test
	void reportWithoutABoardHasNoLinkToIt() throws Exception {
		assertThat(open("").page()).containsPattern("<a [^>]*id=\"toboard\"[^>]*hidden");
		assertThat(open("#page=board").page()).contains("There is no board in this report.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "#page=metric&id=c%3Aorders&by=product" })
	void marksAreListedOnEachPageAndAreText(String hash) throws Exception {
		ReportedShop shop = new ReportedShop();
		shop.reconnect();
		write(shop);
		assertThat(open(hash).page()).contains("<tr data-time=\"1700000100\" data-kind=\"reconnect\"><td>",
				"<span>Reconnect</span></td><td>shop</td><td class=\"sentence\">Connected again after 0 ms ("
						+ "&lt;/script&gt;&lt;script&gt;document.title='hacked'&lt;/script&gt;&lt;!--&lt;b&gt;&amp;\u2028)</td></tr>");
	}

	@Test
	void hostileLabelIsTextAndAFilterIsApplied() throws Exception {
		String page = open("#page=metric&id=c%3Aorders&by=product&filter=product%3Dbooks").page();
		assertThat(page).contains("&lt;/script&gt;&lt;script&gt;document.title='hacked'");
		assertThat(page).contains("In a report, labels filter the table only: charts are of all series.");
		assertThat(page).containsPattern("<tbody><tr>.*<td class=\"number\">180</td></tr></tbody>");
	}

}
