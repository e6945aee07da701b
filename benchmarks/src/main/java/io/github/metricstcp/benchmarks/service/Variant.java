package io.github.metricstcp.benchmarks.service;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A way to export the service's figures.
 */
enum Variant {

	NO_EXPORTER("no exporter", null, false),

	UNWATCHED("ours, nobody watching", NO_EXPORTER, true),

	WATCHED("ours, watched", NO_EXPORTER, true),

	PROMETHEUS("Prometheus, scraped each second", NO_EXPORTER, false),

	STATSD("StatsD over TCP", NO_EXPORTER, false),

	OTLP("OTLP each second", NO_EXPORTER, false),

	WATCHED_BESIDE_OTLP("OTLP each second and ours, watched", OTLP, true);

	private final String title;

	private final @Nullable Variant base;

	private final boolean streams;

	Variant(String title, @Nullable Variant base, boolean streams) {
		this.title = title;
		this.base = base;
		this.streams = streams;
	}

	String title() {
		return this.title;
	}

	/**
	 * Returns the variant that this one is compared with, {@code null} for none.
	 */
	@Nullable Variant base() {
		return this.base;
	}

	/**
	 * Whether this project's exporter is on.
	 */
	boolean streams() {
		return this.streams;
	}

	List<Onlooker> onlookers() {
		return switch (this) {
			case NO_EXPORTER, UNWATCHED -> List.of();
			case WATCHED -> List.of(Onlooker.WATCHER);
			case PROMETHEUS -> List.of(Onlooker.SCRAPER);
			case STATSD -> List.of(Onlooker.STATSD);
			case OTLP -> List.of(Onlooker.OTLP);
			case WATCHED_BESIDE_OTLP -> List.of(Onlooker.OTLP, Onlooker.WATCHER);
		};
	}

}
