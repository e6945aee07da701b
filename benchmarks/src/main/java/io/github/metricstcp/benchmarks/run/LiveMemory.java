package io.github.metricstcp.benchmarks.run;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The memory that a JVM needs, whatever its heap is allowed to be. Both are in bytes.
 *
 * @param heap what its heap holds after a full collection
 * @param outside its resident memory (RSS) outside of the heap, such as code, classes,
 * threads and direct buffers
 */
public record LiveMemory(long heap, long outside) {

	private static final Pattern LIVE = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

	private static final Pattern COMMITTED = Pattern.compile("\\btotal (\\d+)K");

	/**
	 * Collects the garbage of a process, and returns the memory that it needs.
	 * @param process a JVM of the same user
	 * @throws IOException if it cannot be asked
	 */
	public static LiveMemory of(ProcessHandle process) throws IOException {
		long heap = sum(LIVE, Processes.jcmd(process, "GC.class_histogram"));
		long committed = 1024 * sum(COMMITTED, Processes.jcmd(process, "GC.heap_info"));
		return new LiveMemory(heap, Math.max(0, 1024 * ProcessMemory.of(process).resident() - committed));
	}

	private static long sum(Pattern pattern, String text) {
		List<String> numbers = pattern.matcher(text).results().map((each) -> each.group(1)).toList();
		if (numbers.isEmpty()) {
			throw new IllegalStateException("jcmd says something else: " + text);
		}
		return numbers.stream().mapToLong(Long::parseLong).sum();
	}

}
