package io.github.metricstcp.benchmarks.stream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The results of all runs, as JSON and as a table: of each figure the median, and between
 * what the runs spread.
 */
final class Results {

	private static final List<String> COLUMNS = List.of("recorded /s", "delivered /s", "ingress loss %",
			"client loss %", "event ns", "event ns, median", "recorder CPU ns", "event B", "events a write",
			"exporter CPU %", "others' CPU %");

	/**
	 * The end of a scenario's name where another build was measured.
	 */
	static final String BASE = " (base)";

	private static final List<String> TIMES = List.of("record p50 us", "record p99 us", "record p99.9 us",
			"record max us", "latency p50 us", "latency p99 us", "latency p99.9 us", "latency max us",
			"newcomer snapshot ms");

	private final Map<String, String> machine = new LinkedHashMap<>();

	private final Map<String, List<Measurement.Run>> runs = new LinkedHashMap<>();

	Results(String settings) {
		this.machine.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
		this.machine.put("settings", settings);
		this.machine.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
		this.machine.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
		this.machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
				+ System.getProperty("os.arch"));
	}

	void add(String name, Measurement.Run run) {
		this.runs.computeIfAbsent(name, (key) -> new ArrayList<>()).add(run);
	}

	void write(Path json, Path markdown) throws IOException {
		Files.writeString(json,
				JsonMapper.builder()
					.enable(SerializationFeature.INDENT_OUTPUT)
					.build()
					.writeValueAsString(Map.of("machine", this.machine, "runs", this.runs)));
		Files.writeString(markdown, markdown());
	}

	String markdown() {
		StringBuilder text = new StringBuilder();
		this.machine.forEach((name, value) -> text.append("- ").append(name).append(": ").append(value).append('\n'));
		table(text, COLUMNS);
		table(text, TIMES);
		ratios(text);
		return text.toString();
	}

	private void table(StringBuilder text, List<String> columns) {
		List<String> rows = this.runs.keySet()
			.stream()
			.filter((scenario) -> columns.stream().anyMatch((column) -> has(scenario, column)))
			.toList();
		if (rows.isEmpty()) {
			return;
		}
		text.append("\n| scenario | ").append(String.join(" | ", columns)).append(" |\n");
		text.append("| --- |").append(" ---: |".repeat(columns.size())).append('\n');
		for (String scenario : rows) {
			text.append("| ")
				.append(scenario)
				.append(" | ")
				.append(columns.stream().map((column) -> cell(scenario, column)).collect(Collectors.joining(" | ")))
				.append(" |\n");
		}
	}

	/**
	 * Appends, for each scenario that another build was measured in, this build's figures
	 * in parts of that one's: the median of the pairs of runs, and their spread.
	 */
	private void ratios(StringBuilder text) {
		for (String scenario : this.runs.keySet()) {
			if (!this.runs.containsKey(scenario + BASE)) {
				continue;
			}
			text.append("\n").append(scenario).append(", in parts of the base's:\n");
			Stream.concat(COLUMNS.stream(), TIMES.stream()).forEach((column) -> {
				List<Double> ratios = ratios(scenario, column);
				if (!ratios.isEmpty()) {
					text.append("- ").append(column).append(": ").append(cell(ratios)).append('\n');
				}
			});
		}
	}

	private List<Double> ratios(String scenario, String column) {
		List<Measurement.Run> own = this.runs.getOrDefault(scenario, List.of());
		List<Measurement.Run> base = this.runs.getOrDefault(scenario + BASE, List.of());
		return IntStream.range(0, Math.min(own.size(), base.size()))
			.mapToDouble((i) -> own.get(i).figure(column) / base.get(i).figure(column))
			.filter(Double::isFinite)
			.sorted()
			.boxed()
			.toList();
	}

	private boolean has(String scenario, String column) {
		return !values(scenario, column).isEmpty();
	}

	private List<Double> values(String scenario, String column) {
		return this.runs.getOrDefault(scenario, List.of())
			.stream()
			.filter((run) -> run.figures().containsKey(column))
			.map((run) -> run.figures().get(column))
			.sorted()
			.toList();
	}

	private String cell(String scenario, String column) {
		return cell(values(scenario, column));
	}

	private static String cell(List<Double> values) {
		if (values.isEmpty()) {
			return "";
		}
		String median = format(values.get(values.size() / 2));
		if (values.size() == 1) {
			return median;
		}
		return "%s (%s to %s)".formatted(median, format(values.get(0)), format(values.get(values.size() - 1)));
	}

	private static String format(double value) {
		return String.format(Locale.ROOT, (Math.abs(value) < 10) ? "%,.2f" : "%,.0f", value);
	}

}
