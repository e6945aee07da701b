package io.github.metricstcp.prometheus;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;

import io.github.metricstcp.client.wire.FamilyKey;
import io.github.metricstcp.client.wire.Metadata;
import org.jspecify.annotations.Nullable;

/**
 * All series of one kind and name of a target, their metadata, and the name that these
 * give them. Thread-safe.
 */
final class ExposedFamily {

	private final FamilyKey key;

	// The number of the stream that has had a series that is new, or metadata. Confined
	// to the thread that reads the stream
	private int asked;

	private volatile Naming naming;

	// Guarded by itself
	private final List<ExposedSeries> series = new ArrayList<>();

	ExposedFamily(FamilyKey key) {
		this.key = key;
		this.naming = naming(null, null);
	}

	private Naming naming(@Nullable String unit, @Nullable String description) {
		BaseUnit base = BaseUnit.of(this.key.kind(), this.key.name(), unit);
		return new Naming(MetricNames.of(this.key.kind(), this.key.name(), unit, base), base, unit, description);
	}

	FamilyKey key() {
		return this.key;
	}

	void metadata(Metadata metadata) {
		this.naming = naming(metadata.unit(), metadata.description());
	}

	Naming naming() {
		return this.naming;
	}

	void add(ExposedSeries added) {
		synchronized (this.series) {
			this.series.add(added);
		}
	}

	/**
	 * Called when a stream has a series that is new, or metadata.
	 * @param stream the number of the stream
	 */
	void asked(int stream) {
		this.asked = stream;
	}

	/**
	 * Whether there are no series, and metadata not of a stream.
	 * @param stream the number of the stream
	 */
	boolean isOver(int stream) {
		synchronized (this.series) {
			return this.asked != stream && this.series.isEmpty();
		}
	}

	/**
	 * Removes series.
	 * @param unwanted tells which
	 * @return those that were removed
	 */
	List<ExposedSeries> remove(Predicate<ExposedSeries> unwanted) {
		synchronized (this.series) {
			List<ExposedSeries> removed = this.series.stream().filter(unwanted).toList();
			if (!removed.isEmpty()) {
				this.series.removeIf(new HashSet<>(removed)::contains);
			}
			return removed;
		}
	}

	/**
	 * Returns the series.
	 * @return a copy, in the order in which they came
	 */
	List<ExposedSeries> series() {
		synchronized (this.series) {
			return List.copyOf(this.series);
		}
	}

	/**
	 * What follows from metadata.
	 *
	 * @param name the name that Prometheus is given, unless another metric has it
	 * @param base the unit that values are exposed in
	 * @param unit the unit as the wire has it, {@code null} if there is none
	 * @param description the text for people, {@code null} if there is none
	 */
	record Naming(String name, BaseUnit base, @Nullable String unit, @Nullable String description) {

	}

}
