package io.github.metricstcp.rollup;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import io.github.metricstcp.client.wire.FamilyKey;
import io.github.metricstcp.client.wire.FrameEncoder;
import io.github.metricstcp.client.wire.Metadata;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.kafka.Content;
import io.github.metricstcp.kafka.RecordDescription;
import org.jspecify.annotations.Nullable;

/**
 * The stream of the fleet, in records as a relay of one application writes them. Each
 * session begins with a snapshot, and others follow every minute. Confined to the thread
 * of its task.
 */
final class FleetStream {

	/**
	 * The time after which there is another snapshot.
	 */
	static final long SNAPSHOT_INTERVAL = TimeUnit.MINUTES.toMillis(1);

	/**
	 * The time for which a session lasts, unless totals or series are others.
	 */
	static final long LEAST_SESSION = TimeUnit.MINUTES.toMillis(10);

	private static final int MAX_FRAMES = 64 << 10;

	private static final byte[] NO_EVENT = { 0 };

	/**
	 * The reason of the end of a session after which another one begins.
	 */
	private static final String ENDED = "the fleet has other series, or totals from before";

	private final String target;

	private final Windows windows;

	private final Predicate<SeriesKey> series;

	private final FleetChanges changes;

	private final Output output;

	private final Map<FamilyKey, Metadata> metadata = new LinkedHashMap<>();

	private final ByteArrayOutputStream frames = new ByteArrayOutputStream();

	private Content content = Content.EVENTS;

	private long session;

	private long sequence;

	private long lastSnapshot = Long.MIN_VALUE;

	// The time of what is written, in milliseconds since the epoch
	private long time;

	// The time now
	private long now;

	/**
	 * Creates a stream without a session.
	 * @param target the name of the fleet
	 * @param series tells whether the fleet has a series
	 * @param changes is told of windows that are written
	 * @param output takes the records
	 */
	FleetStream(String target, Windows windows, Predicate<SeriesKey> series, FleetChanges changes, Output output) {
		this.target = target;
		this.windows = windows;
		this.series = series;
		this.changes = changes;
		this.output = output;
	}

	boolean hasSeries(SeriesKey key) {
		return this.series.test(key);
	}

	FleetChanges changes() {
		return this.changes;
	}

	double windowSeconds() {
		return this.windows.millis() / 1_000.0;
	}

	boolean isSnapshotDue(long now) {
		return this.lastSnapshot == Long.MIN_VALUE || now - this.lastSnapshot >= SNAPSHOT_INTERVAL;
	}

	/**
	 * Returns whether the session is old enough to be ended for nothing but values that
	 * are not those of now.
	 */
	boolean mayEnd(long now) {
		return now - TimeUnit.NANOSECONDS.toMillis(this.session) >= LEAST_SESSION;
	}

	/**
	 * Sets the time of what follows.
	 * @param time the end of a window, in milliseconds since the epoch
	 * @param now the time now
	 */
	void at(long time, long now) {
		this.time = time;
		this.now = now;
	}

	/**
	 * Writes a snapshot.
	 * @param anew whether a session begins with it, and the one before has ended: totals
	 * are compared with no earlier ones, and series that are not in it are gone
	 * @param state writes the total of each counter and the value of each gauge
	 */
	void snapshot(boolean anew, Runnable state) {
		cut();
		if (anew) {
			end();
		}
		if (this.session == 0) {
			this.session = TimeUnit.MILLISECONDS.toNanos(this.now)
					+ ThreadLocalRandom.current().nextLong(TimeUnit.MILLISECONDS.toNanos(1));
			this.sequence = 0;
		}
		this.lastSnapshot = this.now;
		this.content = Content.SNAPSHOT;
		add(NO_EVENT);
		this.metadata.clear();
		state.run();
		cut();
	}

	/**
	 * Ends the session, if there is one. Without its end the next one would be taken for
	 * that of another relay, which goes on with the same totals and series.
	 */
	private void end() {
		if (this.session != 0) {
			this.content = Content.END;
			add(NO_EVENT);
			cut(ENDED);
			this.session = 0;
		}
	}

	void total(SeriesKey key, Metadata metadata, long total) {
		metadata(metadata);
		event(key, Operation.SET_COUNTER, total);
	}

	void increment(SeriesKey key, Metadata metadata, long amount) {
		metadata(metadata);
		event(key, Operation.INCREMENT_COUNTER, amount);
	}

	void gauge(SeriesKey key, Metadata metadata, double value) {
		// The sum of finite values need not be
		if (Double.isFinite(value)) {
			metadata(metadata);
			event(key, Operation.SET_GAUGE, Double.doubleToRawLongBits(value));
		}
	}

	private void metadata(Metadata metadata) {
		if (!metadata.equals(this.metadata.put(metadata.family(), metadata))) {
			add(FrameEncoder.encode(metadata));
		}
	}

	private void event(SeriesKey key, Operation operation, long operand) {
		long seconds = Math.floorDiv(this.time, TimeUnit.SECONDS.toMillis(1));
		int nanos = (int) TimeUnit.MILLISECONDS.toNanos(Math.floorMod(this.time, TimeUnit.SECONDS.toMillis(1)));
		add(FrameEncoder.encode(key, operation, operand, seconds, nanos));
	}

	private void add(byte[] frame) {
		if (this.frames.size() + frame.length > MAX_FRAMES) {
			cut();
		}
		this.frames.writeBytes(frame);
	}

	/**
	 * Writes the sketch of a window.
	 */
	void sketch(long window, SeriesKey histogram, @Nullable String unit, SampleSet samples) {
		WindowSketch sketch = WindowSketch.of(histogram, unit, this.windows.end(window) - this.windows.millis(),
				this.windows.millis(), samples);
		this.output.sketch(sketch.key(), sketch.toBytes(), this.now);
	}

	/**
	 * Ends the record that is being made.
	 */
	void cut() {
		cut(null);
	}

	private void cut(@Nullable String reason) {
		if (this.frames.size() == 0) {
			return;
		}
		long nanos = TimeUnit.MILLISECONDS.toNanos(this.time);
		RecordDescription description = new RecordDescription(this.target, this.target, this.session, this.sequence,
				nanos, nanos, this.content, reason);
		this.output.frames(description, this.frames.toByteArray(), this.now);
		this.frames.reset();
		this.sequence++;
		this.content = Content.EVENTS;
	}

	void writeTo(ByteWriter writer) {
		writer.writeVarint(this.session).writeVarint(this.sequence).writeSigned(this.lastSnapshot);
	}

	void readFrom(ByteReader reader) {
		this.session = reader.readVarint();
		this.sequence = reader.readVarint();
		this.lastSnapshot = reader.readSigned();
	}

	/**
	 * A receiver of records.
	 */
	interface Output {

		/**
		 * Called with each record of the stream.
		 * @param now the time at which it is made
		 */
		void frames(RecordDescription description, byte[] frames, long now);

		/**
		 * Called with each sketch.
		 * @param now the time at which it is made
		 */
		void sketch(byte[] key, byte[] sketch, long now);

	}

}
