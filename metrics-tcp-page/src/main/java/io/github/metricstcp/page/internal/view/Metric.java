package io.github.metricstcp.page.internal.view;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.wire.FamilyKey;
import io.github.metricstcp.client.wire.Kind;
import org.jspecify.annotations.Nullable;

/**
 * All series of one kind and name, of all targets.
 */
final class Metric {

	private final FamilyKey family;

	private final String id;

	private final List<Series> series = new ArrayList<>();

	Metric(FamilyKey family) {
		this.family = family;
		this.id = id(family.kind(), family.name());
	}

	/**
	 * Returns the name of a metric in addresses.
	 */
	static String id(Kind kind, String name) {
		return kind.name().substring(0, 1).toLowerCase(Locale.ROOT) + ":" + name;
	}

	/**
	 * Returns the name of the metric in addresses: the first letter of its kind, a colon
	 * and its name.
	 */
	String id() {
		return this.id;
	}

	Kind kind() {
		return this.family.kind();
	}

	String name() {
		return this.family.name();
	}

	void add(Series added) {
		this.series.add(added);
	}

	/**
	 * Returns the series in the order in which they came, at least one.
	 */
	List<Series> series() {
		return Collections.unmodifiableList(this.series);
	}

	@Nullable String unit() {
		return this.series.get(0).unit();
	}

	@Nullable String description() {
		return this.series.get(0).description();
	}

}
