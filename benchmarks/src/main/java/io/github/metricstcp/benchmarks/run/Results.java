package io.github.metricstcp.benchmarks.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The results of all runs, as JSON and as tables: of each figure the median, and between
 * what the runs spread. Where two things were measured in turns, also the ratios, or the
 * differences, of the pairs of runs.
 */
public final class Results {

	private final List<List<String>> tables;

	private final Map<String, String> machine = new LinkedHashMap<>();

	private final Map<String, List<Run>> runs = new LinkedHashMap<>();

	private final Set<Pair> ratios = new LinkedHashSet<>();

	private final Set<Pair> differences = new LinkedHashSet<>();

	/**
	 * Creates results without runs.
	 * @param settings the settings of all runs
	 * @param tables the columns of each table
	 */
	public Results(String settings, List<List<String>> tables) {
		this.tables = tables;
		this.machine.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
		this.machine.put("settings", settings);
		this.machine.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
		this.machine.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
		this.machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
				+ System.getProperty("os.arch"));
	}

	/**
	 * Adds a run, and prints it.
	 * @param name the name of what was measured
	 * @param run the run
	 */
	public void add(String name, Run run) {
		System.out.println(name + ": " + run.figures());
		this.runs.computeIfAbsent(name, (key) -> new ArrayList<>()).add(run);
	}

	/**
	 * Has the figures of one name divided by those of another.
	 * @param name the name of what is compared
	 * @param base the name of what it is compared with
	 */
	public void ratio(String name, String base) {
		this.ratios.add(new Pair(name, base));
	}

	/**
	 * Has the figures of one name less those of another.
	 * @param name the name of what is compared
	 * @param base the name of what it is compared with
	 */
	public void difference(String name, String base) {
		this.differences.add(new Pair(name, base));
	}

	/**
	 * Writes JSON and tables, and prints the tables.
	 * @param directory where to
	 * @param name the name of both files, without {@code .json} and {@code .md}
	 */
	public void write(Path directory, String name) throws IOException {
		Files.createDirectories(directory);
		Files.writeString(directory.resolve(name + ".json"),
				JsonMapper.builder()
					.enable(SerializationFeature.INDENT_OUTPUT)
					.build()
					.writeValueAsString(Map.of("machine", this.machine, "runs", this.runs)));
		String markdown = markdown();
		Files.writeString(directory.resolve(name + ".md"), markdown);
		System.out.println(markdown);
	}

	private String markdown() {
		StringBuilder text = new StringBuilder();
		this.machine.forEach((name, value) -> text.append("- ").append(name).append(": ").append(value).append('\n'));
		List<Row> scenarios = this.runs.keySet()
			.stream()
			.map((name) -> new Row(name, (column) -> values(name, column)))
			.toList();
		List<Row> quotients = rows(this.ratios, " to ", (own, base) -> own / base);
		List<Row> remainders = rows(this.differences, ", more than ", (own, base) -> own - base);
		this.tables.forEach((columns) -> table(text, "scenario", columns, scenarios));
		this.tables.forEach((columns) -> table(text, "ratio", columns, quotients));
		this.tables.forEach((columns) -> table(text, "difference", columns, remainders));
		return text.toString();
	}

	private List<Row> rows(Set<Pair> pairs, String word, DoubleBinaryOperator operator) {
		return pairs.stream()
			.map((pair) -> new Row(pair.name() + word + pair.base(), (column) -> compared(pair, column, operator)))
			.toList();
	}

	/**
	 * Appends a table, without the rows and columns that no run has a figure for.
	 */
	private static void table(StringBuilder text, String title, List<String> columns, List<Row> rows) {
		List<String> filled = columns.stream()
			.filter((column) -> rows.stream().anyMatch((row) -> !row.figures().apply(column).isEmpty()))
			.toList();
		if (filled.isEmpty()) {
			return;
		}
		text.append("\n| ").append(title).append(" | ").append(String.join(" | ", filled)).append(" |\n");
		text.append("| --- |").append(" ---: |".repeat(filled.size())).append('\n');
		rows.stream()
			.filter((row) -> filled.stream().anyMatch((column) -> !row.figures().apply(column).isEmpty()))
			.forEach((row) -> text.append("| ")
				.append(row.label())
				.append(" | ")
				.append(filled.stream()
					.map((column) -> cell(row.figures().apply(column)))
					.collect(Collectors.joining(" | ")))
				.append(" |\n"));
	}

	/**
	 * Returns one thing's figures beside the other's, of each pair of runs.
	 */
	private List<Double> compared(Pair pair, String column, DoubleBinaryOperator operator) {
		List<Run> own = this.runs.getOrDefault(pair.name(), List.of());
		List<Run> base = this.runs.getOrDefault(pair.base(), List.of());
		return IntStream.range(0, Math.min(own.size(), base.size()))
			.mapToDouble((i) -> operator.applyAsDouble(own.get(i).figure(column), base.get(i).figure(column)))
			.filter(Double::isFinite)
			.sorted()
			.boxed()
			.toList();
	}

	private List<Double> values(String name, String column) {
		return this.runs.getOrDefault(name, List.of())
			.stream()
			.mapToDouble((run) -> run.figure(column))
			.filter((value) -> !Double.isNaN(value))
			.sorted()
			.boxed()
			.toList();
	}

	private static String cell(List<Double> values) {
		if (values.isEmpty()) {
			return "";
		}
		String median = format((values.get((values.size() - 1) / 2) + values.get(values.size() / 2)) / 2);
		if (values.size() == 1) {
			return median;
		}
		return "%s (%s to %s)".formatted(median, format(values.get(0)), format(values.get(values.size() - 1)));
	}

	private static String format(double value) {
		double size = Math.abs(value);
		int decimals = (size < 10) ? 2 : (size < 100) ? 1 : 0;
		return String.format(Locale.ROOT, "%,." + decimals + "f", value);
	}

	/**
	 * Two things whose runs are compared.
	 *
	 * @param name the name of what is compared
	 * @param base the name of what it is compared with
	 */
	private record Pair(String name, String base) {

	}

	/**
	 * A row of a table.
	 *
	 * @param label its first cell
	 * @param figures the figures of all runs, in order, by the column
	 */
	private record Row(String label, Function<String, List<Double>> figures) {

	}

}
