package io.github.metricstcp.page.internal.recording;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.SeriesFilter;
import io.github.metricstcp.client.model.TargetModel;
import io.github.metricstcp.client.model.TimeRange;
import io.github.metricstcp.client.model.TimeSource;
import io.github.metricstcp.client.wire.FamilyKey;
import io.github.metricstcp.client.wire.FrameEncoder;
import io.github.metricstcp.client.wire.Kind;
import io.github.metricstcp.client.wire.Metadata;

/**
 * A recording of what a model keeps of one target: the events that it could have had.
 * Metadata come first, then slot by slot the totals of counters and the values of gauges
 * that have changed, and the samples of histograms as the values of their bins. It is
 * written in parts, so that nothing but the series is held in memory. Used by one thread
 * at a time.
 */
public final class KeptRecording {

	private static final int SPAN = 10;

	// Slots that are about to be given up may be gone before they are written: a minute
	// less of both

	private static final int SECONDS = 240;

	private static final int ALL_SECONDS = 3540;

	private final List<Series> series;

	private final List<KeptSeries> events;

	// From here on there are single seconds
	private final long seconds;

	private final long now;

	private final Set<FamilyKey> families = new HashSet<>();

	// What comes next

	private boolean described;

	private long second;

	private int next;

	/**
	 * Creates a recording of which nothing is written yet.
	 * @param model the model, which should have a history
	 * @param target the target
	 * @param filter the series that are recorded
	 */
	public KeptRecording(ObserverModel model, TargetModel target, SeriesFilter filter) {
		this.now = TimeSource.secondOf(model.time().nanos());
		this.seconds = Math.floorDiv(this.now - SECONDS, SPAN) * SPAN;
		this.second = Math.floorDiv(this.now - ALL_SECONDS, SPAN) * SPAN;
		this.series = model.series()
			.stream()
			.filter((each) -> each.targetNames().equals(target.names()) && filter.matches(each))
			.toList();
		TimeRange spans = new TimeRange(this.second, (int) (this.seconds - this.second) / SPAN, SPAN);
		TimeRange last = new TimeRange(this.seconds, (int) (this.now - this.seconds), 1);
		this.events = new ArrayList<>();
		for (Series each : this.series) {
			double increase = (each.kind() == Kind.COUNTER) ? sum(each.values(spans)) + sum(each.values(last)) : 0;
			this.events.add(new KeptSeries(each, increase));
		}
	}

	private static double sum(double[] values) {
		double sum = 0;
		for (double value : values) {
			sum += Double.isNaN(value) ? 0 : value;
		}
		return sum;
	}

	/**
	 * Writes the next part: what one series has in one slot.
	 * @param out where it is written
	 * @return whether there is more
	 * @throws IOException if it cannot be written
	 */
	public boolean writeNext(OutputStream out) throws IOException {
		if (this.series.isEmpty()) {
			return false;
		}
		if (!this.described) {
			writeMetadata(out, this.series.get(this.next));
		}
		else if (this.second < this.now) {
			this.events.get(this.next).write(out, new TimeRange(this.second, 1, step()));
		}
		else {
			this.events.get(this.next).writeNow(out, this.now);
		}
		this.next++;
		return this.next < this.series.size() || nextSlot();
	}

	private boolean nextSlot() {
		this.next = 0;
		if (!this.described) {
			this.described = true;
			this.families.clear();
			return true;
		}
		this.second += step();
		return this.second <= this.now;
	}

	private int step() {
		return (this.second < this.seconds) ? SPAN : 1;
	}

	private void writeMetadata(OutputStream out, Series first) throws IOException {
		boolean has = first.unit() != null || first.description() != null;
		if (has && this.families.add(new FamilyKey(first.kind(), first.name()))) {
			out.write(FrameEncoder.encode(new Metadata(first.kind(), first.name(), first.unit(), first.description())));
		}
	}

}
