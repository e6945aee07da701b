package io.github.metricstcp.observer.ui;

import java.io.IOException;

import io.github.metricstcp.observer.model.ObserverModel;
import io.github.metricstcp.observer.model.SeriesFilter;

/**
 * The terminal user interface.
 */
public final class TerminalUi {

	private final ObserverModel model;

	private final SeriesFilter filter;

	public TerminalUi(ObserverModel model, SeriesFilter filter) {
		this.model = model;
		this.filter = filter;
	}

	public void run() throws IOException {
		if (this.model.series().stream().noneMatch((series) -> this.filter.matches(series.key()))) {
			throw new IOException("There is nothing to show");
		}
	}

}
