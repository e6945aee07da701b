package io.github.metricstcp.observer;

import java.util.List;
import java.util.function.Function;

import io.github.metricstcp.client.Target;
import io.github.metricstcp.client.TargetAddress;
import io.github.metricstcp.observer.internal.ui.TextTable;

/**
 * The streams of this machine as lines of text, with the aliases that the user has for
 * them.
 */
final class StreamTable {

	private StreamTable() {
	}

	/**
	 * Returns the lines of a list.
	 * @param streams the streams
	 * @param naming returns the target at an address, by the name that the user has given
	 * it
	 */
	static List<String> plain(List<LocalStream> streams, Function<TargetAddress, Target> naming) {
		return lines(streams, naming, false);
	}

	/**
	 * Returns the lines of a list to choose from, numbered from 1.
	 * @param streams the streams
	 * @param naming returns the target at an address, by the name that the user has given
	 * it
	 */
	static List<String> numbered(List<LocalStream> streams, Function<TargetAddress, Target> naming) {
		return lines(streams, naming, true);
	}

	private static List<String> lines(List<LocalStream> streams, Function<TargetAddress, Target> naming,
			boolean numbered) {
		TextTable table = new TextTable("", "NAME", "ADDRESS", "PID", "TLS", "ALIAS");
		for (int i = 0; i < streams.size(); i++) {
			LocalStream stream = streams.get(i);
			Target target = naming.apply(stream.address());
			table.add(numbered ? String.valueOf(i + 1) : "", stream.name(), stream.address().toString(),
					String.valueOf(stream.pid()), stream.tls() ? "yes" : "", target.isNamed() ? target.name() : "");
		}
		return table.lines();
	}

}
