package io.github.metricstcp.client.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The latest marks of all targets. There is a limit for each kind and target, so that
 * many pauses of one do not displace the only restart of another. Thread-safe.
 */
final class MarkLog {

	/**
	 * The number of marks of one kind and target that are kept.
	 */
	static final int MOST = 200;

	// Guarded by this

	private final Map<Origin, Deque<Mark>> marks = new HashMap<>();

	private long revision;

	/**
	 * Adds a mark.
	 * @param time the time of the occurrence, in nanoseconds since the epoch
	 */
	synchronized Mark add(MarkKind kind, long time, String target, String sentence) {
		this.revision++;
		return keep(new Mark(this.revision, this.revision, time, kind, target, sentence));
	}

	/**
	 * Puts another mark of the same occurrence into the place of one, or adds it if that
	 * one is not kept any more.
	 */
	synchronized Mark change(Mark mark, MarkKind kind, String sentence) {
		of(mark).remove(mark);
		this.revision++;
		return keep(new Mark(mark.id(), this.revision, mark.time(), kind, mark.target(), sentence));
	}

	private Mark keep(Mark mark) {
		Deque<Mark> kept = of(mark);
		if (kept.size() == MOST) {
			kept.removeFirst();
		}
		kept.addLast(mark);
		return mark;
	}

	private Deque<Mark> of(Mark mark) {
		return this.marks.computeIfAbsent(new Origin(mark.kind(), mark.target()), (absent) -> new ArrayDeque<>());
	}

	/**
	 * Returns the marks that are kept, in the order of their time.
	 */
	synchronized List<Mark> all() {
		List<Mark> all = new ArrayList<>();
		this.marks.values().forEach(all::addAll);
		all.sort(Comparator.comparingLong(Mark::time).thenComparingLong(Mark::id));
		return all;
	}

	/**
	 * Forgets the marks of a target.
	 */
	synchronized void remove(String target) {
		this.marks.keySet().removeIf((origin) -> origin.target().equals(target));
	}

	synchronized void clear() {
		this.marks.clear();
	}

	/**
	 * The kind and the target that marks have in common.
	 */
	private record Origin(MarkKind kind, String target) {

	}

}
