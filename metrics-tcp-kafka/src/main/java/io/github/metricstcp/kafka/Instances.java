package io.github.metricstcp.kafka;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.github.metricstcp.client.model.TargetNames;
import io.github.metricstcp.client.wire.StreamListener;

/**
 * The instances that a topic has: added with their first record, and removed some time
 * after their end. Confined to the thread that reads.
 */
final class Instances {

	private final int maxSeries;

	private final InstanceListener listener;

	private final Consumer<String> messages;

	private final SharedAddresses addresses = new SharedAddresses();

	// By their addresses and names
	private final Map<String, InstanceStream> streams = new LinkedHashMap<>();

	// Of those that are shown
	private final Map<String, TargetNames> names = new HashMap<>();

	// Whether streams are shown, and not only their state is kept
	private boolean shown;

	private long lastRead;

	// The time since which records have come without a long pause
	private long flowing;

	// Of those that were removed

	private long duplicates;

	private long missing;

	private long early;

	/**
	 * Creates instances of which there are none yet.
	 * @param messages takes clauses about instances that need not be what they seem
	 */
	Instances(int maxSeries, InstanceListener listener, Consumer<String> messages) {
		this.maxSeries = maxSeries;
		this.listener = listener;
		this.messages = messages;
	}

	/**
	 * Returns the number of records that were read before.
	 */
	long duplicates() {
		return this.duplicates + this.streams.values().stream().mapToLong(InstanceStream::duplicates).sum();
	}

	/**
	 * Returns the number of records that are missing.
	 */
	long missing() {
		return this.missing + this.streams.values().stream().mapToLong(InstanceStream::missing).sum();
	}

	/**
	 * Returns the number of records of which no snapshot had come yet.
	 */
	long early() {
		return this.early + this.streams.values().stream().mapToLong(InstanceStream::early).sum();
	}

	/**
	 * Shows all streams from now on.
	 */
	void show() {
		this.shown = true;
		this.streams.values().forEach(InstanceStream::show);
	}

	/**
	 * Takes the next record.
	 * @param time the time at which the record was made, in milliseconds since the epoch
	 * @param now the time now, by the clock of the reader
	 * @throws UnusableRecordException if it can't be read
	 */
	void accept(RecordDescription description, byte[] frames, long time, long now) throws UnusableRecordException {
		if (now - this.lastRead > InstanceStream.LONGEST_PAUSE) {
			this.flowing = now;
		}
		this.lastRead = now;
		this.streams
			.computeIfAbsent(description.instance(),
					(added) -> new InstanceStream(description.target(), this.maxSeries, () -> listener(description)))
			.accept(description, frames, time, now, this.shown);
		String clause = this.addresses.accept(description, time);
		if (clause != null) {
			this.messages.accept(clause);
		}
	}

	private StreamListener<?> listener(RecordDescription description) {
		String target = description.target();
		String alias = description.alias();
		// Two instances may have been given one name
		boolean taken = this.names.values().stream().anyMatch((each) -> each.name().equals(alias));
		String name = taken ? "%s(%s)".formatted(alias, target) : alias;
		TargetNames names = new TargetNames(name, target, name);
		this.names.put(description.instance(), names);
		return this.listener.added(names);
	}

	/**
	 * Ends all streams that have not ended.
	 * @param reason the reason, as a clause
	 */
	void close(String reason) {
		this.streams.values().forEach((each) -> each.close(reason));
	}

	/**
	 * Forgets all instances, to begin anew.
	 */
	void restart() {
		this.shown = false;
		this.lastRead = 0;
		this.flowing = 0;
		this.streams.values().forEach(this::count);
		this.streams.clear();
		this.names.clear();
		this.listener.restarted();
	}

	private void count(InstanceStream stream) {
		this.duplicates += stream.duplicates();
		this.missing += stream.missing();
		this.early += stream.early();
	}

	/**
	 * Goes on by the time of now, after that of what was replayed: what has ended by then
	 * is shown for as long as what ends from then on.
	 * @param now the time now
	 */
	void live(long now) {
		this.lastRead = now;
		this.flowing = now;
		this.streams.values().forEach((each) -> each.live(now));
	}

	/**
	 * Remarks upon instances of which nothing comes, and removes those that are over. To
	 * be called now and then.
	 * @param now the time now, by the clock of the reader
	 */
	void tick(long now) {
		this.streams.values().forEach((each) -> each.tick(now));
		// If nothing comes at all, that says nothing of one of them
		long since = (now - this.lastRead <= InstanceStream.LONGEST_PAUSE) ? this.flowing : now;
		List<TargetNames> removed = new ArrayList<>();
		Iterator<Map.Entry<String, InstanceStream>> all = this.streams.entrySet().iterator();
		while (all.hasNext()) {
			Map.Entry<String, InstanceStream> each = all.next();
			InstanceStream stream = each.getValue();
			if (stream.isOver(now, since)) {
				all.remove();
				count(stream);
				stream.close("nothing has come from its relay");
				TargetNames names = this.names.remove(each.getKey());
				if (names != null) {
					removed.add(names);
				}
			}
		}
		if (!removed.isEmpty()) {
			this.listener.removed(removed);
		}
	}

}
