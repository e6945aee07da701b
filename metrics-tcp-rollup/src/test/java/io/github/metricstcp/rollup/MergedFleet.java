package io.github.metricstcp.rollup;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;

import io.github.metricstcp.client.wire.EventSink;
import io.github.metricstcp.client.wire.FrameDecoder;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.MalformedStreamException;
import io.github.metricstcp.client.wire.Metadata;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.kafka.Content;
import io.github.metricstcp.kafka.RecordDescription;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

import static io.github.metricstcp.rollup.RollupDriver.START;

/**
 * A fleet of two partitions, without what brings their sums to it, and a reader of what
 * it writes.
 */
final class MergedFleet implements FleetStream.Output {

	final List<String> messages = new ArrayList<>();

	final List<RecordDescription> descriptions = new ArrayList<>();

	final Map<String, Metadata> metadata = new HashMap<>();

	/**
	 * The values of the last snapshot, and what has come since then, by name.
	 */
	final Map<String, Double> values = new TreeMap<>();

	final KeyValueStore<Bytes, byte[]> store = store();

	final List<PartitionSums> partitions;

	private final RollupSettings settings;

	final Tally tally;

	/**
	 * The number of bytes that windows may take which wait, for the next fleet.
	 */
	long room = 1L << 20;

	/**
	 * The nanoseconds that pass whenever the fleet looks.
	 */
	long passing;

	private long passed;

	private long now = START;

	private Fleet fleet;

	MergedFleet(RollupSettings settings) {
		this.settings = settings;
		this.tally = new Tally(settings, this.messages::add);
		this.partitions = List.of(new PartitionSums(settings, this.tally), new PartitionSums(settings, this.tally));
		this.fleet = fleet();
		advanceTo(START);
	}

	static KeyValueStore<Bytes, byte[]> store() {
		KeyValueStore<Bytes, byte[]> store = Stores.inMemoryKeyValueStore("store").get();
		store.init(new MockProcessorContext<>().getStateStoreContext(), store);
		return store;
	}

	static SeriesKey counter(String name) {
		return new SeriesKey(Kind.COUNTER, name, Map.of());
	}

	static SeriesKey histogram(String name) {
		return new SeriesKey(Kind.HISTOGRAM, name, Map.of());
	}

	/**
	 * Returns whether a series is kept.
	 */
	boolean hasSeries(String name) {
		List<String> names = new ArrayList<>();
		new FleetStore(this.store).forEachSeries((key, value) -> names.add(new ByteReader(key).readKey().name()));
		return names.contains(name);
	}

	private Fleet fleet() {
		return new Fleet(this.settings, this.tally, this.room, "fleet", new FleetStore(this.store), this, this.now,
				() -> this.passed += this.passing);
	}

	/**
	 * Makes the fleet anew from what it has kept.
	 */
	void restart() {
		this.fleet = fleet();
	}

	/**
	 * Adds a counter of one more instance.
	 */
	CounterSum count(int partition, String name, long base) {
		PartitionSums sums = this.partitions.get(partition);
		CounterSum sum = (CounterSum) sums.sum(counter(name));
		sum.retain();
		sum.addBase(base);
		sums.changed(sum);
		return sum;
	}

	/**
	 * Adds an increment of now.
	 */
	void increment(int partition, CounterSum sum, long amount) {
		PartitionSums sums = this.partitions.get(partition);
		sum.add(sums.currentWindow(), amount);
		sums.changed(sum);
	}

	/**
	 * Lets the instance of a counter go.
	 */
	void forget(int partition, SeriesSum sum) {
		this.partitions.get(partition).release(sum);
	}

	/**
	 * Sends what a partition has of a gauge.
	 * @param seconds the end of the window from which on it has the value, in seconds
	 * since the beginning
	 */
	void value(int partition, String name, int seconds, double value) {
		value(partition, name, seconds, new GaugeValues(1, value, value, value));
	}

	private void value(int partition, String name, int seconds, GaugeValues values) {
		ByteWriter message = new ByteWriter().writeVarint(partition).writeByte(SeriesSum.CHANGES).writeVarint(1);
		message.writeVarint(new Windows(this.settings.window().toMillis()).lastEnded(START + seconds * 1_000L));
		values.writeTo(message);
		accept(Kind.GAUGE, name, message.toBytes());
	}

	/**
	 * Sends that no instance of a partition has a value of a gauge.
	 */
	void noValue(int partition, String name, int seconds) {
		value(partition, name, seconds, GaugeValues.NONE);
	}

	/**
	 * Sends that a partition has no instance any more with a gauge.
	 */
	void leave(int partition, String name) {
		accept(Kind.GAUGE, name, SeriesSum.gone(partition));
	}

	void accept(Kind kind, String name, byte[] message) {
		byte[] key = new ByteWriter().writeKey(new SeriesKey(kind, name, Map.of())).toBytes();
		this.fleet.accept(key, message, this.now);
	}

	/**
	 * Sends what a partition has.
	 */
	void send(int partition) {
		this.partitions.get(partition).take(partition, (key, value) -> this.fleet.accept(key, value, this.now));
	}

	/**
	 * Sends what both partitions have, as often as time goes on by ten seconds.
	 */
	void until(long sinceStart) {
		while (this.now < START + sinceStart) {
			skipTo(Math.min(sinceStart, this.now + 10_000 - START));
		}
	}

	/**
	 * Sends what both partitions have when time has gone on at once.
	 */
	void skipTo(long sinceStart) {
		advanceTo(START + sinceStart);
		send(0);
		send(1);
		this.fleet.accept(ClockMessage.KEY, new ClockMessage(0, 2, this.now).toBytes(), this.now);
		this.fleet.accept(ClockMessage.KEY, new ClockMessage(1, 2, this.now).toBytes(), this.now);
		this.fleet.tick(this.now);
	}

	/**
	 * Sends what partitions have, one of which has a backlog: it comes on by more than
	 * the time that goes by.
	 * @param behind by how much it is behind, in milliseconds
	 * @param step what it comes on by in ten seconds
	 * @param read called with the time that it has come to, before its sums are sent
	 */
	void catchUp(long behind, long step, LongConsumer read) {
		long time = this.now - behind;
		while (time < this.now) {
			this.now += 10_000;
			time = Math.min(time + step, this.now);
			read.accept(time);
			send(0);
			send(1);
			this.fleet.accept(ClockMessage.KEY, new ClockMessage(0, 2, time).toBytes(), this.now);
			this.fleet.accept(ClockMessage.KEY, new ClockMessage(1, 2, this.now).toBytes(), this.now);
			this.fleet.tick(this.now);
		}
	}

	private void advanceTo(long time) {
		this.now = time;
		this.partitions.forEach((each) -> each.advanceTo(time));
	}

	@Override
	public void frames(RecordDescription description, byte[] frames, long now) {
		this.descriptions.add(description);
		if (description.content() == Content.SNAPSHOT) {
			this.values.clear();
		}
		try {
			new FrameDecoder<>(new Reader(), FrameDecoder.DEFAULT_MAX_FRAME_LENGTH, 1_000)
				.decode(ByteBuffer.wrap(frames));
		}
		catch (MalformedStreamException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void sketch(byte[] key, byte[] sketch, long now) {
	}

	/**
	 * A reader of events.
	 */
	private final class Reader implements EventSink<SeriesKey> {

		@Override
		public SeriesKey series(SeriesKey key) {
			return key;
		}

		@Override
		public void metadata(Metadata metadata) {
			MergedFleet.this.metadata.put(metadata.name(), metadata);
		}

		@Override
		public void event(SeriesKey series, Operation operation, long operand, long seconds, int nanos) {
			switch (operation) {
				case INCREMENT_COUNTER -> MergedFleet.this.values.merge(series.name(), (double) operand, Double::sum);
				case SET_COUNTER -> MergedFleet.this.values.put(series.name(), (double) operand);
				default -> MergedFleet.this.values.put(series.name(), Double.longBitsToDouble(operand));
			}
		}

	}

}
