package io.github.metricstcp.observer.internal.ui;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import dev.tamboui.buffer.Buffer;
import dev.tamboui.layout.Rect;
import dev.tamboui.style.Color;
import dev.tamboui.style.Style;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LabelFit} and the texts that {@link LabelText} makes with it.
 */
class LabelFitTests {

	private static final Predicate<String> NONE_IMPLIED = Set.of()::contains;

	private static final Theme THEME = Theme.of(null);

	private static final List<Map<String, String>> REQUESTS = List.of(labels("uri=/orders", "status=201"),
			labels("uri=/orders/{id}/payment", "status=204"), labels("uri=/orders/{id}/payment", "status=503"),
			labels("uri=/products", "status=200"), labels("uri=/products/{id}", "status=200"));

	@ParameterizedTest
	@CsvSource({ "100, AT_THE_BORDER", "34, AT_THE_BORDER", "28, ENDS_OF_VALUES", "22, MIDDLES_OF_VALUES",
			"17, VALUES_ALONE", "5, AT_THE_BORDER" })
	void theFirstWayIsTakenInWhichRowsDiffer(int width, LabelFit expected) {
		assertThat(LabelFit.of(REQUESTS, NONE_IMPLIED, width)).isEqualTo(expected);
		if (width > 5) {
			assertThat(REQUESTS).extracting((labels) -> text(labels, expected, NONE_IMPLIED, width))
				.doesNotHaveDuplicates();
		}
	}

	@Test
	void whereThereIsNoRoomForKeysTheValuesStandAlone() {
		assertThat(REQUESTS).extracting((labels) -> text(labels, LabelFit.VALUES_ALONE, NONE_IMPLIED, 17))
			.containsExactly("/orders 201", "/order…ayment 204", "/order…ayment 503", "/products 200",
					"/produ…s/{id} 200");
	}

	@Test
	void impliedLabelsBehindTheBorderTakeTheLastCellForTheMarkOfTheCut() {
		List<Map<String, String>> rows = List.of(labels("status=201", "outcome=SUCCESS"),
				labels("status=202", "outcome=SUCCESS"));
		Predicate<String> implied = "outcome"::equals;
		LabelFit fit = LabelFit.of(rows, implied, 10);
		assertThat(rows).extracting((labels) -> text(labels, fit, implied, 10))
			.containsExactly("status=201", "status=202");
	}

	@Test
	void aVeryLongValueIsCutAsAnyOther() {
		Map<String, String> labels = labels("sql=" + "x".repeat(4000), "id=12345");
		assertThat(text(labels, LabelFit.ENDS_OF_VALUES, NONE_IMPLIED, 20)).isEqualTo("sql=xxxxxx… id=12345");
	}

	@Test
	void aFailureIsMarkedByTheWholeValueAndNotByWhatIsLeftOfIt() {
		Map<String, String> failed = labels("uri=/orders/{id}/payment", "status=503", "exception=none");
		Buffer buffer = Buffer.empty(Rect.of(24, 1));
		draw(buffer, failed, LabelFit.ENDS_OF_VALUES, NONE_IMPLIED);
		assertThat(Screens.lines(buffer)).containsExactly("uri=/… status=5… except…");
		assertThat(isRed(buffer, 14)).as("a part of 503").isTrue();
		Buffer wider = Buffer.empty(Rect.of(29, 1));
		draw(wider, failed, LabelFit.ENDS_OF_VALUES, NONE_IMPLIED);
		assertThat(Screens.lines(wider)).containsExactly("uri=/… status=5… exception=n…");
		assertThat(isRed(wider, 27)).as("a part of none").isFalse();
	}

	private static boolean isRed(Buffer buffer, int x) {
		return buffer.get(x, 0).style().fg().equals(Optional.of(Color.RED));
	}

	private static Map<String, String> labels(String... labels) {
		Map<String, String> map = new LinkedHashMap<>();
		for (String label : labels) {
			int end = label.indexOf('=');
			map.put(label.substring(0, end), label.substring(end + 1));
		}
		return map;
	}

	private static String text(Map<String, String> labels, LabelFit fit, Predicate<String> implied, int width) {
		Buffer buffer = Buffer.empty(Rect.of(width, 1));
		draw(buffer, labels, fit, implied);
		return Screens.lines(buffer).get(0);
	}

	private static void draw(Buffer buffer, Map<String, String> labels, LabelFit fit, Predicate<String> implied) {
		new LabelText(THEME).cut(labels, fit, implied, buffer.width(), Style.EMPTY, true)
			.draw(new Pen(buffer, 0, 0, buffer.width()), 0, THEME.faint());
	}

}
