package io.github.metricstcp.kafka.testing;

import io.github.metricstcp.client.model.ObserverModel;
import io.github.metricstcp.client.model.Series;
import io.github.metricstcp.client.model.SeriesSnapshot;
import io.github.metricstcp.client.model.Window;

/**
 * What tests ask of a model.
 */
public final class Models {

	private Models() {
	}

	/**
	 * Returns the total of a counter of a target, -1 if it is not there.
	 */
	public static long total(ObserverModel model, String target, String name) {
		SeriesSnapshot snapshot = snapshot(model, target, name);
		return (snapshot != null) ? snapshot.total() : -1;
	}

	/**
	 * Returns the number of samples of a histogram of a target, -1 if it is not there.
	 */
	public static long samples(ObserverModel model, String target, String name) {
		SeriesSnapshot snapshot = snapshot(model, target, name);
		return (snapshot != null) ? snapshot.summary().count() : -1;
	}

	/**
	 * Returns the state of a series of a target, {@code null} if it is not there.
	 */
	public static SeriesSnapshot snapshot(ObserverModel model, String target, String name) {
		return model.series()
			.stream()
			.filter((each) -> each.target().equals(target) && each.name().equals(name))
			.findFirst()
			.map((each) -> each.snapshot(Window.ALL))
			.orElse(null);
	}

	/**
	 * Returns a series of a target.
	 */
	public static Series series(ObserverModel model, String target, String name) {
		return model.series()
			.stream()
			.filter((each) -> each.target().equals(target) && each.name().equals(name))
			.findFirst()
			.orElseThrow();
	}

}
