package io.github.metricstcp.rollup;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

import io.github.metricstcp.kafka.RecordDescription;
import io.github.metricstcp.kafka.SharedAddresses;
import io.github.metricstcp.kafka.UnusableRecordException;

/**
 * What is known of one partition that is read: the state of its instances, and the sums
 * of all of them together since the last commit. Confined to the thread of its task.
 * <p>
 * Its time is that of the last record, as the relay has made it, or a later one at which
 * it is known that there was no further record. So an outage of the brokers makes nothing
 * late: time stands still with the records.
 */
final class SourcePartition {

	/**
	 * The time after which an instance is forgotten of which nothing comes. If it came
	 * again, its totals would be added again.
	 */
	private static final long KEPT = TimeUnit.DAYS.toMillis(1);

	/**
	 * A time without records after which none is forgotten for as long again: those that
	 * go on have a snapshot each minute, by which they are known again.
	 */
	private static final long GAP = TimeUnit.MINUTES.toMillis(10);

	/**
	 * The time that a record may need to come here.
	 */
	private static final long ON_THE_WAY = TimeUnit.SECONDS.toMillis(1);

	private final int number;

	private final long grace;

	private final SourceEnds ends;

	private final PartitionSums sums;

	private final Tally tally;

	private final InstanceStore store;

	private final StateOrigin origin;

	// Whether the store has no origin yet
	private boolean isNew;

	private final SharedAddresses addresses = new SharedAddresses();

	// By their addresses and names
	private final Map<String, Instance> instances = new TreeMap<>();

	private final Map<String, Instance> changed = new HashMap<>();

	// The offset behind the last record, and when that was read by the clock of this
	// machine

	private long next = -1;

	private long lastRead;

	private long sentTime;

	// The time at which the last gap has ended
	private long steadySince;

	/**
	 * Creates a partition, with what the store has of it.
	 * @param number the number of the partition
	 * @param now the time now, in milliseconds since the epoch
	 * @throws StateOrigin.OtherOriginException if the store is of other settings
	 */
	SourcePartition(int number, RollupSettings settings, Tally tally, SourceEnds ends, InstanceStore store, long now) {
		this.number = number;
		this.grace = settings.grace().toMillis();
		this.ends = ends;
		this.sums = new PartitionSums(settings, tally);
		this.tally = tally;
		this.store = store;
		this.lastRead = now;
		this.origin = new StateOrigin(settings);
		this.isNew = this.origin.require(store.origin(), store.isEmpty());
		store.forEach((name, head) -> {
			Instance instance = new Instance(name, this.sums);
			instance.readFrom(store, head);
			this.instances.put(name, instance);
		});
	}

	/**
	 * Notes that a record is being read.
	 * @param now the time now
	 */
	void read(long offset, long now) {
		this.next = offset + 1;
		this.lastRead = now;
	}

	/**
	 * Takes the next record.
	 * @param time the time at which it was made
	 * @param now the time now
	 * @throws UnusableRecordException if it can't be read
	 */
	void accept(RecordDescription description, byte[] frames, long time, long now) throws UnusableRecordException {
		// A relay whose clock is ahead must not fill windows of the future
		boolean ahead = time > now + this.grace / 2;
		if (ahead) {
			this.sums.tally().ahead(description.instance(), time - now);
		}
		long credible = ahead ? now : time;
		this.sums.beginRecord(credible);
		// Nor must it have windows written before they are over
		advanceTo(Math.min(credible, now));
		Instance instance = this.instances.computeIfAbsent(description.instance(),
				(added) -> new Instance(added, this.sums));
		this.changed.put(instance.name(), instance);
		instance.accept(description, frames, credible);
		String clause = this.addresses.accept(description, credible);
		if (clause != null) {
			this.tally.say(clause);
		}
	}

	private void advanceTo(long time) {
		if (time - this.sums.time() > GAP) {
			this.steadySince = time;
		}
		this.sums.advanceTo(time);
	}

	/**
	 * Lets time go on while no records come, and forgets instances.
	 */
	void tick() {
		long caughtUp = this.ends.caughtUpAt(this.number, this.next, this.lastRead);
		if (caughtUp > 0) {
			advanceTo(caughtUp - ON_THE_WAY);
		}
		if (this.sums.time() - this.steadySince >= GAP) {
			forget();
		}
	}

	private void forget() {
		Iterator<Instance> all = this.instances.values().iterator();
		while (all.hasNext()) {
			Instance each = all.next();
			if (each.isQuietSince(this.sums.time() - KEPT)) {
				all.remove();
				this.changed.remove(each.name());
				each.removeFrom(this.store);
			}
		}
	}

	/**
	 * Hands over all that has come since the last commit, and keeps the state that goes
	 * with it.
	 * @param messages takes the key and the value of each message
	 */
	void take(BiConsumer<byte[], byte[]> messages) {
		if (this.isNew) {
			this.isNew = false;
			this.store.putOrigin(this.origin.toBytes());
		}
		this.sums.take(this.number, messages);
		this.changed.values().forEach((each) -> each.writeTo(this.store));
		this.changed.clear();
		if (this.sums.time() > this.sentTime) {
			this.sentTime = this.sums.time();
			messages.accept(ClockMessage.KEY,
					new ClockMessage(this.number, this.ends.partitions(), this.sentTime).toBytes());
		}
	}

}
