package io.github.metricstcp.benchmarks.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import io.github.metricstcp.benchmarks.client.FleetGenerator;
import io.github.metricstcp.benchmarks.fleet.FleetProcesses.Observer;
import io.github.metricstcp.benchmarks.run.Directories;
import io.github.metricstcp.benchmarks.run.LiveMemory;

/**
 * How much memory an observer needs for each series, and how that grows until it has the
 * hour that it keeps.
 */
public final class ObserverGrowth {

	private static final int SERIES = 1_000;

	private static final int HEAP = 1024;

	private static final int FEW = 2;

	private static final int REPORT_MINUTES = 5;

	private ObserverGrowth() {
	}

	/**
	 * Measures, and prints what it has measured.
	 * @param args the observer's jar; the number of instances with 1000 series each, 20
	 * by default; events a second of each, 1000 by default; the minutes, 61 by default
	 * @throws Exception if a process cannot be started
	 */
	public static void main(String[] args) throws Exception {
		Path jar = Path.of(args[0]).toAbsolutePath();
		int instances = (args.length > 1) ? Integer.parseInt(args[1]) : 20;
		double rate = (args.length > 2) ? Double.parseDouble(args[2]) : 1_000;
		int minutes = (args.length > 3) ? Integer.parseInt(args[3]) : 61;
		Path directory = Files.createTempDirectory("fleet");
		try (FleetGenerator.Running fleet = FleetGenerator.start(FEW + instances, SERIES, rate, 0);
				Observer few = start(jar, fleet.ports().subList(0, FEW), directory.resolve("few"));
				Observer many = start(jar, fleet.ports().subList(FEW, FEW + instances), directory.resolve("many"))) {
			few.await();
			many.await();
			for (int i = 1; i <= minutes; i++) {
				TimeUnit.MINUTES.sleep(1);
				if (i == 1 || i % REPORT_MINUTES == 0 || i == minutes) {
					Memory memory = Memory.of(LiveMemory.of(few.process().toHandle()), FEW * SERIES,
							LiveMemory.of(many.process().toHandle()), instances * SERIES);
					System.out.printf(Locale.ROOT,
							"after %d min: %,.0f MB outside of the heap, in it %,.1f MB and %,.2f kB for each series "
									+ "(for -Pfleet: %.0f,%.0f,%.0f)%n",
							i, memory.outside() / 1e6, memory.base() / 1e6, memory.each() / 1e3, memory.outside(),
							memory.base(), memory.each());
				}
			}
		}
		finally {
			Directories.delete(directory);
		}
	}

	private static Observer start(Path jar, List<Integer> ports, Path directory) throws IOException {
		return Observer.start(jar, ports, SERIES, HEAP, Files.createDirectory(directory));
	}

}
