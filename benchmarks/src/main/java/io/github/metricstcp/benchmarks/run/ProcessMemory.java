package io.github.metricstcp.benchmarks.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The resident memory of a process (RSS), in kB. Only Linux says it: elsewhere it is 0.
 *
 * @param resident what it takes now
 * @param greatest the most that it has taken
 */
public record ProcessMemory(long resident, long greatest) {

	/**
	 * Returns the memory of a process now.
	 * @param process the process
	 */
	public static ProcessMemory of(ProcessHandle process) {
		Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
		try {
			String text = Files.exists(status) ? Files.readString(status) : "";
			return new ProcessMemory(kilobytes(text, "VmRSS"), kilobytes(text, "VmHWM"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static long kilobytes(String status, String name) {
		return status.lines()
			.filter((line) -> line.startsWith(name + ":"))
			.mapToLong((line) -> Long.parseLong(line.replaceAll("\\D", "")))
			.findFirst()
			.orElse(0);
	}

}
