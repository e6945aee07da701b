package io.github.metricstcp.observer.internal.pipe;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import io.github.metricstcp.client.model.SeriesFilter;
import io.github.metricstcp.client.model.TargetNames;
import io.github.metricstcp.client.wire.FamilyKey;
import io.github.metricstcp.client.wire.Metadata;
import io.github.metricstcp.client.wire.Operation;
import io.github.metricstcp.client.wire.SeriesKey;
import io.github.metricstcp.client.wire.StreamListener;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object for each event of all targets, as it comes. A reader that is slow slows
 * the reading of the streams down, and with it the exporters. Thread-safe.
 *
 * @since 0.1.0
 */
public final class JsonOutput {

	private final JsonLines lines;

	private final SeriesFilter filter;

	private final OutputListener end;

	private final int maxFamilies;

	// Guarded by this

	private long left;

	private boolean ended;

	/**
	 * Creates an output.
	 * @param out where the objects go
	 * @param filter the series that are written
	 * @param count the number of objects after which the output ends
	 * @param maxFamilies the number of names whose units are kept, for each target
	 * @param end called when the output ends
	 */
	public JsonOutput(OutputStream out, SeriesFilter filter, long count, int maxFamilies, OutputListener end) {
		this.lines = new JsonLines(out);
		this.filter = filter;
		this.left = count;
		this.maxFamilies = maxFamilies;
		this.end = end;
	}

	/**
	 * Returns the listener that writes the events of a target.
	 * @param target the names of the target
	 */
	public StreamListener<?> listener(TargetNames target) {
		return new Listener(target);
	}

	private synchronized void write(Line series, Operation operation, long operand, long seconds, int nanos) {
		if (this.ended) {
			return;
		}
		this.lines.begin().time("time", seconds, nanos).members(series.members).member("unit", series.unit);
		this.lines.member("operation", operation.name().toLowerCase(Locale.ROOT));
		if (operation.isWhole()) {
			this.lines.unsigned("value", operand);
		}
		else {
			this.lines.number("value", Double.longBitsToDouble(operand));
		}
		try {
			this.lines.end();
			if (--this.left == 0) {
				this.lines.flush();
				this.ended = true;
				this.end.complete();
			}
		}
		catch (IOException ex) {
			broken(ex);
		}
	}

	private synchronized void flush() {
		try {
			if (!this.ended) {
				this.lines.flush();
			}
		}
		catch (IOException ex) {
			broken(ex);
		}
	}

	private void broken(IOException failure) {
		this.ended = true;
		this.end.broken(failure);
	}

	/**
	 * The unit that all series of a kind and name have.
	 */
	private static final class FamilyUnit {

		private @Nullable String unit;

	}

	/**
	 * The part of a line that is the same for all events of a series.
	 */
	private final class Line {

		private final SeriesKey key;

		private final TargetNames target;

		private final String members;

		private final FamilyUnit family;

		// The unit with which it was matched against the filter
		private @Nullable String unit;

		private boolean wanted;

		/**
		 * Creates the part.
		 * @param key the series
		 * @param target the names of its target
		 * @param members the members that identify it
		 * @param family its unit, which may come later
		 */
		Line(SeriesKey key, TargetNames target, String members, FamilyUnit family) {
			this.key = key;
			this.target = target;
			this.members = members;
			this.family = family;
			match();
		}

		private void match() {
			this.unit = this.family.unit;
			this.wanted = JsonOutput.this.filter.matches(this.key, this.unit, this.target);
		}

		/**
		 * Returns whether the events of the series are written.
		 */
		boolean isWanted() {
			if (!Objects.equals(this.unit, this.family.unit)) {
				match();
			}
			return this.wanted;
		}

	}

	/**
	 * The events of one target.
	 */
	private final class Listener implements StreamListener<Line> {

		private final TargetNames target;

		private final Map<FamilyKey, FamilyUnit> families = new HashMap<>();

		Listener(TargetNames target) {
			this.target = target;
		}

		@Override
		public Line series(SeriesKey key) {
			String members = JsonLines.seriesMembers(this.target.name(), key.name(),
					key.kind().name().toLowerCase(Locale.ROOT), key.labels());
			return new Line(key, this.target, members, family(new FamilyKey(key.kind(), key.name())));
		}

		@Override
		public void metadata(Metadata metadata) {
			family(metadata.family()).unit = (metadata.toKeep() != null) ? metadata.unit() : null;
		}

		/**
		 * Returns the unit of a family. It is kept if there is room, so that memory is
		 * bounded.
		 */
		private FamilyUnit family(FamilyKey key) {
			FamilyUnit known = this.families.get(key);
			if (known != null) {
				return known;
			}
			FamilyUnit added = new FamilyUnit();
			if (this.families.size() < JsonOutput.this.maxFamilies && key.name().length() <= SeriesKey.MAX_LENGTH) {
				this.families.put(key, added);
			}
			return added;
		}

		@Override
		public void event(Line series, Operation operation, long operand, long seconds, int nanos) {
			if (series.isWanted()) {
				write(series, operation, operand, seconds, nanos);
			}
		}

		@Override
		public void consumed() {
			flush();
		}

		@Override
		public void closed(String reason, @Nullable Duration retryDelay) {
			flush();
		}

	}

}
