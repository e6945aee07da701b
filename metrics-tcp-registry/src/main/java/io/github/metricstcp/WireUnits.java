package io.github.metricstcp;

import java.util.HashMap;
import java.util.Map;

import io.micrometer.core.instrument.binder.BaseUnits;
import org.jspecify.annotations.Nullable;

/**
 * The units by the names that receivers know, those of the
 * <a href="https://docs.rs/metrics/latest/metrics/enum.Unit.html">units of
 * metrics-rs</a>.
 */
final class WireUnits {

	static final String COUNT = "count";

	static final String SECONDS = "seconds";

	static final String MILLISECONDS = "milliseconds";

	private static final Map<String, String> NAMES = new HashMap<>();

	static {
		NAMES.put(BaseUnits.MILLISECONDS, MILLISECONDS);
		NAMES.put("us", "microseconds");
		NAMES.put("ns", "nanoseconds");
		NAMES.put("s", SECONDS);
		for (String noun : new String[] { BaseUnits.ROWS, BaseUnits.TASKS, BaseUnits.THREADS, BaseUnits.CLASSES,
				BaseUnits.BUFFERS, BaseUnits.EVENTS, BaseUnits.FILES, BaseUnits.SESSIONS, BaseUnits.MESSAGES,
				BaseUnits.CONNECTIONS, BaseUnits.OPERATIONS, BaseUnits.OBJECTS,
				// Kafka's consumer, and Camel
				"records", "partitions", "commits", "joins", "syncs", "heartbeats", "requests", "responses",
				"routes" }) {
			NAMES.put(noun, COUNT);
		}
	}

	private WireUnits() {
	}

	/**
	 * Returns the name to send for a base unit: abbreviations of times spelled out,
	 * things that are counted as {@code count}, anything else as it is.
	 */
	static @Nullable String of(@Nullable String baseUnit) {
		if (baseUnit == null || baseUnit.isEmpty()) {
			return null;
		}
		return NAMES.getOrDefault(baseUnit, baseUnit);
	}

}
