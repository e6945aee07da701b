package io.github.metricstcp.observer.internal.ui;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A picture of a terminal's screen: an SVG made from text with colours as
 * {@code tmux capture-pane -e} prints it. It uses nothing but the JDK, so that
 * {@code java TerminalPicture.java TITLE < SCREEN > PICTURE} runs it.
 */
final class TerminalPicture {

	private static final String FOREGROUND = "#d8dee9";

	private static final String BACKGROUND = "#161a22";

	private static final String[] PALETTE = { "#2b303b", "#ef6b73", "#a3d977", "#f2c46d", "#6cb2f2", "#d59ae8",
			"#6fd3d0", "#d8dee9", "#5c6675", "#ff8088", "#b9ec8f", "#ffd98a", "#8cc6ff", "#e7b5f7", "#8be9e5",
			"#ffffff" };

	/**
	 * Behind text, colours are darker.
	 */
	private static final String[] PAPER = { "#2b303b", "#8f3a41", "#4f7a35", "#f2c46d", "#2c5d94", "#7d4a8c", "#2f7d7b",
			"#d8dee9" };

	private static final double CELL_WIDTH = 8.4;

	private static final double LINE_HEIGHT = 18;

	private static final double MARGIN = 14;

	private static final double TITLE_HEIGHT = 34;

	private String foreground = FOREGROUND;

	private String background = BACKGROUND;

	private boolean bold;

	private boolean dim;

	private boolean reversed;

	private TerminalPicture() {
	}

	public static void main(String[] args) throws IOException {
		String screen = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
		PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
		out.print(new TerminalPicture().draw(screen, (args.length > 0) ? args[0] : ""));
	}

	private String draw(String screen, String title) {
		List<String> lines = screen.lines().toList();
		StringBuilder cells = new StringBuilder();
		int columns = 0;
		for (int y = 0; y < lines.size(); y++) {
			columns = Math.max(columns, drawLine(lines.get(y), y, cells));
		}
		double width = columns * CELL_WIDTH + 2 * MARGIN;
		double height = lines.size() * LINE_HEIGHT + TITLE_HEIGHT + MARGIN;
		StringBuilder svg = new StringBuilder();
		svg.append(format("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %.1f %.1f' width='%.0f' height='%.0f' ",
				width, height, width, height))
			.append("font-family='ui-monospace, SFMono-Regular, Menlo, Consolas, \"DejaVu Sans Mono\", monospace' ")
			.append("font-size='14'>\n")
			.append(format("<rect width='%.1f' height='%.1f' rx='8' fill='%s'/>\n", width, height, BACKGROUND));
		String[] buttons = { PALETTE[1], PALETTE[3], PALETTE[2] };
		for (int i = 0; i < buttons.length; i++) {
			svg.append(format("<circle cx='%.1f' cy='17' r='5.5' fill='%s'/>\n", MARGIN + 6 + i * 18, buttons[i]));
		}
		svg.append(format("<text x='%.1f' y='21' text-anchor='middle' fill='%s' font-size='12'>", width / 2, "#8d98a8"))
			.append(escape(title))
			.append("</text>\n")
			.append(cells)
			.append("</svg>\n");
		return svg.toString();
	}

	private int drawLine(String line, int y, StringBuilder cells) {
		int column = 0;
		int i = 0;
		List<String> run = new ArrayList<>();
		while (i < line.length()) {
			if (line.charAt(i) == '\033') {
				column = flush(run, column, y, cells);
				int end = line.indexOf('m', i);
				select(line.substring(i + 2, end));
				i = end + 1;
				continue;
			}
			int codePoint = line.codePointAt(i);
			run.add(Character.toString(codePoint));
			i += Character.charCount(codePoint);
		}
		return flush(run, column, y, cells);
	}

	private int flush(List<String> run, int column, int y, StringBuilder cells) {
		String text = String.join("", run);
		int width = run.size();
		run.clear();
		if (width == 0) {
			return column;
		}
		double x = MARGIN + column * CELL_WIDTH;
		double top = TITLE_HEIGHT + y * LINE_HEIGHT;
		String ink = this.reversed ? this.background : this.foreground;
		String paper = this.reversed ? this.foreground : this.background;
		if (!paper.equals(BACKGROUND)) {
			cells.append(format("<rect x='%.1f' y='%.1f' width='%.1f' height='%.1f' fill='%s'/>\n", x, top,
					width * CELL_WIDTH, LINE_HEIGHT, paper));
		}
		if (!text.isBlank()) {
			cells
				.append(format("<text x='%s' y='%.1f' fill='%s'%s%s xml:space='preserve'>", places(text, x, width),
						top + 13.5, ink, this.bold ? " font-weight='bold'" : "", this.dim ? " opacity='0.55'" : ""))
				.append(escape(text))
				.append("</text>\n");
		}
		return column + width;
	}

	/**
	 * Places each character by itself where a font may lack some of them, for those of
	 * another font are of another width.
	 */
	private static String places(String text, double x, int width) {
		StringBuilder places = new StringBuilder(format("%.1f", x));
		boolean plain = text.chars().allMatch((c) -> c < 0x80);
		for (int i = 1; i < width && !plain; i++) {
			places.append(format(" %.1f", x + i * CELL_WIDTH));
		}
		return places.toString();
	}

	private void select(String parameters) {
		String[] codes = parameters.isEmpty() ? new String[] { "0" } : parameters.split(";");
		for (int i = 0; i < codes.length; i++) {
			int code = codes[i].isEmpty() ? 0 : Integer.parseInt(codes[i]);
			if (code == 38 || code == 48) {
				String colour = codes[i + 1].equals("5") ? indexed(Integer.parseInt(codes[i + 2]))
						: format("#%02x%02x%02x", Integer.parseInt(codes[i + 2]), Integer.parseInt(codes[i + 3]),
								Integer.parseInt(codes[i + 4]));
				i += codes[i + 1].equals("5") ? 2 : 4;
				if (code == 38) {
					this.foreground = colour;
				}
				else {
					this.background = colour;
				}
				continue;
			}
			select(code);
		}
	}

	private void select(int code) {
		switch (code) {
			case 0 -> {
				this.foreground = FOREGROUND;
				this.background = BACKGROUND;
				this.bold = false;
				this.dim = false;
				this.reversed = false;
			}
			case 1 -> this.bold = true;
			case 2 -> this.dim = true;
			case 7 -> this.reversed = true;
			case 22 -> {
				this.bold = false;
				this.dim = false;
			}
			case 27 -> this.reversed = false;
			case 39 -> this.foreground = FOREGROUND;
			case 49 -> this.background = BACKGROUND;
			default -> {
				if (code >= 30 && code < 38) {
					this.foreground = PALETTE[code - 30];
				}
				else if (code >= 40 && code < 48) {
					this.background = PAPER[code - 40];
				}
				else if (code >= 90 && code < 98) {
					this.foreground = PALETTE[code - 90 + 8];
				}
				else if (code >= 100 && code < 108) {
					this.background = PALETTE[code - 100 + 8];
				}
			}
		}
	}

	private static String indexed(int index) {
		if (index < 16) {
			return PALETTE[index];
		}
		if (index >= 232) {
			int grey = 8 + (index - 232) * 10;
			return format("#%02x%02x%02x", grey, grey, grey);
		}
		int[] levels = { 0, 95, 135, 175, 215, 255 };
		int cube = index - 16;
		return format("#%02x%02x%02x", levels[cube / 36], levels[cube / 6 % 6], levels[cube % 6]);
	}

	private static String escape(String text) {
		return text.replace("&", "&amp;").replace("<", "&lt;").replace(" ", "\u00a0");
	}

	private static String format(String format, Object... values) {
		return String.format(Locale.ROOT, format, values);
	}

}
