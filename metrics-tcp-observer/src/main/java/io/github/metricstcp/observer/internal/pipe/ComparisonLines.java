package io.github.metricstcp.observer.internal.pipe;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;

import io.github.metricstcp.client.comparison.Change;
import io.github.metricstcp.client.comparison.Comparison;

/**
 * The changes of a comparison as JSON objects, one per line.
 *
 * @since 0.1.0
 */
public final class ComparisonLines {

	private final JsonLines lines;

	/**
	 * Creates an output.
	 * @param out where the objects go
	 */
	public ComparisonLines(OutputStream out) {
		this.lines = new JsonLines(out);
	}

	/**
	 * Writes changes.
	 * @param comparison the comparison that they are of
	 * @param changes those that are written
	 * @throws IOException if they cannot be written
	 */
	public void write(Comparison comparison, List<Change> changes) throws IOException {
		for (Change change : changes) {
			this.lines.begin()
				.number("seconds", comparison.span().toNanos() / 1e9)
				.members(JsonLines.keyMembers(change.key().name(), change.key().kind().name().toLowerCase(Locale.ROOT),
						change.key().labels()))
				.member("unit", change.unit())
				.member("figure", change.figure().word())
				.known("before", change.before())
				.known("after", change.after())
				.known("difference", change.difference())
				.known("ratio", change.ratio())
				.number("weight", Math.rint(change.weight() * 1000) / 1000);
			this.lines.end();
		}
		this.lines.flush();
	}

}
