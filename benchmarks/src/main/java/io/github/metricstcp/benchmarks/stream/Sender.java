package io.github.metricstcp.benchmarks.stream;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.sun.management.ThreadMXBean;
import io.github.metricstcp.MetricsTcpExporter;
import io.github.metricstcp.benchmarks.run.Conversation;
import io.github.metricstcp.benchmarks.run.ThreadUse;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The process that sends: it opens what is measured, puts load on it, and reports.
 */
final class Sender {

	private static final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private final Scenario scenario;

	private final Target target;

	private final List<Recorder> recorders = new ArrayList<>();

	private Sender(Scenario scenario, Target target) {
		this.scenario = scenario;
		this.target = target;
	}

	public static void main(String[] args) throws Exception {
		Scenario scenario = Scenarios.byName(args[0]);
		Target target = Target.open(scenario);
		Conversation parent = Conversation.withParent();
		parent.answer(target.port());
		new Sender(scenario, target).talk(parent);
		System.exit(0);
	}

	private void talk(Conversation parent) throws InterruptedException {
		for (String word = parent.word(); word != null; word = parent.word()) {
			switch (word) {
				case Words.LOAD -> load();
				case Words.HALT -> halt();
				default -> parent.answer(report());
			}
		}
	}

	private void load() {
		if (this.scenario.load() == Scenario.Load.NONE) {
			return;
		}
		double pause = (this.scenario.load() == Scenario.Load.BURSTS) ? Nanos.PER_MILLI : 0;
		boolean each = (this.scenario.load() == Scenario.Load.TIMED_INCREMENTS);
		for (int i = 0; i < this.scenario.threads(); i++) {
			Recorder recorder = new Recorder(i + 1, this.target.event(), each,
					(double) this.scenario.rate() / this.scenario.threads(), pause);
			this.recorders.add(recorder);
			recorder.start();
		}
	}

	private void halt() throws InterruptedException {
		for (Recorder recorder : this.recorders) {
			recorder.halt();
		}
	}

	private Report report() {
		long nanoTime = System.nanoTime();
		Histogram durations = new Histogram(3);
		this.recorders.forEach((recorder) -> recorder.addDurationsTo(durations));
		MetricsTcpExporter exporter = this.target.exporter();
		return new Report(nanoTime, this.recorders.stream().mapToLong(Recorder::events).sum(),
				this.recorders.stream().mapToLong(Recorder::nanos).sum(), Quantiles.of(durations),
				(exporter != null) ? Counts.of(exporter) : null, threadUses(), heapAfterCollection());
	}

	private static Map<String, ThreadUse> threadUses() {
		Map<String, ThreadUse> uses = new TreeMap<>();
		for (long id : threads.getAllThreadIds()) {
			ThreadInfo thread = threads.getThreadInfo(id);
			if (thread != null) {
				uses.put(thread.getThreadName(),
						new ThreadUse(threads.getThreadCpuTime(id), threads.getThreadAllocatedBytes(id)));
			}
		}
		return uses;
	}

	/**
	 * Returns what was left on the heap after the last collection of each part of it.
	 */
	private static long heapAfterCollection() {
		long used = 0;
		for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
			MemoryUsage usage = pool.getCollectionUsage();
			used += (usage != null) ? usage.getUsed() : 0;
		}
		return used;
	}

	/**
	 * The counts and times of the sender at one time.
	 *
	 * @param nanoTime when this was
	 * @param events how many events were recorded
	 * @param nanos the time spent recording them
	 * @param durations how long the events since the last report took
	 * @param counts what has become of them, if it is the exporter that sends
	 * @param threads what each thread has used, by its name
	 * @param heap bytes on the heap after the last collection
	 */
	record Report(long nanoTime, long events, long nanos, Quantiles durations, @Nullable Counts counts,
			Map<String, ThreadUse> threads, long heap) {

	}

	/**
	 * The exporter's counts of the events.
	 *
	 * @param coalesced those that did not find room and are part of a sum
	 * @param dropped those that did not find room and are gone
	 * @param sent those sent to a client singly
	 * @param lost those not sent to a client singly
	 */
	record Counts(long coalesced, long dropped, long sent, long lost) {

		static Counts of(MetricsTcpExporter exporter) {
			return new Counts(exporter.events().coalesced(), exporter.events().dropped(), exporter.deliveries().sent(),
					exporter.deliveries().coalesced() + exporter.deliveries().dropped());
		}

	}

}
