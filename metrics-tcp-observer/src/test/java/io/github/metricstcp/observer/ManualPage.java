package io.github.metricstcp.observer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The manual page of a command, in the macros of {@code man(7)}.
 */
final class ManualPage {

	private final CommandSpec command;

	private final List<String> lines = new ArrayList<>();

	private ManualPage(CommandSpec command) {
		this.command = command;
	}

	/**
	 * Returns the page of a command.
	 * @param line the command
	 */
	static String of(CommandLine line) {
		return new ManualPage(line.getCommandSpec()).write();
	}

	private String write() {
		UsageMessageSpec usage = this.command.usageMessage();
		String name = this.command.name();
		this.lines.add(".\\\" Made of the command line by ManualPageTests");
		this.lines.add(".TH %s 1".formatted(quote(name.toUpperCase(Locale.ROOT))));
		// Neither hyphens nor wider blanks, which would be taken for part of an option
		this.lines.add(".nh");
		this.lines.add(".ad l");
		heading("NAME");
		text(name + " \\- " + escape(usage.description()[0]).replaceFirst("\\.$", ""));
		heading("SYNOPSIS");
		this.lines.add(".B " + escape(name));
		this.command.options().forEach((option) -> text("[" + synopsis(option) + "]"));
		this.command.positionalParameters().forEach((target) -> text("[" + italic(target.paramLabel()) + " ...]"));
		heading("OPTIONS");
		this.command.positionalParameters().forEach(this::target);
		this.command.options().forEach(this::option);
		if (!this.command.subcommands().isEmpty()) {
			heading("COMMANDS");
			this.command.subcommands().forEach(this::subcommand);
		}
		heading("EXIT STATUS");
		usage.exitCodeList().forEach(this::entry);
		footer(usage.footer());
		return String.join("\n", this.lines) + "\n";
	}

	private void target(PositionalParamSpec target) {
		tagged(italic(target.paramLabel()), target.description());
	}

	private void option(OptionSpec option) {
		tagged(synopsis(option), option.description());
	}

	private void subcommand(String name, CommandLine command) {
		tagged(bold(name), command.getCommandSpec().usageMessage().description());
	}

	private void entry(String name, String description) {
		tagged(bold(name), description);
	}

	private static String synopsis(OptionSpec option) {
		List<String> names = List.of(option.names()).stream().map(ManualPage::bold).toList();
		String label = "=" + italic(option.paramLabel());
		String value = (option.arity().max() == 0) ? "" : ((option.arity().min() == 0) ? "[" + label + "]" : label);
		return String.join(", ", names) + value;
	}

	/**
	 * Writes the footer of the help: paragraphs, of which indented lines are examples.
	 */
	private void footer(String[] footer) {
		boolean examples = false;
		for (String line : footer) {
			boolean example = line.startsWith("  ");
			if (example != examples) {
				this.lines.add(example ? ".nf" : ".fi");
			}
			examples = example;
			if (line.isEmpty()) {
				this.lines.add(".PP");
			}
			else if (line.endsWith(":") && !example) {
				heading(line.substring(0, line.length() - 1).toUpperCase(Locale.ROOT));
			}
			else if (!example && line.contains(": ")) {
				heading(line.substring(0, line.indexOf(':')).toUpperCase(Locale.ROOT));
				text(escape(line.substring(line.indexOf(':') + 2)));
			}
			else {
				text(escape(line));
			}
		}
		if (examples) {
			this.lines.add(".fi");
		}
	}

	private void tagged(String tag, String... description) {
		this.lines.add(".TP");
		text(tag);
		for (String each : description) {
			text(escape(CommandLine.Help.Ansi.OFF
				.string(each.replace("${ROOT-COMMAND-NAME}", this.command.name()).replace("%n", " "))));
		}
	}

	private void heading(String heading) {
		int last = this.lines.size() - 1;
		if (this.lines.get(last).equals(".PP")) {
			this.lines.remove(last);
		}
		this.lines.add(".SH " + heading);
	}

	private void text(String text) {
		// A line that begins with one of these would be a macro
		this.lines.add((text.startsWith(".") || text.startsWith("'")) ? "\\&" + text : text);
	}

	private static String bold(String text) {
		return "\\fB" + escape(text) + "\\fR";
	}

	private static String italic(String text) {
		return "\\fI" + escape(text) + "\\fR";
	}

	private static String escape(String text) {
		return text.replace("\\", "\\e").replace("-", "\\-").replace("^", "\\(ha").replace("~", "\\(ti");
	}

	private static String quote(String text) {
		return '"' + text + '"';
	}

}
