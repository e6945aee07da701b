package io.github.metricstcp.page;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.SeriesFilter;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.page.internal.view.ReportBoard;
import io.github.metricstcp.page.internal.view.ReportDocuments;
import io.github.metricstcp.page.internal.view.ViewSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link MetricsReport}: what its file contains.
 */
class MetricsReportTests {

	private static final Pattern DOCUMENT = Pattern
		.compile("<script type=\"application/json\" id=\"report-(\\d+)\">([^<]*)</script>");

	private static final Pattern PLACES = Pattern
		.compile("<script type=\"application/json\" id=\"report\">([^<]*)</script>");

	@TempDir
	private Path directory;

	private String report(ObserverModel model, String filter, Duration time) throws IOException {
		Path file = this.directory.resolve("run.html");
		Files.deleteIfExists(file);
		MetricsReport report = new MetricsReport(model, SeriesFilter.parse(filter), time, List.of(), "a program 1.0");
		assertThat(report.write(file)).isEqualTo(Files.size(file));
		return Files.readString(file);
	}

	private String shop(String filter) throws IOException {
		return report(new ReportedShop().model(), filter, Duration.ofMinutes(1));
	}

	private static String document(String page, String metric, String label) {
		Matcher places = PLACES.matcher(page);
		assertThat(places.find()).isTrue();
		Matcher place = Pattern
			.compile(Pattern.quote("\"" + metric + "\":{") + "[^}]*" + Pattern.quote("\"" + label + "\":") + "(\\d+)")
			.matcher(places.group(1));
		assertThat(place.find()).as("%s by %s in %s", metric, label, places.group(1)).isTrue();
		return DOCUMENT.matcher(page)
			.results()
			.filter((each) -> each.group(1).equals(place.group(1)))
			.map((each) -> each.group(2))
			.findFirst()
			.orElseThrow();
	}

	private static String sixty(Object value) {
		return Collections.nCopies(60, String.valueOf(value)).stream().collect(Collectors.joining(",", "[", "]"));
	}

	@Test
	void overviewHasExactlyTheNumbersOfTheModel() throws IOException {
		String overview = document(shop(""), "", "");
		assertThat(overview).contains("\"from\":1700000040,\"step\":1,\"slots\":60,\"whole\":true");
		assertThat(overview).contains("\"id\":\"c:orders\",\"series\":2,", "\"value\":240,\"rate\":4,",
				"\"points\":{\"rate\":" + sixty(4) + "}");
		String stock = IntStream.range(0, 60)
			.mapToObj((i) -> String.valueOf(100 - i))
			.collect(Collectors.joining(",", "[", "]"));
		assertThat(overview).contains("\"value\":41,\"points\":{\"value\":" + stock + "}");
		assertThat(overview).contains("\"id\":\"h:http.server.requests\"",
				"\"rate\":3,\"count\":180,\"mean\":0.8333333,", "\"max\":2,", "\"points\":{\"rate\":" + sixty(3));
	}

	@Test
	void metricHasItsLinesItsHeatMapAndItsSeries() throws IOException {
		String page = shop("");
		String requests = document(page, "h:http.server.requests", "");
		assertThat(requests).contains("\"lines\":[{\"key\":\"\"", "\"heat\":{\"width\":",
				"\"labels\":{\"uri\":\"/orders\"},\"rate\":1,\"count\":60,\"mean\":2,",
				"\"labels\":{\"uri\":\"/items\"},\"rate\":2,");
		String split = document(page, "h:http.server.requests", "uri");
		assertThat(split).contains("{\"key\":\"/items\",\"rest\":false,\"series\":1,\"rate\":2,",
				"{\"key\":\"/orders\",\"rest\":false,\"series\":1,\"rate\":1,");
		assertThat(split).doesNotContain("\"heat\"", "\"rows\"");
	}

	@Test
	void marksAreInTheFirstDocumentForAll() throws IOException {
		ObserverModel model = new ReportedShop().model();
		TargetModel target = model.targets().get(0);
		target.closed(ReportedShop.HOSTILE, Duration.ofSeconds(1));
		target.opened("peer");
		String page = report(model, "", Duration.ofMinutes(1));
		assertThat(document(page, "", ""))
			.contains("\"marks\":[{\"id\":1,\"time\":1700000100,\"kind\":\"reconnect\",\"target\":\"shop\","
					+ "\"text\":\"Connected again after 0 ms (\\u003C/script\\u003E");
		assertThat(document(page, "h:http.server.requests", "")).doesNotContain("\"marks\"");
		assertThat(document(page, "h:http.server.requests", "uri")).doesNotContain("\"marks\"");
	}

	@Test
	void topSaysWhatItIsOf() throws IOException {
		String top = shop("name=orders").replaceAll("(?s).*<dl id=\"report-about\">(.*?)</dl>.*", "$1");
		assertThat(top).contains("<dt>Target</dt><dd>shop: 360 events, 0 dropped, 0 coalesced</dd>",
				"<dt>Metrics</dt><dd>1</dd>", "<dt>Filter</dt><dd>name=orders</dd>",
				"<dt>Left out</dt><dd>nothing</dd>", "<dt>Made by</dt><dd>a program 1.0</dd>");
		assertThat(top)
			.containsPattern("<dt>From</dt><dd>\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d [+-]\\d\\d:\\d\\d</dd>");
	}

	@Test
	void noTextOfTheModelIsMarkup() throws IOException {
		String page = shop("");
		assertThat(page).doesNotContain("<script>document", "hacked'</script>", "<b>&");
		assertThat(document(page, "c:orders", "")).contains("\\u003C/script\\u003E\\u003Cscript\\u003E");
		// The documents, their places, and the one that runs
		assertThat(page.split("<script", -1)).hasSize(1 + documents(page) + 2);
	}

	private static int documents(String page) {
		return (int) DOCUMENT.matcher(page).results().count();
	}

	@Test
	void nameOfATargetIsNoMarkup() throws IOException {
		ObserverModel model = new ReportedShop().model();
		model.addTarget("<img src=x>\"'&");
		assertThat(report(model, "", Duration.ofMinutes(1))).contains("<dd>&lt;img src=x&gt;&quot;&#39;&amp;: 0 events")
			.contains("not reached")
			.doesNotContain("<img");
	}

	@Test
	void policyAllowsTheOneScriptAndTheOneStyleByTheirHashes() throws Exception {
		String page = shop("");
		String policy = page.replaceAll("(?s).*http-equiv=\"Content-Security-Policy\" content=\"([^\"]*)\".*", "$1");
		assertThat(policy).isEqualTo(("default-src 'none'; script-src 'sha256-%s'; style-src 'sha256-%s'; "
				+ "img-src data: blob:; form-action 'none'; base-uri 'none'")
			.formatted(hash(content(page, "script")), hash(content(page, "style"))));
		assertThat(page).doesNotContainPattern("(src|href)=\"(?!#)");
	}

	private static String content(String page, String element) {
		int begin = page.indexOf("<" + element + ">") + element.length() + 2;
		return page.substring(begin, page.indexOf("</" + element + ">", begin));
	}

	private static String hash(String text) throws Exception {
		byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
		return Base64.getEncoder().encodeToString(digest);
	}

	@Test
	void anHourIsReportedInSpans() throws IOException {
		String overview = document(report(new ReportedShop().model(), "name=orders", Duration.ofHours(5)), "", "");
		assertThat(overview).contains("\"step\":10,\"slots\":360,");
		assertThat(overview).contains("null,4,4,4,4,4,4]}");
	}

	@Test
	void sizeIsBoundedAndWhatIsLeftOutIsSaid() {
		ObserverModel model = new ReportedShop().model();
		ViewSettings settings = new ViewSettings(SeriesFilter.parse(""), 60, 0, true);
		List<Integer> sizes = sizes(new ReportDocuments(model, settings, ReportDocuments.MAX_BYTES));
		// The overview, three metrics, and two splits
		assertThat(sizes).hasSize(6);
		ReportDocuments unsplit = new ReportDocuments(model, settings, sum(sizes.subList(0, 5)));
		assertThat(sizes(unsplit)).isEqualTo(sizes.subList(0, 5));
		assertThat(unsplit.leftOut()).singleElement()
			.asString()
			.startsWith("1 of 2 splits by a label, for a report has at most ")
			.endsWith(" MB: a filter or a shorter time makes room");
		ReportDocuments overview = new ReportDocuments(model, settings, sum(sizes.subList(0, 2)));
		assertThat(sizes(overview)).isEqualTo(sizes.subList(0, 2));
		assertThat(overview.leftOut()).hasSize(2);
		assertThat(overview.leftOut().get(0)).startsWith("2 of 3 pages of metrics, ");
		assertThat(overview.leftOut().get(1)).startsWith("1 of 1 splits by a label, ");
	}

	@Test
	void boardIsTheSecondDocumentAndIsSaidIfItHasNoRoom() {
		ObserverModel model = new ReportedShop().model();
		ViewSettings settings = new ViewSettings(SeriesFilter.parse(""), 60, 0, true);
		ReportBoard board = ReportBoard.of(Map.of("pin", List.of("c:orders~~product%3Dbooks~rate", "g:none"), "view",
				List.of("board"), "morePins", List.of("3")), settings);
		ReportDocuments documents = new ReportDocuments(model, settings, board, ReportDocuments.MAX_BYTES);
		assertThat(new String(documents.documents().get(1), StandardCharsets.UTF_8)).containsSubsequence(
				"\"view\":\"board\"", "\"pin\":\"c:orders~~product%3Dbooks~rate\"", "\"slots\":60,",
				"\"points\":{\"rate\":" + sixty(3), "\"pin\":\"g:none\"", "\"missing\":true");
		assertThat(new String(documents.places(), StandardCharsets.UTF_8))
			.startsWith("{\"opens\":\"board\",\"places\":{\"\":{\"\":0},\"board\":{\"\":1},");
		assertThat(documents.leftOut()).containsExactly("3 of 5 charts of the board, for it has no room for them");
		ReportDocuments without = new ReportDocuments(model, settings, board, documents.documents().get(0).length);
		assertThat(without.documents()).hasSize(1);
		assertThat(without.leftOut().get(1)).startsWith("2 of 2 charts of the board, for a report has at most ");
		assertThat(new String(without.places(), StandardCharsets.UTF_8)).startsWith("{\"opens\":\"overview\",");
	}

	@Test
	void metricsThatArePinnedAreItsBoard() throws IOException {
		Path file = this.directory.resolve("run.html");
		new MetricsReport(new ReportedShop().model(), SeriesFilter.parse("!name=stock"), Duration.ofMinutes(1),
				List.of("http.server.requests", "stock", "none", "orders"), "a program")
			.write(file);
		String page = Files.readString(file);
		assertThat(document(page, "board", ""))
			.containsSubsequence("\"pin\":\"h:http.server.requests\"", "\"points\":{\"rate\":" + sixty(3),
					"\"pin\":\"c:orders\"", "\"points\":{\"rate\":" + sixty(4))
			.doesNotContain("stock", "none");
		assertThat(page).contains("{\"opens\":\"overview\",");
	}

	@Test
	void boardThatIsNotRightIsRefused() {
		ViewSettings settings = new ViewSettings(SeriesFilter.parse(""), 60, 0, true);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ReportBoard.of(Map.of("pin", Collections.nCopies(25, "g:stock")), settings))
			.withMessage("A board has at most 24 charts, not 25");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ReportBoard.of(Map.of("view", List.of("metric")), settings))
			.withMessage("A report opens with overview or board, not \"metric\"");
	}

	private static List<Integer> sizes(ReportDocuments documents) {
		return documents.documents().stream().map((each) -> each.length).toList();
	}

	private static int sum(List<Integer> sizes) {
		return sizes.stream().mapToInt(Integer::intValue).sum();
	}

	@Test
	void metricsBeyondTheMostAreLeftOut() {
		ObserverModel model = new ReportedShop().model();
		TargetModel target = model.targets().get(0);
		for (int i = 0; i < 510; i++) {
			target.series(new SeriesKey(Kind.COUNTER, "many.%03d".formatted(i), Map.of()));
		}
		ReportDocuments documents = new ReportDocuments(model,
				new ViewSettings(SeriesFilter.parse("many.*"), 60, 0, true), ReportDocuments.MAX_BYTES);
		assertThat(documents.metrics()).isEqualTo(500);
		assertThat(documents.leftOut())
			.containsExactly("10 metrics, for a report has at most 500: a filter chooses among them");
		assertThat(new String(documents.documents().get(0), StandardCharsets.UTF_8)).contains("c:many.499")
			.doesNotContain("c:many.500");
	}

	@Test
	void fileThatIsThereIsKept() throws IOException {
		Path file = Files.writeString(this.directory.resolve("run.html"), "mine");
		assertThatIOException().isThrownBy(() -> MetricsReport.requireNew(file))
			.withMessage(file + " already exists: remove it, or report to another file");
		MetricsReport report = new MetricsReport(new ReportedShop().model(), SeriesFilter.parse(""),
				Duration.ofMinutes(1), List.of(), "a program");
		assertThatIOException().isThrownBy(() -> report.write(file))
			.withMessage(file + " already exists: remove it, or report to another file");
		assertThat(file).hasContent("mine");
		assertThat(files()).containsExactly("run.html");
	}

	@Test
	void directoryThatIsNotThereIsSaid() {
		Path file = this.directory.resolve("none/run.html");
		assertThatIOException().isThrownBy(() -> MetricsReport.requireNew(file))
			.withMessage(file + " can't be written: no such directory");
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void nothingIsLeftOfAFileThatCannotBeMoved() throws IOException {
		MetricsReport report = new MetricsReport(new ReportedShop().model(), SeriesFilter.parse(""),
				Duration.ofMinutes(1), List.of(), "a program");
		String tooLong = "x".repeat(300) + ".html";
		Path file = this.directory.resolve(tooLong);
		assertThatIOException().isThrownBy(() -> report.write(file))
			.withMessageStartingWith(file + " can't be written: ")
			.withMessageNotContaining("Exception");
		assertThat(files()).isEmpty();
	}

	private List<String> files() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.map((each) -> String.valueOf(each.getFileName())).toList();
		}
	}

	@Test
	void timeIsTheOneThatIsAskedFor() throws IOException {
		ReportedShop shop = new ReportedShop();
		String minute = document(report(shop.model(), "stock", Duration.ofMinutes(1)), "", "");
		String tenSeconds = document(report(shop.model(), "stock", Duration.ofSeconds(10)), "", "");
		assertThat(minute).contains("\"slots\":60");
		assertThat(tenSeconds).contains("\"slots\":10",
				"\"value\":" + Arrays.toString(new int[] { 50, 49, 48, 47, 46, 45, 44, 43, 42, 41 }).replace(" ", ""));
	}

}
