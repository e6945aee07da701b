package io.github.metricstcp.benchmarks.client;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import io.github.metricstcp.benchmarks.run.Conversation;
import io.github.metricstcp.benchmarks.run.Processes;

/**
 * A process that is a fleet: many instances of an application, each on a port of its own
 * with one client, all with the same series. Each sends events of any of its series at
 * the same steady rate. If it is to have failures, connections are cut in the middle of a
 * frame, and instances end and come back on the same port, in turns. One thread does
 * everything. It takes about 0.1 us for an event.
 */
public final class FleetGenerator {

	private static final long TICK_MILLIS = 10;

	private static final long DOWN_NANOS = TimeUnit.SECONDS.toNanos(2);

	private static final int HEAP_MEGABYTES = 512;

	private final FrameTemplates templates;

	private final List<GeneratedInstance> instances = new ArrayList<>();

	private final Random random = new Random(2);

	private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();

	private double rate;

	private double failuresPerMinute;

	private double failures;

	private final Deque<Down> down = new ArrayDeque<>();

	private long cuts;

	private long ends;

	private long returns;

	private FleetGenerator(int series, double rate, double failuresPerMinute) {
		this.templates = new FrameTemplates(series);
		this.rate = rate;
		this.failuresPerMinute = failuresPerMinute;
	}

	/**
	 * Listens on ports of its own, says them, and serves one client on each until its
	 * input ends.
	 * @param args the number of instances; the number of series of each; events a second
	 * of each; the failures a minute of all together
	 * @throws IOException if there are no ports
	 */
	public static void main(String[] args) throws IOException {
		FleetGenerator generator = new FleetGenerator(Integer.parseInt(args[1]), Double.parseDouble(args[2]),
				Double.parseDouble(args[3]));
		Conversation parent = Conversation.withParent();
		try (Selector selector = Selector.open()) {
			for (int i = 0; i < Integer.parseInt(args[0]); i++) {
				generator.instances.add(new GeneratedInstance(generator.templates, selector));
			}
			parent.answer(generator.instances.stream().mapToInt(GeneratedInstance::port).toArray());
			Thread thread = new Thread(() -> generator.listenTo(parent, selector), "commands");
			thread.setDaemon(true);
			thread.start();
			generator.serve(selector);
		}
	}

	/**
	 * Starts a process.
	 * @param instances the number of instances
	 * @param series the number of series of each
	 * @param rate events a second of each
	 * @param failuresPerMinute the failures a minute of all together
	 * @return the process
	 * @throws IOException if it does not start
	 */
	public static Running start(int instances, int series, double rate, double failuresPerMinute) throws IOException {
		Process process = Processes.start(
				Processes.java(Processes.classPath(), FleetGenerator.class, HEAP_MEGABYTES, String.valueOf(instances),
						String.valueOf(series), String.valueOf(rate), String.valueOf(failuresPerMinute)));
		try {
			Conversation conversation = Conversation.with(process);
			return new Running(process, conversation, conversation.hear(int[].class));
		}
		catch (RuntimeException ex) {
			Processes.kill(process);
			throw ex;
		}
	}

	private void listenTo(Conversation parent, Selector selector) {
		for (String word = parent.word(); word != null; word = parent.word()) {
			String command = word;
			this.commands.add(() -> obey(command, parent));
			selector.wakeup();
		}
		System.exit(0);
	}

	private void obey(String command, Conversation parent) {
		String[] words = command.split(" ", 2);
		switch (words[0]) {
			case "rate" -> this.rate = Double.parseDouble(words[1]);
			case "failures" -> this.failuresPerMinute = Double.parseDouble(words[1]);
			default -> {
			}
		}
		parent.answer(counts());
	}

	private void serve(Selector selector) throws IOException {
		long last = System.nanoTime();
		while (true) {
			long now = System.nanoTime();
			selector.select(FleetGenerator::accept, Math.max(1, TICK_MILLIS - millis(now - last)));
			for (Runnable command = this.commands.poll(); command != null; command = this.commands.poll()) {
				command.run();
			}
			now = System.nanoTime();
			if (millis(now - last) < TICK_MILLIS) {
				continue;
			}
			double seconds = (now - last) / 1e9;
			last = now;
			Instant time = Instant.now();
			this.templates.time(TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano());
			for (GeneratedInstance instance : this.instances) {
				instance.send(this.rate * seconds);
			}
			fail(seconds, now);
		}
	}

	private static long millis(long nanos) {
		return TimeUnit.NANOSECONDS.toMillis(nanos);
	}

	private static void accept(SelectionKey key) {
		try {
			((GeneratedInstance) Objects.requireNonNull(key.attachment())).accept();
		}
		catch (IOException ex) {
			// The client is gone
		}
	}

	private void fail(double seconds, long now) throws IOException {
		for (Down first = this.down.peek(); first != null
				&& now - first.since() >= DOWN_NANOS; first = this.down.peek()) {
			this.down.remove().instance().comeBack();
			this.returns++;
		}
		this.failures += this.failuresPerMinute / 60 * seconds;
		if (this.failures < 1) {
			return;
		}
		this.failures--;
		GeneratedInstance instance = this.instances.get(this.random.nextInt(this.instances.size()));
		if (instance.isEnded()) {
			return;
		}
		if (this.cuts > this.ends) {
			instance.end();
			this.down.add(new Down(instance, now));
			this.ends++;
		}
		else if (instance.cut()) {
			this.cuts++;
		}
	}

	private FleetCounts counts() {
		FleetCounts counts = new FleetCounts(0, 0, 0, 0, 0, this.cuts, this.ends, this.returns);
		for (GeneratedInstance instance : this.instances) {
			counts = instance.addTo(counts);
		}
		return counts;
	}

	/**
	 * An instance that has ended and will come back.
	 *
	 * @param instance the instance
	 * @param since the time of its end
	 */
	private record Down(GeneratedInstance instance, long since) {

	}

	/**
	 * A process that is a fleet.
	 */
	public static final class Running implements AutoCloseable {

		private final Process process;

		private final Conversation conversation;

		private final List<Integer> ports;

		private Running(Process process, Conversation conversation, int[] ports) {
			this.process = process;
			this.conversation = conversation;
			this.ports = Arrays.stream(ports).boxed().toList();
		}

		/**
		 * Returns the process.
		 */
		public Process process() {
			return this.process;
		}

		/**
		 * Returns the ports of the instances.
		 */
		public List<Integer> ports() {
			return this.ports;
		}

		/**
		 * Returns what it has done so far.
		 */
		public FleetCounts counts() {
			return this.conversation.ask("counts", FleetCounts.class);
		}

		/**
		 * Changes the rate.
		 * @param rate events a second of each instance from now on
		 * @return what it has done so far
		 */
		public FleetCounts rate(double rate) {
			return this.conversation.ask("rate " + rate, FleetCounts.class);
		}

		/**
		 * Changes how often something fails.
		 * @param failuresPerMinute the failures a minute of all together
		 * @return what it has done so far
		 */
		public FleetCounts failures(double failuresPerMinute) {
			return this.conversation.ask("failures " + failuresPerMinute, FleetCounts.class);
		}

		@Override
		public void close() {
			Processes.kill(this.process);
		}

	}

}
