package io.github.metricstcp.page.internal.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import io.github.metricstcp.client.model.Losses;
import io.github.metricstcp.client.model.TargetSnapshot;
import io.github.metricstcp.client.model.TargetState;
import io.github.metricstcp.page.internal.view.ReportDocuments;

/**
 * The page of a report: the scripts, the styles and the markup of the live page, and the
 * documents. It loads nothing, and no script runs in it but these. Its top can be read
 * without scripts.
 */
public final class ReportHtml {

	private static final String FOLDER = "/io/github/metricstcp/page/";

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss xxx", Locale.ROOT);

	private final ReportDocuments documents;

	private final String program;

	private final ZoneId zone;

	/**
	 * Creates a page.
	 * @param documents what it shows
	 * @param program the name and version of the program that makes it
	 * @param zone the zone of the times at its top
	 */
	public ReportHtml(ReportDocuments documents, String program, ZoneId zone) {
		this.documents = documents;
		this.program = program;
		this.zone = zone;
	}

	/**
	 * Writes the page.
	 * @param out where it is written, which stays open
	 * @throws IOException if it cannot be written
	 */
	public void write(OutputStream out) throws IOException {
		String style = inElement("style", resource("uPlot.min.css") + "\n" + resource("page.css"));
		String script = inElement("script", resource("uPlot.iife.min.js") + "\n" + resource("page.js"));
		write(out, """
				<!doctype html>
				<html lang="en">
				<head>
				<meta charset="utf-8" />
				<meta http-equiv="Content-Security-Policy" content="%s" />
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				<meta name="referrer" content="no-referrer" />
				<title>%s</title>
				<style>""".formatted(policy(script, style), escaped(title())));
		write(out, style);
		write(out, "</style>\n</head>\n<body>\n" + about() + body());
		int number = 0;
		for (byte[] document : this.documents.documents()) {
			write(out, "<script type=\"application/json\" id=\"report-%s\">".formatted(number++));
			out.write(document);
			write(out, "</script>\n");
		}
		write(out, "<script type=\"application/json\" id=\"report\">");
		out.write(this.documents.places());
		write(out, "</script>\n<script>");
		write(out, script);
		write(out, "</script>\n</body>\n</html>\n");
	}

	private static void write(OutputStream out, String text) throws IOException {
		out.write(text.getBytes(StandardCharsets.UTF_8));
	}

	private static String policy(String script, String style) {
		return ("default-src 'none'; script-src 'sha256-%s'; style-src 'sha256-%s'; img-src data: blob:; "
				+ "form-action 'none'; base-uri 'none'")
			.formatted(hash(script), hash(style));
	}

	private static String hash(String text) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
			return Base64.getEncoder().encodeToString(digest);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Each Java platform has SHA-256", ex);
		}
	}

	private static String resource(String name) {
		try (InputStream input = ReportHtml.class.getResourceAsStream(FOLDER + name)) {
			if (input == null) {
				throw new IllegalStateException("The page has no file " + name);
			}
			// As the browser sees it, whose hash is taken
			return new String(input.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The file %s of the page can't be read".formatted(name), ex);
		}
	}

	/**
	 * Returns a text that is to stand in an element, which it must not end.
	 */
	private static String inElement(String element, String text) {
		if (text.toLowerCase(Locale.ROOT).contains("</" + element) || text.contains("<!--")) {
			throw new IllegalStateException("The text of a %s element would end it".formatted(element));
		}
		return text;
	}

	/**
	 * Returns the markup of the live page.
	 */
	private static String body() {
		String page = resource("index.html");
		return page.substring(page.indexOf("<body>") + "<body>".length(), page.indexOf("</body>"));
	}

	private String title() {
		return "Metrics of %s, %s".formatted(names(), time(this.documents.range().from()));
	}

	private String names() {
		List<TargetSnapshot> targets = this.documents.targets();
		return targets.isEmpty() ? "no target"
				: targets.stream().map(TargetSnapshot::name).collect(Collectors.joining(", "));
	}

	private String time(long second) {
		return TIME.format(Instant.ofEpochSecond(second).atZone(this.zone));
	}

	private String about() {
		StringBuilder rows = new StringBuilder();
		this.documents.targets().forEach((target) -> row(rows, "Target", about(target)));
		row(rows, "From", time(this.documents.range().from()));
		row(rows, "To", time(this.documents.range().to()));
		row(rows, "Charts", "a point for each %s; rates and quantiles beside them are of the whole time"
			.formatted((this.documents.range().step() > 1) ? this.documents.range().step() + " seconds" : "second"));
		row(rows, "Metrics", String.valueOf(this.documents.metrics()));
		if (!this.documents.filter().isEmpty()) {
			row(rows, "Filter", this.documents.filter());
		}
		row(rows, "Left out",
				this.documents.leftOut().isEmpty() ? "nothing" : String.join("; ", this.documents.leftOut()));
		row(rows, "Made by", this.program);
		return "<dl id=\"report-about\">\n%s</dl>\n".formatted(rows);
	}

	private static void row(StringBuilder rows, String name, String text) {
		rows.append("<div><dt>%s</dt><dd>%s</dd></div>\n".formatted(name, escaped(text)));
	}

	private static String about(TargetSnapshot target) {
		List<String> parts = new ArrayList<>();
		parts.add("%s: %s events".formatted(target.name(), target.events()));
		Losses losses = target.losses();
		parts.add("%s dropped".formatted(losses.dropped()));
		parts.add("%s coalesced".formatted(losses.coalesced()));
		if (target.connections() > 1) {
			parts.add("connected %s times".formatted(target.connections()));
		}
		if (target.restarts() > 0) {
			parts.add("restarted %s times".formatted(target.restarts()));
		}
		if (target.discardedSeries() > 0) {
			parts.add("%s series of which nothing was kept".formatted(target.discardedSeries()));
		}
		if (target.connections() == 0) {
			parts.add("not reached");
		}
		else if (target.state() != TargetState.CONNECTED && target.reason() != null) {
			parts.add("not connected at the end: " + target.reason());
		}
		return String.join(", ", parts);
	}

	private static String escaped(String text) {
		return text.replace("&", "&amp;")
			.replace("<", "&lt;")
			.replace(">", "&gt;")
			.replace("\"", "&quot;")
			.replace("'", "&#39;");
	}

}
