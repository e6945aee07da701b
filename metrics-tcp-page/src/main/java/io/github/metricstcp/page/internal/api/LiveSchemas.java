package io.github.metricstcp.page.internal.api;

import java.util.ArrayList;
import java.util.List;

import io.github.metricstcp.page.internal.api.Schema.Member;

/**
 * The schemas of the documents that the page shows.
 */
final class LiveSchemas {

	private static final Schema NUMBER = Schema.number("null where there is none");

	/**
	 * The document of all metrics.
	 */
	static final Schema OVERVIEW = Schema.object(joined(List.of(view("overview")), header(),
			List.of(Member.of("metrics", Schema.array("the metrics that match, by name", overviewMetric())))));

	/**
	 * The document of one metric.
	 */
	static final Schema METRIC = Schema.object(joined(List.of(view("metric")), header(), metric()));

	/**
	 * The document of the charts of a board.
	 */
	static final Schema BOARD = Schema
		.object(joined(
				List.of(view(
						"board")),
				header(),
				List.of(Member.of("pins",
						Schema.array("the charts, in their order",
								Schema.object(joined(
										List.of(Member.of("pin", Schema.text("the chart, as the parameter has it"))),
										slots(), chart())))))));

	/**
	 * The document of what differs from the baseline.
	 */
	static final Schema COMPARE = Schema.object(joined(List.of(view("compare")), headerWithoutMarks(),
			List.of(Member.optional("comparison", comparison()))));

	/**
	 * The label values of a region.
	 */
	static final Schema BRUSH = Schema.object(List.of(Member.of("shares",
			Schema.array("label values, at most 50, those that are over-represented the most first",
					Schema.object(List.of(Member.of("label", Schema.text("the label")),
							Member.of("value", Schema.text("its value")),
							Member.of("inside", Schema.whole("samples with that value within the region")),
							Member.of("outside", Schema.whole("samples with that value outside of it")),
							Member.of("insideShare", Schema.number("their share of all samples within the region")),
							Member.of("outsideShare", Schema.number("their share of all samples outside of it"))))))));

	private LiveSchemas() {
	}

	@SafeVarargs
	private static List<Member> joined(List<Member>... lists) {
		List<Member> joined = new ArrayList<>();
		for (List<Member> list : lists) {
			joined.addAll(list);
		}
		return joined;
	}

	private static Member view(String name) {
		return Member.of("view", Schema.choice("which document it is", List.of(name)));
	}

	private static List<Member> header() {
		return joined(headerWithoutMarks(), List.of(Member.of("marks",
				Schema.array("the marks of the time that is shown, or those that are new", mark()))));
	}

	private static List<Member> headerWithoutMarks() {
		Schema target = Schema.object(List.of(Member.of("name", Schema.text("the target as the user named it")),
				Member.of("state",
						Schema.choice("its connection", List.of("connecting", "connected", "waiting", "ended"))),
				Member.optional("trouble", Schema.text("what is wrong with it")),
				Member.of("events", Schema.number("events in the last second")),
				Member.of("dropped", Schema.whole("events that were lost since it was connected"))));
		return joined(List.of(Member.of("time", Schema.number("the time of the document, in seconds since the epoch"))),
				slots(),
				List.of(Member.optional("baseline",
						Schema.text("the recording that is compared with, if there is one")),
						Member.of("received",
								Schema.whole("the number of metrics that were received, whatever the filter")),
						Member.of("targets", Schema.array("the targets", target))));
	}

	private static Schema mark() {
		return Schema.object(
				List.of(Member.of("id", Schema.whole("its identity: a mark of which more is known has that of before")),
						Member.of("time", Schema.whole("the second in which it was noticed, since the epoch")),
						Member.of("kind", Schema.choice("the kind of the mark", MarksQuery.KINDS)),
						Member.of("target", Schema.text("the target as the user named it")),
						Member.of("text", Schema.text("the occurrence in words"))));
	}

	private static List<Member> slots() {
		return List.of(
				Member.of("from", Schema.whole("the first second of the first slot in all points, since the epoch")),
				Member.of("step", Schema.whole("the length of a slot in seconds")),
				Member.of("slots", Schema.whole("the number of slots in all points")),
				Member.of("whole", Schema.flag("whether the points replace all before, or are new ones")));
	}

	private static Schema overviewMetric() {
		Schema target = Schema.object(joined(List.of(Member.of("name", Schema.text("the target"))), figures(),
				List.of(Member.of("points", points("value", "rate", "p50", "p99")))));
		return Schema.object(joined(
				List.of(Member.of("id", Schema.text("kind and name, as the parameter id")),
						Member.of("series", Schema.whole("the number of series"))),
				identity(false), figures(), List.of(Member.of("points", points("value", "rate", "p50", "p99")), Member
					.optional("targets", Schema.array("the same of each target, if they are apart", target)))));
	}

	/**
	 * Returns the members that do not change of a metric.
	 * @param always whether they are in each document, or in the first one of a metric
	 */
	private static List<Member> identity(boolean always) {
		return List.of(new Member("kind", Schema.choice("the kind", List.of("counter", "gauge", "histogram")), always),
				new Member("name", Schema.text("the name"), always),
				new Member("mine", Schema.flag("whether the application has defined it, and no library"), always),
				Member.optional("unit", Schema.text("the unit")),
				Member.optional("description", Schema.text("the description")));
	}

	private static List<Member> figures() {
		return List.of(Member.optional("value", Schema.anyNumber("the total of counters, the value of gauges, now")),
				Member.optional("rate", Schema.number("increase or samples a second, over ten seconds")),
				Member.optional("count", Schema.whole("the number of samples of ten seconds")),
				Member.optional("mean", Schema.number("the mean of these samples")),
				Member.optional("p50", Schema.number("their median, at most 1 % off")),
				Member.optional("p90", Schema.number("their 90th percentile, at most 1 % off")),
				Member.optional("p99", Schema.number("their 99th percentile, at most 1 % off")),
				Member.optional("max", Schema.number("the greatest of them")));
	}

	private static Schema points(String... figures) {
		List<Member> members = new ArrayList<>();
		for (String figure : figures) {
			members.add(Member.optional(figure, Schema.array("one number for each slot", NUMBER)));
		}
		return Schema.object(members);
	}

	private static List<Member> chart() {
		Schema line = Schema.object(joined(
				List.of(Member.of("key", Schema.text("the value of the label, empty without one")),
						Member.optional("target", Schema.text("the target that it is of, if it is of one")),
						Member.of("rest", Schema.flag("whether it is of all other values together")),
						Member.of("series", Schema.whole("the number of series"))),
				figures(), List.of(Member.of("points", points("value", "rate", "mean", "p50", "p90", "p99", "max")))));
		Schema about = Schema.object(joined(List.of(Member.of("id", Schema.text("kind and name"))), identity(true),
				List.of(Member.of("series", Schema.whole("the number of series"))), figures()));
		return List.of(Member.optional("missing", Schema.flag("there is no such metric, and nothing of it follows")),
				Member.optional("lines", Schema.array("a line for each value of the label", line)),
				Member.optional("metric", about), Member.optional("labels",
						Schema.array("the labels that lines can be made by", Schema.text("a label"))));
	}

	private static List<Member> metric() {
		Schema row = Schema.object(joined(List.of(Member.of("target", Schema.text("the target, empty if it is of all")),
				Member.of("labels", Schema.texts("the labels"))), figures()));
		Schema heat = Schema
			.object(List.of(Member.of("width", Schema.whole("the number of bins of 2 % that a row takes together")),
					Member.of("lower", Schema.array("the lower bound of each row", NUMBER)),
					Member.of("upper", Schema.array("the upper bound of each row", NUMBER)),
					Member.of("columns",
							Schema.array("of each slot, the rows with samples and their numbers by turns",
									Schema.array("a slot", Schema.whole("a row, or a number")))),
					Member.optional("level", Schema.number("the level of beyond, in the unit of the metric")),
					Member.optional("beyond",
							Schema.array("of each slot, the number of samples beyond the level, exact to 1 %", NUMBER)),
					Member.of("quantiles", points("p50", "p90", "p99"))));
		return joined(chart(),
				List.of(Member.optional("heat", heat),
						Member.optional("rows", Schema.array(
								"the series, at most 200: those that come first in the order that is asked for", row)),
						Member.optional("moreRows", Schema.whole("the number of series that are left out"))));
	}

	private static Schema comparison() {
		Schema row = Schema.object(List.of(Member.of("id", Schema.text("kind and name, as the parameter id")),
				Member.of("name", Schema.text("the name")),
				Member.of("kind", Schema.choice("the kind", List.of("counter", "gauge", "histogram"))),
				Member.optional("unit", Schema.text("the unit")), Member.of("labels", Schema.texts("the labels")),
				Member.of("figure", Schema.choice("the figure", ComparisonQuery.WORDS)),
				Member.of("before", Schema.number("the figure in the recording")),
				Member.of("after", Schema.number("the figure now")),
				Member.of("weight", Schema.number("how large the change is"))));
		return Schema.object(List.of(Member.of("before", Schema.text("the name of the recording")),
				Member.of("after", Schema.text("the name of the other side")),
				Member.of("seconds", Schema.number("the time from the start of both sides that is compared")),
				Member.of("complete", Schema.flag("whether the recording is over")),
				Member.of("remarks", Schema.array("what is missing", Schema.text("a sentence"))),
				Member.of("rows", Schema.array("the figures, at most 300, those that have changed most first", row)),
				Member.of("moreRows", Schema.whole("the number of figures that are left out"))));
	}

}
