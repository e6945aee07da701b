package io.github.metricstcp.rollup;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.metricstcp.client.wire.EventSink;
import io.github.metricstcp.client.wire.FrameDecoder;
import io.github.metricstcp.client.wire.MalformedStreamException;
import io.github.metricstcp.client.wire.Metadata;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.kafka.Content;
import io.github.metricstcp.kafka.RecordDescription;
import io.github.metricstcp.kafka.SessionOrder.Turn;
import io.github.metricstcp.kafka.UnusableRecordException;
import io.github.metricstcp.kafka.UnusableRecordException.Fault;

/**
 * One instance: its sessions, and the state of its series. Its events go into the sums of
 * the partition.
 */
final class Instance implements EventSink<InstanceSeries> {

	/**
	 * The number of series of one instance; others are left out.
	 */
	static final int MAX_SERIES = 10_000;

	/**
	 * The number of series whose state is written together.
	 */
	static final int PAGE = 64;

	/**
	 * The hours after which a series is forgotten of which nothing comes: at least a day.
	 */
	private static final long KEPT_HOURS = 24;

	private static final long MAX_SECONDS = Long.MAX_VALUE / TimeUnit.SECONDS.toNanos(1);

	private final String name;

	private final PartitionSums sums;

	private final Map<SeriesKey, InstanceSeries> series = new HashMap<>();

	private final List<InstanceSeries> numbered = new ArrayList<>();

	// The number of pages that are kept
	private int keptPages;

	private final BitSet changedPages = new BitSet();

	private final BitSet changedKeys = new BitSet();

	private FrameDecoder<InstanceSeries> decoder = decoder();

	private final InstanceSession session = new InstanceSession();

	private final CoveredEvents covered = new CoveredEvents();

	private boolean fullSaid;

	// Of the record that is being read

	private long hour;

	private long second = Long.MIN_VALUE;

	private long window;

	private boolean late;

	private long events;

	/**
	 * Creates an instance of which nothing is known.
	 * @param name its address, and its name if it has one
	 */
	Instance(String name, PartitionSums sums) {
		this.name = name;
		this.sums = sums;
	}

	private FrameDecoder<InstanceSeries> decoder() {
		return new FrameDecoder<>(this, FrameDecoder.DEFAULT_MAX_FRAME_LENGTH, MAX_SERIES);
	}

	String name() {
		return this.name;
	}

	/**
	 * Returns whether nothing has come of the instance since a time.
	 */
	boolean isQuietSince(long time) {
		return this.session.lastTime() < time;
	}

	/**
	 * Takes the next record.
	 * @param time the time at which the record was made, in milliseconds since the epoch
	 * @throws UnusableRecordException if it can't be read
	 */
	void accept(RecordDescription description, byte[] frames, long time) throws UnusableRecordException {
		RecordDescription.requireWhole(frames);
		boolean steady = this.session.isSteady();
		Turn turn = this.session.accept(description, time);
		if (turn == Turn.DUPLICATE) {
			this.sums.tally().duplicate();
			return;
		}
		if (turn == Turn.UNKNOWN) {
			this.sums.tally().early();
			return;
		}
		if (steady && description.content() == Content.SNAPSHOT) {
			forgetSeries();
		}
		if (turn != Turn.NEXT) {
			this.changedPages.set(0, pages());
		}
		if (this.session.comesBack()) {
			this.numbered.forEach((each) -> each.comeBack(this.session.hasFollowed()));
		}
		this.sums.tally().missing(this.session.missing());
		this.hour = TimeUnit.MILLISECONDS.toHours(time);
		this.covered.upTo(this.session.covered());
		boolean whole = decode(frames);
		if (description.content() == Content.END && this.session.end(description, time)) {
			this.numbered.forEach(InstanceSeries::goOn);
			this.changedPages.set(0, pages());
		}
		if (!whole) {
			throw new UnusableRecordException(Fault.BROKEN, "its content is no frames");
		}
	}

	/**
	 * Lets go of series of which nothing has come for a day, while snapshots have come.
	 */
	private void forgetSeries() {
		long last = this.hour - KEPT_HOURS;
		boolean any = this.numbered.removeIf((each) -> {
			boolean over = each.isQuietSince(last);
			if (over) {
				this.series.remove(each.key());
				each.removeFrom(this.sums);
			}
			return over;
		});
		if (any) {
			for (int i = 0; i < this.numbered.size(); i++) {
				this.numbered.get(i).renumber(i);
			}
			mark(this.changedKeys);
			mark(this.changedPages);
			// The one before has the series that are gone
			this.decoder = decoder();
		}
	}

	/**
	 * Has all pages that there are written, and no others.
	 */
	private void mark(BitSet pages) {
		pages.clear();
		pages.set(0, pages());
	}

	private boolean decode(byte[] frames) {
		this.second = Long.MIN_VALUE;
		this.events = 0;
		try {
			this.decoder.decode(ByteBuffer.wrap(frames));
			return true;
		}
		catch (MalformedStreamException ex) {
			this.decoder = decoder();
			return false;
		}
		finally {
			this.sums.tally().events(this.events);
		}
	}

	private int pages() {
		return (this.numbered.size() + PAGE - 1) / PAGE;
	}

	@Override
	public InstanceSeries series(SeriesKey key) {
		InstanceSeries existing = this.series.get(key);
		if (existing != null) {
			return existing;
		}
		boolean room = this.series.size() < MAX_SERIES && !key.isTooLong();
		SeriesSum sum = room ? this.sums.sum(key) : null;
		if (sum == null) {
			if (!this.fullSaid) {
				this.fullSaid = true;
				this.sums.tally().full(this.name);
			}
			return new InstanceSeries(key, -1, null, this.session);
		}
		InstanceSeries added = new InstanceSeries(key, this.numbered.size(), sum, this.session);
		add(added);
		this.changedKeys.set(added.number() / PAGE);
		return added;
	}

	private void add(InstanceSeries added) {
		this.series.put(added.key(), added);
		this.numbered.add(added);
	}

	@Override
	public void metadata(Metadata metadata) {
		this.sums.metadata(metadata);
	}

	@Override
	public void event(InstanceSeries series, Operation operation, long operand, long seconds, int nanos) {
		this.events++;
		if (series.hear(this.hour) && series.sum() != null) {
			this.changedPages.set(series.number() / PAGE);
		}
		if (seconds != this.second) {
			this.second = seconds;
			long time = (seconds > 0 && seconds < MAX_SECONDS) ? TimeUnit.SECONDS.toMillis(seconds) : 0;
			this.window = this.sums.window(time);
			this.late = this.sums.isLate(this.window);
		}
		if (this.covered.has(series, operation, operand, seconds, nanos)) {
			return;
		}
		SeriesSum sum = series.sum();
		boolean taken = true;
		if (sum instanceof HistogramSum histogram) {
			double sample = Double.longBitsToDouble(operand);
			taken = !this.late;
			if (taken && Double.isFinite(sample)) {
				histogram.add(this.window, sample);
			}
		}
		else if (series.counter() != null && sum instanceof CounterSum counter) {
			count(series.counter(), counter, operation, operand);
			this.changedPages.set(series.number() / PAGE);
		}
		else if (series.gauge() != null && sum instanceof GaugeSum gauge) {
			taken = accept(series.gauge(), gauge, operation, Double.longBitsToDouble(operand));
			this.changedPages.set(series.number() / PAGE);
		}
		if (!taken) {
			this.sums.tally().late(this.name);
		}
		else if (sum != null) {
			this.sums.changed(sum);
		}
	}

	private void count(CounterState counter, CounterSum sum, Operation operation, long operand) {
		// An increment is never lost, but in another window
		long window = this.late ? this.sums.currentWindow() : this.window;
		if (operation == Operation.SET_COUNTER) {
			counter.set(sum, window, operand, !this.session.isTakenOver());
		}
		else {
			counter.increment(sum, window, operand);
		}
	}

	private boolean accept(GaugeState gauge, GaugeSum sum, Operation operation, double operand) {
		if (!Double.isFinite(operand)) {
			return true;
		}
		boolean taken = true;
		// The value of now, whenever it was set; what is too late is one that was
		// replaced
		long window = this.late ? this.sums.evaluated() : this.window;
		switch (operation) {
			case INCREMENT_GAUGE -> gauge.change(window, operand);
			case DECREMENT_GAUGE -> gauge.change(window, -operand);
			default -> taken = gauge.set(window, operand);
		}
		if (window <= this.sums.evaluated()) {
			sum.reopen(window);
		}
		return taken;
	}

	/**
	 * Writes what has changed since this was called last.
	 */
	void writeTo(InstanceStore store) {
		ByteWriter head = new ByteWriter();
		this.session.writeTo(head);
		store.putHead(this.name, head.toBytes());
		for (int page = this.changedKeys.nextSetBit(0); page >= 0; page = this.changedKeys.nextSetBit(page + 1)) {
			ByteWriter keys = new ByteWriter();
			page(page).forEach((each) -> keys.writeKey(each.key()));
			store.putKeys(this.name, page, keys.toBytes());
		}
		this.changedKeys.clear();
		for (int page = this.changedPages.nextSetBit(0); page >= 0; page = this.changedPages.nextSetBit(page + 1)) {
			ByteWriter values = new ByteWriter();
			page(page).forEach((each) -> each.writeTo(values));
			store.putValues(this.name, page, values.toBytes());
		}
		this.changedPages.clear();
		removePages(store, pages());
		this.keptPages = pages();
	}

	private void removePages(InstanceStore store, int from) {
		for (int page = from; page < this.keptPages; page++) {
			store.remove(this.name, page);
		}
	}

	private List<InstanceSeries> page(int page) {
		return this.numbered.subList(page * PAGE, Math.min(this.numbered.size(), (page + 1) * PAGE));
	}

	/**
	 * Reads what was written.
	 */
	void readFrom(InstanceStore store, byte[] written) {
		this.session.readFrom(new ByteReader(written));
		byte[] keys = store.keys(this.name, 0);
		for (int page = 0; keys != null; keys = store.keys(this.name, ++page)) {
			byte[] values = store.values(this.name, page);
			ByteReader value = new ByteReader((values != null) ? values : new byte[0]);
			ByteReader key = new ByteReader(keys);
			while (!key.atEnd()) {
				read(key.readKey(), value);
			}
		}
		this.keptPages = pages();
	}

	private void read(SeriesKey key, ByteReader value) {
		InstanceSeries added = new InstanceSeries(key, this.numbered.size(), this.sums.sum(key), this.session);
		add(added);
		if (!value.atEnd()) {
			added.readFrom(value);
		}
	}

	/**
	 * Lets go of everything.
	 */
	void removeFrom(InstanceStore store) {
		removePages(store, 0);
		store.removeHead(this.name);
		this.numbered.forEach((each) -> each.removeFrom(this.sums));
	}

}
