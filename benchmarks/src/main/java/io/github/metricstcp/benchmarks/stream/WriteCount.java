package io.github.metricstcp.benchmarks.stream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A count of a process's write system calls, by {@code strace}.
 */
final class WriteCount {

	private static final int STRACE_TIMEOUT_SECONDS = 10;

	private static final Pattern CALLS = Pattern
		.compile("^ *[\\d.]+ +[\\d.]+ +\\d+ +(\\d+) .*\\b(write|writev|sendto|sendmsg)$", Pattern.MULTILINE);

	private final Process strace;

	private final Path summary;

	private WriteCount(Process strace, Path summary) {
		this.strace = strace;
		this.summary = summary;
	}

	/**
	 * Begins to count. Blocks until it does, so that a window which is measured from now
	 * on is all counted, and a little more.
	 * @return the count, {@code null} if there is no {@code strace} here
	 */
	static @Nullable WriteCount begin(Process process) throws IOException {
		Path summary = Files.createTempFile("writes", ".txt");
		try {
			Process strace = new ProcessBuilder("strace", "-f", "-c", "-o", summary.toString(), "-e",
					"trace=write,writev,sendto,sendmsg", "-p", String.valueOf(process.pid()))
				.start();
			// That it is attached; if it cannot be, the reason
			String attached = strace.errorReader().readLine();
			if (attached != null && attached.contains("attached")) {
				return new WriteCount(strace, summary);
			}
			System.err.println(attached);
			return null;
		}
		catch (IOException ex) {
			Files.delete(summary);
			return null;
		}
	}

	/**
	 * Ends counting.
	 * @return how many there were
	 */
	long end() throws IOException, InterruptedException {
		// SIGTERM, at which it writes its summary
		this.strace.destroy();
		if (!this.strace.waitFor(STRACE_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
			this.strace.destroyForcibly();
		}
		long writes = 0;
		Matcher calls = CALLS.matcher(Files.readString(this.summary));
		while (calls.find()) {
			writes += Long.parseLong(calls.group(1));
		}
		Files.delete(this.summary);
		return writes;
	}

}
