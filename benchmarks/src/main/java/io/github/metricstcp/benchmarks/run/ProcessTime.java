package io.github.metricstcp.benchmarks.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * The processor time that a process, and those that it has started, have used until now.
 *
 * @param threads the nanoseconds of each living thread, by its number: exact, but only
 * Linux has them
 * @param total the nanoseconds of all threads, also of those that have ended: in ticks of
 * 10 ms
 */
public record ProcessTime(Map<Long, Long> threads, long total) {

	private static final long TICK_NANOS = 10_000_000;

	/**
	 * Returns the time of a process until now.
	 * @param process the process
	 */
	public static ProcessTime of(Process process) {
		return of(process.toHandle());
	}

	/**
	 * Returns the time of a process until now.
	 * @param process the process
	 */
	public static ProcessTime of(ProcessHandle process) {
		Map<Long, Long> threads = new TreeMap<>();
		long total = nanos(process, threads) + process.descendants().mapToLong((each) -> nanos(each, threads)).sum();
		return new ProcessTime(threads, total);
	}

	private static long nanos(ProcessHandle process, Map<Long, Long> threads) {
		Path tasks = Path.of("/proc", String.valueOf(process.pid()), "task");
		if (Files.isDirectory(tasks)) {
			try (DirectoryStream<Path> each = Files.newDirectoryStream(tasks)) {
				for (Path task : each) {
					add(task, threads);
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
		return process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
	}

	private static void add(Path task, Map<Long, Long> threads) {
		try {
			String[] times = Files.readString(task.resolve("schedstat")).split(" ", 2);
			threads.put(Long.valueOf(task.getFileName().toString()), Long.valueOf(times[0]));
		}
		catch (IOException ex) {
			// The thread has ended, or the kernel does not keep this
		}
	}

	/**
	 * Returns the nanoseconds of one thread since an earlier time.
	 * @param before the times until then
	 * @param thread the thread's number
	 */
	public long since(ProcessTime before, long thread) {
		return this.threads.getOrDefault(thread, 0L) - before.threads.getOrDefault(thread, 0L);
	}

	/**
	 * Returns the nanoseconds of all threads since an earlier time.
	 * @param before the times until then
	 */
	public long since(ProcessTime before) {
		if (this.threads.isEmpty()) {
			return this.total - before.total;
		}
		long living = this.threads.keySet().stream().mapToLong((thread) -> since(before, thread)).sum();
		// More than a tick apart only if a thread has ended in between
		return Math.max(living, this.total - before.total - TICK_NANOS);
	}

}
