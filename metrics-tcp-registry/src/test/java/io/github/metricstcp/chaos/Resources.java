package io.github.metricstcp.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.netty.buffer.PooledByteBufAllocator;

/**
 * The threads, sockets and memory that the exporter can leave behind.
 *
 * @param threads the names of its threads
 * @param descriptors how many sockets and the like are open, 0 where the system has no
 * such count
 * @param directMemory how many bytes of direct memory are in use
 */
record Resources(List<String> threads, long descriptors, long directMemory) {

	static Resources now() {
		List<String> threads = Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> name.matches("(metrics-tcp|stream-client|chaos).*"))
			.sorted()
			.toList();
		return new Resources(threads, openDescriptors(), PooledByteBufAllocator.DEFAULT.pinnedDirectMemory());
	}

	/**
	 * Counts sockets, selectors and event descriptors: which files are open depends on
	 * the classes that were loaded.
	 */
	private static long openDescriptors() {
		Path directory = Path.of("/proc/self/fd");
		if (!Files.isDirectory(directory)) {
			return 0;
		}
		try (Stream<Path> descriptors = Files.list(directory)) {
			return descriptors.filter(Resources::isSocketOrEvent).count();
		}
		catch (IOException ex) {
			return 0;
		}
	}

	private static boolean isSocketOrEvent(Path descriptor) {
		try {
			String target = Files.readSymbolicLink(descriptor).toString();
			return target.startsWith("socket:") || target.startsWith("anon_inode:");
		}
		catch (IOException ex) {
			return false;
		}
	}

}
